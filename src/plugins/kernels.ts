import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';

import { ICellkeep } from '../tokens';
import type { ICellHost } from './hosts';
import { IWorkbench } from './workbench';

/** Listens to the kernel of each notebook and console. */
export const kernelsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:kernels',
  description:
    'Listens to the helper in the kernels of notebooks and consoles.',
  autoStart: true,
  requires: [ICellkeep, IWorkbench],
  activate: (
    _: JupyterFrontEnd,
    cellkeep: ICellkeep,
    workbench: IWorkbench
  ) => {
    const { hosts } = workbench;
    const follow = (host: ICellHost) => new KernelFollower(cellkeep, host);
    hosts.all().forEach(follow);
    hosts.added.connect((_, host) => void follow(host));
  }
};

/** Connects the kernel that a notebook or console has now; it may get another one. */
class KernelFollower {
  constructor(cellkeep: ICellkeep, host: ICellHost) {
    this._cellkeep = cellkeep;
    this._host = host;
    const { sessionContext, widget } = host;
    sessionContext.kernelChanged.connect(this._onKernelChanged, this);
    widget.disposed.connect(() => this._disconnect(), this);
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
  }

  private _disconnect(): void {
    this._connected?.dispose();
    this._connected = undefined;
  }

  private readonly _cellkeep: ICellkeep;
  private readonly _host: ICellHost;
  private _connected: IDisposable | undefined;
}
