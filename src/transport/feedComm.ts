import type { Kernel, KernelMessage } from '@jupyterlab/services';

import { FEED_TARGET } from '../protocol/envelope';
import { Disposable } from './disposable';
import type { FeedBuffer } from './feedMessages';

/** Who is told of a kernel's feed. */
export interface IFeedListener {
  /** A new helper opened its feed. */
  onNewHelper(): void;
  /** A feed is listened to now. */
  onListening(): void;
  /** A message came; the first buffer is its envelope. */
  onMessage(buffers: readonly FeedBuffer[]): void;
}

/** The comm on which a kernel's helper speaks, whichever it is after reloads and restarts. */
export class FeedComm extends Disposable {
  constructor(
    private readonly _kernel: Kernel.IKernelConnection,
    private readonly _listener: IFeedListener
  ) {
    super();
    _kernel.registerCommTarget(FEED_TARGET, this._onOpened);
  }

  /** Whether there is one to listen to. */
  get isOpen(): boolean {
    return this._comm !== undefined && !this._comm.isDisposed;
  }

  /** Looks for a feed that is open: after a page reload it is, and nobody announces it. */
  async find(): Promise<void> {
    if (!this._kernel.handleComms) {
      // Another connection of this page has the kernel's comms.
      return;
    }
    try {
      const reply = await this._kernel.requestCommInfo({
        target_name: FEED_TARGET
      });
      if (this.isDisposed || reply.content.status !== 'ok') {
        return;
      }
      for (const id of Object.keys(reply.content.comms)) {
        if (!this._kernel.hasComm(id)) {
          this._listen(this._kernel.createComm(FEED_TARGET, id));
        }
      }
    } catch (error) {
      // The kernel ended, restarted or was cut off meanwhile; its next state asks again.
      console.debug('Cellkeep: could not ask the kernel for its feed.', error);
    }
  }

  /** Lets go of it only: closing it would close it for every other front end too. */
  release(): void {
    const comm = this._comm;
    this._comm = undefined;
    if (comm && !comm.isDisposed) {
      comm.dispose();
    }
  }

  protected override letGo(): void {
    if (!this._kernel.isDisposed) {
      this._kernel.removeCommTarget(FEED_TARGET, this._onOpened);
    }
    this.release();
  }

  // An arrow function, because the kernel calls it without `this`.
  private readonly _onOpened = (
    comm: Kernel.IComm,
    message: KernelMessage.ICommOpenMsg
  ): void => {
    this._listener.onNewHelper();
    this._listen(comm);
    if (message.buffers?.length) {
      this._listener.onMessage(message.buffers);
    }
  };

  private _listen(comm: Kernel.IComm): void {
    this._comm = comm;
    comm.onMsg = message => {
      this._listener.onMessage(message.buffers ?? []);
    };
    comm.onClose = () => {
      if (this._comm === comm) {
        this._comm = undefined;
      }
    };
    this._listener.onListening();
  }

  private _comm: Kernel.IComm | undefined;
}
