/**
 * What became of each output that someone kept: the state that its button shows.
 */

import type { IOutputModel } from '@jupyterlab/rendermime';
import { Signal } from '@lumino/signaling';

import { artifactOf } from '../../model/merge';
import type { ITransfersModel } from '../../model/types';
import type { ErrorInfo, TransferStatus } from '../../protocol/generated';
import { Disposable } from '../../transport/disposable';
import type { KeepState } from '../../ui/props';

const IDLE: KeepState = { status: 'idle' };

/** How long a transfer that was promised may take to show. */
const UNSEEN_MS = 10_000;

/** An output and the transfer that it became. */
interface IFollowed {
  readonly output: IOutputModel;
  /** What of it is kept, in words. */
  readonly what: string | undefined;
  /** Whether the transfer was there once. */
  seen: boolean;
}

/** An artifact that an output became earlier. */
export interface IRecalled {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** What of it was kept, in words. */
  readonly what: string;
}

/**
 * Follows the transfers of outputs.
 *
 * A state belongs to an output's model, not to its place in the page, so it survives scrolling and
 * ends when the cell is run again.
 */
export class KeepStates extends Disposable {
  constructor(private readonly _transfers: ITransfersModel) {
    super();
    _transfers.stateChanged.connect(this._onTransfers, this);
  }

  /** Fires with the output whose state changed. */
  readonly changed = new Signal<this, IOutputModel>(this);

  protected override letGo(): void {
    this._following.clear();
  }

  stateOf(output: IOutputModel): KeepState {
    return this._states.get(output) ?? IDLE;
  }

  /** The artifact that the output became, once it is stored. */
  artifactOf(output: IOutputModel): string | undefined {
    return this._artifacts.get(output);
  }

  /** Someone pressed the button: until there is a transfer, the output is read and encoded. */
  begin(output: IOutputModel): void {
    this._set(output, { status: 'busy', fraction: null });
    // The tick stands for what was saved: an output that changes afterwards is not that any more.
    output.changed.connect(this._onOutputChanged, this);
    output.streamText?.changed.connect(
      () => this._onOutputChanged(output),
      this
    );
  }

  /** The output is now this transfer's. */
  follow(output: IOutputModel, transferId: string, what?: string): void {
    const followed: IFollowed = { output, what, seen: false };
    this._following.set(transferId, followed);
    this._onTransfers();
    setTimeout(() => {
      // It never showed, as when the kernel died in that moment.
      if (!followed.seen && this._following.get(transferId) === followed) {
        this._following.delete(transferId);
        this._set(output, IDLE);
      }
    }, UNSEEN_MS);
  }

  /** The output was kept before this page was opened. */
  recall(output: IOutputModel, artifact: IRecalled): void {
    if (this.stateOf(output).status !== 'idle') {
      return;
    }
    this.begin(output);
    const { id, name, version, what } = artifact;
    this._artifacts.set(output, id);
    this._set(output, { status: 'kept', name, version, what });
  }

  /** The output could not even be queued. */
  fail(output: IOutputModel, error: ErrorInfo): void {
    this._set(output, { status: 'failed', error });
  }

  /** The person thought better of it. */
  drop(output: IOutputModel): void {
    this._set(output, IDLE);
  }

  private _onOutputChanged(output: IOutputModel): void {
    this._forget(output);
    this._artifacts.delete(output);
    this._set(output, IDLE);
  }

  private _onTransfers(): void {
    for (const [id, followed] of this._following) {
      const { output, what } = followed;
      const transfer = this._transfers.get(id);
      if (!transfer && !followed.seen) {
        // The kernel said that it keeps it, and its next message shows the transfer.
        continue;
      }
      followed.seen = true;
      const state = transfer ? keepStateOf(transfer, what) : IDLE;
      const artifactId = transfer && artifactOf(transfer);
      if (artifactId) {
        this._artifacts.set(output, artifactId);
      }
      // A failed one may be tried again; whatever else has ended stays as it is.
      if (state.status === 'kept' || state.status === 'idle') {
        this._following.delete(id);
      }
      this._set(output, state);
    }
  }

  private _forget(output: IOutputModel): void {
    for (const [id, followed] of this._following) {
      if (followed.output === output) {
        this._following.delete(id);
      }
    }
  }

  private _set(output: IOutputModel, state: KeepState): void {
    this._states.set(output, state);
    this.changed.emit(output);
  }
  private readonly _states = new WeakMap<IOutputModel, KeepState>();
  private readonly _artifacts = new WeakMap<IOutputModel, string>();
  private readonly _following = new Map<string, IFollowed>();
}

/** A transfer's state as the button of its output shows it. */
export function keepStateOf(
  transfer: TransferStatus,
  what?: string
): KeepState {
  const { state, size, sent, receipt, error } = transfer;
  switch (state) {
    case 'stored':
      return receipt
        ? {
            status: 'kept',
            name: receipt.name,
            version: receipt.version,
            ...(what && { what })
          }
        : { status: 'busy', fraction: 1 };
    case 'failed':
      return error ? { status: 'failed', error } : IDLE;
    case 'cancelled':
      return IDLE;
    default:
      return { status: 'busy', fraction: size > 0 ? sent / size : null };
  }
}
