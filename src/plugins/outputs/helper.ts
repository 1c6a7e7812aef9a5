/**
 * Loads Cellkeep's helper into Python kernels, so that no notebook has to import it.
 */

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import type { ISessionContext } from '@jupyterlab/apputils';
import { NotebookActions, NotebookPanel } from '@jupyterlab/notebook';
import { type Kernel, KernelMessage } from '@jupyterlab/services';
import { Token } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';

import { StateModel } from '../../model/snapshotModel';
import type { HelperState } from '../../ui/props';
import type { Run } from '../../protocol/generated';
import { ICellkeep } from '../../tokens';
import { ISettingsModel, type SettingsModel } from '../application/settings';
import { wishOf } from './captureWish';
import { type IBeginning, loadRequest, outcomeOf } from './helperCode';
import { type CellHosts, type ICellHost, ICellHosts } from './hosts';

/** The run that a kernel was in before it was restarted, where that is not its first one. */
type RunOfKernel = (kernelId: string) => Run | undefined;

/** Which kernels have the helper. The snapshot is that of the kernel a person works with. */
export class Helpers extends StateModel<HelperState | undefined> {
  constructor(
    private readonly _hosts: CellHosts,
    private readonly _settings: SettingsModel,
    private readonly _runOf: RunOfKernel
  ) {
    super(undefined);
    _hosts.all().forEach(host => this._follow(host));
    _hosts.added.connect((_, host) => this._follow(host), this);
  }

  /** Whether the kernel of a notebook or console has the helper. */
  of({ widget }: ICellHost): HelperState | undefined {
    return this._loaders.get(widget)?.state;
  }

  /** Look again which kernel a person works with. */
  readonly look = (): void => {
    const host = this._hosts.active();
    this.setSnapshot(host && this.of(host));
  };

  private _follow(host: ICellHost): void {
    const loader = new HelperLoader(
      host,
      this._settings,
      this._runOf,
      this.look
    );
    this._loaders.set(host.widget, loader);
    host.widget.disposed.connect(() => {
      loader.dispose();
      this.look();
    });
    this.look();
  }
  private readonly _loaders = new WeakMap<object, HelperLoader>();
}

/** Only for the plugins of this extension. */
export const IHelpers = new Token<Helpers>(
  'cellkeep:IHelpers',
  'Which kernels have the helper.'
);

export const helperPlugin: JupyterFrontEndPlugin<Helpers> = {
  id: 'cellkeep:helper',
  description: 'Loads the helper into Python kernels.',
  autoStart: true,
  requires: [ICellkeep, ICellHosts, ISettingsModel],
  provides: IHelpers,
  activate: (
    app: JupyterFrontEnd,
    cellkeep: ICellkeep,
    hosts: CellHosts,
    settings: SettingsModel
  ) => {
    const helpers = new Helpers(hosts, settings, kernelId =>
      cellkeep.runBegunBy(kernelId)
    );
    app.shell.currentChanged?.connect(helpers.look);
    return helpers;
  }
};

/**
 * Loads the helper into the kernel that a notebook or console has now, through its restarts.
 *
 * The request is sent where no cell can be before it: as soon as there is a kernel, whose
 * connection keeps it until it is open, else before the first cell that runs.
 */
class HelperLoader {
  constructor(
    private readonly _host: ICellHost,
    private readonly _settings: SettingsModel,
    private readonly _runOf: RunOfKernel,
    private readonly _onChanged: () => void
  ) {
    this._context = _host.sessionContext;
    this._context.kernelChanged.connect(this._onKernel, this);
    this._context.statusChanged.connect(this._onStatus, this);
    this._context.connectionStatusChanged.connect(this._onConnection, this);
    this._context.iopubMessage.connect(this._onMessage, this);
    NotebookActions.executionScheduled.connect(this._onScheduled, this);
    _settings.changed.connect(this._load, this);
    this._load();
  }

  get state(): HelperState {
    return this._settings.current.loadHelper || this._state !== 'loading'
      ? this._state
      : 'off';
  }

  dispose(): void {
    Signal.clearData(this);
  }

  private _onKernel(): void {
    this._begin();
    this._load();
  }

  private _onStatus(_: unknown, status: Kernel.Status): void {
    if (['restarting', 'autorestarting', 'dead'].includes(status)) {
      // Its connection says when the new process can be spoken to.
      this._begin();
    } else if (status === 'starting' && this._state !== 'loading') {
      // Restarted by another page.
      this._onKernel();
    }
  }

  private _onConnection(_: unknown, status: Kernel.ConnectionStatus): void {
    if (status === 'connected') {
      this._load();
    }
  }

  private _onScheduled(_: unknown, { notebook }: { notebook: unknown }): void {
    if (this._host.widget.content === notebook) {
      this._load();
    }
  }

  /** What a cell installs may be the helper. */
  private _onMessage(_: ISessionContext, message: KernelMessage.IMessage) {
    if (
      this._state === 'missing' &&
      KernelMessage.isExecuteInputMsg(message) &&
      message.content.code.includes('install')
    ) {
      this._onKernel();
    }
  }

  /** A process that has not been asked yet. */
  private _begin(): void {
    this._isAsked = false;
    this._become('loading');
  }

  private _load(): void {
    const kernel = this._context.session?.kernel;
    if (!kernel || kernel.status === 'dead' || this._state !== 'loading') {
      return;
    }
    if (this._isAsked || !this._isWanted) {
      return;
    }
    const { specs } = this._context.specsManager;
    const spec = specs?.kernelspecs[kernel.name];
    if (spec && spec.language.toLowerCase() !== PYTHON) {
      this._become('other');
      return;
    }
    this._isAsked = true;
    const future = kernel.requestExecute(
      loadRequest(beginningOf(this._host, kernel, this._runOf(kernel.id)))
    );
    future.onReply = ({ content }) => {
      const outcome = outcomeOf(content);
      this._isAsked = outcome !== undefined;
      if (outcome) {
        this._become(outcome);
      }
    };
    future.done.catch(() => {
      // The kernel restarted or went; its next state asks again.
    });
  }

  private get _isWanted(): boolean {
    return this._settings.isReady && this._settings.current.loadHelper;
  }

  private _become(state: HelperState): void {
    if (this._state !== state) {
      this._state = state;
      this._onChanged();
    }
  }
  private readonly _context: ISessionContext;
  private _state: HelperState = 'loading';
  private _isAsked = false;
}

const PYTHON = 'python';

/** What a kernel is to know of a notebook; a console keeps nothing by itself. */
function beginningOf(
  { notebook, widget }: ICellHost,
  { clientId }: Kernel.IKernelConnection,
  run: Run | undefined
): IBeginning | undefined {
  return notebook !== undefined &&
    widget instanceof NotebookPanel &&
    widget.content.model
    ? { connection: clientId, notebook, capture: wishOf(widget), run }
    : undefined;
}
