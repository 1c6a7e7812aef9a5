/**
 * What became of each output that someone kept: the state that its button shows.
 */

import type { IOutputModel } from '@jupyterlab/rendermime';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

import type { ITransfersModel } from '../model/types';
import type { ErrorInfo, TransferStatus } from '../protocol/generated';
import type { KeepState } from '../ui/props';

const IDLE: KeepState = { status: 'idle' };

/**
 * Follows the transfers of outputs.
 *
 * A state belongs to an output's model, not to its place in the page, so it survives scrolling and
 * ends when the cell is run again.
 */
export class KeepStates implements IDisposable {
  constructor(transfers: ITransfersModel) {
    this._transfers = transfers;
    transfers.stateChanged.connect(this._onTransfers, this);
  }

  /** Fires with the output whose state changed. */
  get changed(): ISignal<this, IOutputModel> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._following.clear();
    Signal.clearData(this);
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
  follow(output: IOutputModel, transferId: string): void {
    this._following.set(transferId, output);
    this._onTransfers();
  }

  /** The output could not even be queued. */
  fail(output: IOutputModel, error: ErrorInfo): void {
    this._set(output, { status: 'failed', error });
  }

  private _onOutputChanged(output: IOutputModel): void {
    this._forget(output);
    this._artifacts.delete(output);
    this._set(output, IDLE);
  }

  private _onTransfers(): void {
    for (const [id, output] of this._following) {
      const transfer = this._transfers.get(id);
      const state = transfer ? keepStateOf(transfer) : IDLE;
      if (transfer?.receipt) {
        this._artifacts.set(output, transfer.receipt.artifact_id);
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
      if (followed === output) {
        this._following.delete(id);
      }
    }
  }

  private _set(output: IOutputModel, state: KeepState): void {
    this._states.set(output, state);
    this._changed.emit(output);
  }

  private readonly _transfers: ITransfersModel;
  private readonly _states = new WeakMap<IOutputModel, KeepState>();
  private readonly _artifacts = new WeakMap<IOutputModel, string>();
  private readonly _following = new Map<string, IOutputModel>();
  private readonly _changed = new Signal<this, IOutputModel>(this);
  private _isDisposed = false;
}

/** A transfer's state as the button of its output shows it. */
export function keepStateOf(transfer: TransferStatus): KeepState {
  const { state, size, sent, receipt, error } = transfer;
  switch (state) {
    case 'stored':
      return receipt
        ? { status: 'kept', name: receipt.name, version: receipt.version }
        : { status: 'busy', fraction: 1 };
    case 'failed':
      return error ? { status: 'failed', error } : IDLE;
    case 'cancelled':
      return IDLE;
    default:
      return { status: 'busy', fraction: size > 0 ? sent / size : null };
  }
}
