import type { Event } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

import type {
  ChangeEvent,
  StorePlace,
  TransferStatus
} from '../protocol/generated';
import {
  isChangeEvent,
  isChangeList,
  isTransferList
} from '../protocol/validators.generated';
import { Disposable } from './disposable';

/** Ids of the events that the server sends. */
export const CHANGE_SCHEMA = 'https://events.cellkeep.dev/change/v1';
export const CHANGES_SCHEMA = 'https://events.cellkeep.dev/changes/v1';
export const TRANSFER_SCHEMA = 'https://events.cellkeep.dev/transfer/v1';

/**
 * What the store says by itself, out of Jupyter Server's event stream.
 *
 * The stream forgets what happens while its socket is down, and does not say when that
 * was: a missing number is the sign.
 */
export class StoreEvents extends Disposable {
  /**
   * @param _place - Of two stores the one that is listened to.
   */
  constructor(
    manager: Pick<Event.IManager, 'stream'>,
    private readonly _place: StorePlace = 'team'
  ) {
    super();
    manager.stream.connect(this._onEmission, this);
  }

  /** Something changed in the store. */
  readonly changed = new Signal<this, ChangeEvent>(this);

  /** Some of the server's own transfers changed. */
  readonly transfersChanged = new Signal<this, ReadonlyArray<TransferStatus>>(
    this
  );

  /** Changes were missed; what was loaded before may be stale. Before the change that shows it. */
  readonly missed = new Signal<this, void>(this);

  private _onEmission(_: unknown, emission: Event.Emission): void {
    const said: unknown = emission;
    switch (emission.schema_id) {
      case CHANGE_SCHEMA:
        return this._onChanges(isChangeEvent(said) ? [said] : undefined);
      case CHANGES_SCHEMA:
        return this._onChanges(isChangeList(said) ? said.changes : undefined);
      case TRANSFER_SCHEMA:
        if (isTransferList(said)) {
          this.transfersChanged.emit(said.transfers);
        }
    }
  }

  private _onChanges(changes: ReadonlyArray<ChangeEvent> | undefined): void {
    if (!changes) {
      // Another version's: what it says is unknown, that something changed is not.
      this.missed.emit();
      return;
    }
    const news: ChangeEvent[] = [];
    let isGap = false;
    const ours = changes.filter(
      ({ store }) => (store ?? 'team') === this._place
    );
    for (const change of ours) {
      const last = this._lastSeq;
      // Smaller after a restart with another store; equal when two handlers tell the same.
      if (change.seq !== last) {
        isGap ||= last !== undefined && change.seq !== last + 1;
        this._lastSeq = change.seq;
        news.push(change);
      }
    }
    if (isGap) {
      this.missed.emit();
    }
    news.forEach(change => this.changed.emit(change));
  }
  private _lastSeq: number | undefined;
}
