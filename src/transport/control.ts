import type { Kernel } from '@jupyterlab/services';

import {
  CONTROL_TARGET,
  PROTOCOL_VERSION,
  encodeControl
} from '../protocol/envelope';
import type { ControlMessage } from '../protocol/generated';
import { Disposable } from './disposable';

/** Beside the envelope, where it can be read without it. */
const PROTOCOL = { protocol: PROTOCOL_VERSION };

/** How long a front end waits for a subshell before it speaks without one. */
const SUBSHELL_WAIT_MS = 1500;

/**
 * The comm on which one front end speaks to one kernel, and never listens.
 *
 * It is opened by the front end, and the kernel never sends on it from a cell, because a
 * comm that a running cell has sent on is answered only after that cell (ipykernel 7.4).
 */
export class ControlComm extends Disposable {
  constructor(
    private readonly _kernel: Kernel.IKernelConnection,
    private readonly _clientId: string
  ) {
    super();
    this._comm = _kernel.createComm(CONTROL_TARGET);
    this._comm.onClose = () => this.dispose();
    this._opened = this._open(this._comm);
  }

  /** Sends a message, after those before it; does nothing where the comm is closed. */
  send(message: ControlMessage): void {
    const seq = ++this._seq;
    void this._opened.then(() => this._write(seq, message));
  }

  /** Sends a last message and closes the comm. */
  close(message: ControlMessage): void {
    this.send(message);
    void this._opened.then(() => {
      if (!this.isDisposed && !this._kernel.isDisposed) {
        this._comm.onClose = () => undefined;
        this._comm.close();
      }
      this.dispose();
    });
  }

  protected override letGo(): void {
    this._comm.dispose();
  }

  private async _open(comm: Kernel.IComm): Promise<void> {
    // The first message would go to the main shell, and wait for a running cell to end,
    // while the comm does not know its subshell yet.
    await this._kernel.info.catch(() => undefined);
    if (
      this._kernel.supportsSubshells &&
      String(comm.commsOverSubshells) !== 'disabled'
    ) {
      // Guarded: it never resolves where the kernel cannot start one.
      await Promise.race([subshellStarted(comm), delay(SUBSHELL_WAIT_MS)]);
    }
    if (!this.isDisposed && !this._kernel.isDisposed) {
      comm.open(PROTOCOL);
    }
  }

  private _write(seq: number, message: ControlMessage): void {
    if (this.isDisposed || this._kernel.isDisposed) {
      return;
    }
    const envelope = encodeControl({
      protocol: PROTOCOL_VERSION,
      session: this._clientId,
      seq,
      message
    });
    this._comm.send(PROTOCOL, undefined, [envelope.buffer]);
  }

  private readonly _comm: Kernel.IComm;
  private readonly _opened: Promise<void>;
  private _seq = 0;
}

/** Part of JupyterLab's class of comms, and not of its interface. */
async function subshellStarted(
  comm: Kernel.IComm & { subshellStarted?: Promise<void> }
): Promise<void> {
  await comm.subshellStarted?.catch(() => undefined);
}

function delay(ms: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, ms);
  });
}
