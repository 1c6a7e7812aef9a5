import { Signal } from '@lumino/signaling';

import type { IClock } from '../transfer/ports';
import { Disposable } from '../transport/disposable';
import type { ISnapshotModel } from './types';

/** Snapshots are replaced at most so often: ten times a second. */
export const SNAPSHOT_MS = 100;
/** Less often where a person follows no single one of so many things. */
const MANY = 100;
const MANY_MS = 400;

/** A model with one immutable snapshot, which is replaced as a whole. */
export abstract class StateModel<T>
  extends Disposable
  implements ISnapshotModel<T>
{
  constructor(private _snapshot: T) {
    super();
  }

  get snapshot(): T {
    return this._snapshot;
  }

  readonly stateChanged = new Signal<this, void>(this);

  readonly disposed = new Signal<this, void>(this);

  protected override letGo(): void {
    this.disposed.emit();
  }

  protected setSnapshot(snapshot: T): void {
    if (!this.isDisposed) {
      this._snapshot = snapshot;
      this.stateChanged.emit();
    }
  }
}

/**
 * A model that replaces its snapshot, at most ten times a second or less often, however often it
 * is told that something changed.
 */
export abstract class SnapshotModel<T> extends StateModel<T> {
  constructor(
    protected readonly clock: IClock,
    first: T
  ) {
    super(first);
  }

  protected override letGo(): void {
    this._cancel?.();
    super.letGo();
  }

  /** Makes the snapshot that is true now. */
  protected abstract makeSnapshot(): T;

  /** How many things it tells of one by one. */
  protected get count(): number {
    return 0;
  }

  /** Replaces the snapshot soon, together with what else changes until then. */
  protected changed(): void {
    if (this._cancel || this.isDisposed) {
      return;
    }
    const period = this.count < MANY ? SNAPSHOT_MS : MANY_MS;
    const wait = this._publishedAt + period - this.clock.now();
    this._cancel = this.clock.later(Math.max(0, wait), () => this.publish());
  }

  /** Replaces the snapshot now. For what a person did and looks at. */
  protected publish(): void {
    if (this.isDisposed) {
      return;
    }
    this._cancel?.();
    this._cancel = undefined;
    this._publishedAt = this.clock.now();
    this.setSnapshot(this.makeSnapshot());
  }

  private _cancel: (() => void) | undefined;
  private _publishedAt = -Infinity;
}
