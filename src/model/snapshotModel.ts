import { Signal, type ISignal } from '@lumino/signaling';

import type { IClock } from '../transfer/ports';
import type { ISnapshotModel } from './types';

/** Snapshots are replaced at most so often: ten times a second. */
export const SNAPSHOT_MS = 100;

/**
 * A model that replaces its snapshot, at most ten times a second, however often it is told
 * that something changed.
 */
export abstract class SnapshotModel<T> implements ISnapshotModel<T> {
  constructor(
    protected readonly clock: IClock,
    first: T
  ) {
    this._snapshot = first;
  }

  get snapshot(): T {
    return this._snapshot;
  }

  get stateChanged(): ISignal<this, void> {
    return this._stateChanged;
  }

  get disposed(): ISignal<this, void> {
    return this._disposed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._takeBack?.();
    this._disposed.emit();
    Signal.clearData(this);
  }

  /** Makes the snapshot that is true now. */
  protected abstract makeSnapshot(): T;

  /** Replaces the snapshot soon, together with what else changes until then. */
  protected changed(): void {
    if (this._takeBack || this._isDisposed) {
      return;
    }
    const wait = this._publishedAt + SNAPSHOT_MS - this.clock.now();
    this._takeBack = this.clock.later(Math.max(0, wait), () => this.publish());
  }

  /** Replaces the snapshot now. For what a person did and looks at. */
  protected publish(): void {
    if (this._isDisposed) {
      return;
    }
    this._takeBack?.();
    this._takeBack = undefined;
    this._publishedAt = this.clock.now();
    this._snapshot = this.makeSnapshot();
    this._stateChanged.emit();
  }

  private readonly _stateChanged = new Signal<this, void>(this);
  private readonly _disposed = new Signal<this, void>(this);
  private _snapshot: T;
  private _takeBack: (() => void) | undefined;
  private _publishedAt = -Infinity;
  private _isDisposed = false;
}
