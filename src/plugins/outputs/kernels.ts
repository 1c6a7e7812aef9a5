import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import type { ISessionContext } from '@jupyterlab/apputils';
import { CodeCell, type Cell } from '@jupyterlab/cells';
import type { Kernel } from '@jupyterlab/services';
import {
  INotebookCellExecutor,
  NotebookActions,
  NotebookPanel,
  runCell
} from '@jupyterlab/notebook';
import { Debouncer } from '@lumino/polling';
import { Signal } from '@lumino/signaling';

import { ICellkeep, type IKernelLink } from '../../tokens';
import { wishOf } from './captureWish';
import { type CellHosts, type ICellHost, ICellHosts } from './hosts';

/** Listens to the kernel of each notebook and console. */
export const kernelsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:kernels',
  description:
    'Listens to the helper in the kernels of notebooks and consoles.',
  autoStart: true,
  requires: [ICellkeep, ICellHosts],
  optional: [INotebookCellExecutor],
  activate: (
    _: JupyterFrontEnd,
    cellkeep: ICellkeep,
    hosts: CellHosts,
    executor: INotebookCellExecutor | null
  ) => {
    // JupyterLab's own tells the kernel which cell it runs; one that runs it by the server does not.
    const announces = executor !== null && executor.runCell !== runCell;
    const follow = (host: ICellHost) =>
      new KernelFollower(cellkeep, host, announces);
    hosts.all().forEach(follow);
    hosts.added.connect((_, host) => void follow(host));
  }
};

/** Connects the kernel that a notebook or console has now; it may get another one. */
class KernelFollower {
  constructor(
    private readonly _cellkeep: ICellkeep,
    private readonly _host: ICellHost,
    private readonly _announces: boolean
  ) {
    const { sessionContext, widget } = _host;
    sessionContext.kernelChanged.connect(this._onKernelChanged, this);
    widget.disposed.connect(() => this._end(), this);
    if (widget instanceof NotebookPanel) {
      widget.context.pathChanged.connect(this._tellNotebook, this);
      this._followCapture(widget);
      NotebookActions.executionScheduled.connect(this._onScheduled, this);
    }
    this._connect(sessionContext.session?.kernel ?? null);
  }

  private _onKernelChanged(
    _: ISessionContext,
    { newValue }: { newValue: Kernel.IKernelConnection | null }
  ): void {
    this._disconnect();
    this._connect(newValue);
  }

  private _connect(kernel: Kernel.IKernelConnection | null): void {
    // JupyterLab may connect twice to one kernel; only the one that handles comms has a feed.
    if (kernel?.handleComms) {
      const { notebook } = this._host;
      this._connected = this._cellkeep.connectKernel(kernel, { notebook });
    }
    this._tellNotebook();
    this._tellCapture();
  }

  private get _kernel(): Kernel.IKernelConnection | null {
    return this._host.sessionContext.session?.kernel ?? null;
  }

  /** Of several notebooks on one kernel one has the kernel's comms. */
  private get _link(): IKernelLink | undefined {
    return (
      this._connected ??
      (this._kernel ? this._cellkeep.linkOf(this._kernel.id) : undefined)
    );
  }

  /** The kernel files what it saves under the notebook that asked for the execution. */
  private _tellNotebook(): void {
    const path = this._host.notebook;
    if (path !== undefined && this._kernel) {
      this._link?.setNotebook(this._kernel.clientId, path);
    }
  }

  /** What the notebook wants kept by itself may be changed at any time. */
  private _followCapture(panel: NotebookPanel): void {
    void panel.context.ready.then(() => {
      if (!panel.isDisposed) {
        panel.content.model?.metadataChanged.connect(this._onNotebook, this);
        panel.content.model?.contentChanged.connect(this._onNotebook, this);
        this._onNotebook();
      }
    });
  }

  private _onScheduled(
    _: unknown,
    { notebook, cell }: { notebook: unknown; cell: Cell }
  ): void {
    const { widget } = this._host;
    if (widget.content !== notebook || !(cell instanceof CodeCell)) {
      return;
    }
    // The notebook whose connection has the kernel's comms may have come after this one.
    this._tellNotebook();
    // A cell may run in the very moment in which it was tagged.
    if (this._isChanged || this._link !== this._toldTo) {
      this._tellCapture();
    }
    if (this._announces && this._kernel) {
      const { id, sharedModel } = cell.model;
      const { clientId } = this._kernel;
      this._link?.announce(id, sharedModel.getSource(), clientId);
    }
  }

  private _onNotebook(): void {
    this._isChanged = true;
    void this._later.invoke();
  }

  private _tellCapture(): void {
    this._isChanged = false;
    const { widget } = this._host;
    if (!(widget instanceof NotebookPanel) || !widget.content.model) {
      return;
    }
    const wish = wishOf(widget);
    const said = JSON.stringify(wish);
    // Nothing is said where nothing was ever wanted.
    const link = this._link;
    const isNews = link !== this._toldTo || said !== this._said;
    if (link && this._kernel && isNews && (said !== NOTHING || this._said)) {
      link.setCapture(this._kernel.clientId, wish);
      this._toldTo = link;
      this._said = said;
    }
  }

  private _end(): void {
    this._later.dispose();
    Signal.clearData(this);
    this._disconnect();
  }

  private _disconnect(): void {
    this._connected?.dispose();
    this._connected = undefined;
  }
  private readonly _later = new Debouncer(
    () => this._tellCapture(),
    TAGS_QUIET_MS
  );
  private _connected: IKernelLink | undefined;
  private _toldTo: IKernelLink | undefined;
  private _said = '';
  private _isChanged = false;
}

/** A notebook changes with every key that is pressed in it. */
const TAGS_QUIET_MS = 300;
const NOTHING = JSON.stringify({ what: 'off', cells: [] });
