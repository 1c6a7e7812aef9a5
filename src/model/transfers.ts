import { Signal } from '@lumino/signaling';

import type {
  Route,
  TransferAction,
  TransferStatus
} from '../protocol/generated';
import { SYSTEM_CLOCK, type IClock } from '../transfer/ports';
import { CALM_MS, NO_TRANSFERS, shownOf, type IInFlight } from './inFlight';
import {
  hasEnded,
  isCopy,
  merge,
  verbsOf,
  type IReport,
  type Teller
} from './merge';
import { bytesOf, movedBytes, secondsLeft, sentOf } from './pace';
import { forgetOldest } from './newest';
import { RateMeter } from './rateMeter';
import { SnapshotModel } from './snapshotModel';
import type {
  ITransfersModel,
  ITransfersSnapshot,
  TransferVerb
} from './types';

/** One who tells of transfers and can be asked to do something to them. */
export interface ITransferOwner {
  readonly teller: Teller;
  act(id: string, action: TransferAction): void;
  /** Nobody looks at the transfer any more. */
  forget(id: string, last: TransferStatus): void;
}

/** How long a stored or cancelled transfer stays in view: to be seen, not to be in the way. */
const LINGER_MS = 1500;
/** An ended transfer that is older than this when first heard of is no news. */
const NEWS_MS = 60_000;
/** How many ended ids are remembered, so that a late repeat does not bring them back. */
const REMEMBERED = 10_000;

interface IEntry extends IInFlight {
  readonly reports: Map<ITransferOwner, IReport>;
  isInCatalog: boolean;
  /** How fast its own bytes move. */
  readonly meter: RateMeter;
}

/** Every transfer, wherever it was asked for, as one list. */
export class TransfersModel
  extends SnapshotModel<ITransfersSnapshot>
  implements ITransfersModel
{
  constructor(clock: IClock = SYSTEM_CLOCK) {
    super(clock, NO_TRANSFERS);
  }

  readonly failed = new Signal<this, TransferStatus>(this);

  readonly stored = new Signal<this, TransferStatus>(this);

  get(id: string): TransferStatus | undefined {
    return this._entries.get(id)?.merged;
  }

  routeOf(artifactId: string): Route | undefined {
    return this._routes.get(artifactId);
  }

  verbs(transfer: TransferStatus): ReadonlyArray<TransferVerb> {
    return verbsOf(transfer.state);
  }

  act(id: string, verb: TransferVerb): void {
    this._act(id, verb);
    this.publish();
  }

  actAll(verb: TransferVerb): void {
    for (const [id, { merged }] of [...this._entries]) {
      if (verbsOf(merged.state).includes(verb)) {
        this._act(id, verb);
      }
    }
    this.publish();
  }

  /** Takes what an owner says of some transfers. */
  report(owner: ITransferOwner, statuses: ReadonlyArray<TransferStatus>): void {
    for (const status of statuses) {
      this._take(owner, status);
    }
    this.changed();
  }

  /** Takes what an owner says of all its transfers: those it does not name are no longer its. */
  reportAll(
    owner: ITransferOwner,
    statuses: ReadonlyArray<TransferStatus>
  ): void {
    const named = new Set(statuses.map(({ id }) => id));
    for (const [id, { reports }] of [...this._entries]) {
      if (reports.has(owner) && !named.has(id)) {
        this.retract(owner, id);
      }
    }
    this.report(owner, statuses);
  }

  /** Forgets what an owner said of a transfer. */
  retract(owner: ITransferOwner, id: string): void {
    const entry = this._entries.get(id);
    if (!entry?.reports.delete(owner)) {
      return;
    }
    if (entry.reports.size === 0) {
      this._entries.delete(id);
    } else {
      this._settle(entry);
    }
    this.changed();
  }

  /** Forgets all that an owner said. */
  retractAll(owner: ITransferOwner): void {
    this.reportAll(owner, []);
  }

  /** Takes the catalog's word that it has an artifact. */
  confirm(artifactId: string): void {
    const entry = this._entries.get(artifactId);
    if (entry && !entry.isInCatalog) {
      entry.isInCatalog = true;
      this._settle(entry);
      this.changed();
    }
  }

  override dispose(): void {
    for (const cancel of this._timers.values()) {
      cancel();
    }
    this._timers.clear();
    this._stopTicking?.();
    super.dispose();
  }

  protected override get count(): number {
    return this._entries.size;
  }

  protected makeSnapshot(): ITransfersSnapshot {
    const items = Array.from(this._entries.values(), ({ merged }) => merged);
    const underWay = items.filter(({ state }) => !hasEnded(state));
    // What is copied is stored: no numbers of what is being saved.
    const saving = underWay.filter(one => !isCopy(one));
    if (saving.length === 0) {
      this._storedBytes = 0;
    }
    const isMoving = underWay.some(({ state }) => state !== 'paused');
    const rate = isMoving ? this._meter.rate(this.clock.now()) : 0;
    const { rows: shown, waiting } = this._show();
    this._tickWhile(isMoving, shown.length + waiting < underWay.length);
    return {
      items,
      shown,
      waiting,
      active: saving.length,
      sent: this._storedBytes + bytesOf(saving, sentOf),
      size: this._storedBytes + bytesOf(saving, ({ size }) => size),
      bytesPerSecond: rate,
      rates: this._rates(shown),
      secondsLeft: secondsLeft(saving, rate)
    };
  }

  private _take(owner: ITransferOwner, status: TransferStatus): void {
    const { id } = status;
    const entry = this._entries.get(id);
    if (entry) {
      entry.reports.set(owner, { teller: owner.teller, status });
      this._settle(entry);
      return;
    }
    if (hasEnded(status.state) && this._isOldNews(status)) {
      return owner.forget(id, status);
    }
    const report: IReport = { teller: owner.teller, status };
    const merged = merge([report], false) ?? status;
    const added: IEntry = {
      reports: new Map([[owner, report]]),
      isInCatalog: false,
      merged,
      since: this.clock.now(),
      isShown: false,
      meter: new RateMeter()
    };
    this._entries.set(id, added);
    this._announce(added, undefined);
  }

  /** Ended long ago, or already seen and gone from the list. */
  private _isOldNews(status: TransferStatus): boolean {
    const age = this.clock.now() - Date.parse(status.updated_at);
    return (
      this._ended.has(status.id) ||
      (status.state !== 'failed' && age > LINGER_MS)
    );
  }

  private _settle(entry: IEntry): void {
    const before = entry.merged;
    const merged = merge(entry.reports.values(), entry.isInCatalog);
    if (merged) {
      entry.merged = merged;
      if (before.state === 'queued' && merged.state !== 'queued') {
        entry.since = this.clock.now();
      }
      this._announce(entry, before);
    }
  }

  private _announce(
    { merged: now, meter }: IEntry,
    before: TransferStatus | undefined
  ): void {
    const moved = movedBytes(before, now);
    this._meter.add(moved, this.clock.now());
    meter.add(moved, this.clock.now());
    if (before?.state === now.state) {
      return;
    }
    this._timers.get(now.id)?.();
    this._timers.delete(now.id);
    switch (now.state) {
      case 'stored':
        if (isCopy(now)) {
          return this._removeLater(now.id); // the store had it before
        }
        this._storedBytes += now.size;
        this._rememberRoute(now);
        this._removeLater(now.id);
        return this.stored.emit(now);
      case 'cancelled':
        return this._removeLater(now.id);
      case 'failed':
        // One that failed before this page was loaded is in the list, and no news.
        if (before || this.clock.now() - Date.parse(now.updated_at) < NEWS_MS) {
          this.failed.emit(now);
        }
        return;
      default:
        return;
    }
  }

  private _act(id: string, verb: TransferVerb): void {
    const entry = this._entries.get(id);
    if (!entry || !verbsOf(entry.merged.state).includes(verb)) {
      return;
    }
    if (verb === 'dismiss') {
      return this._remove(id);
    }
    // The browser may be sending what the kernel asked for: then both must hear it.
    for (const owner of entry.reports.keys()) {
      owner.act(id, verb);
    }
  }

  private _removeLater(id: string): void {
    const cancel = this.clock.later(LINGER_MS, () => {
      this._timers.delete(id);
      this._remove(id);
      this.changed();
    });
    this._timers.set(id, cancel);
  }

  private _remove(id: string): void {
    const entry = this._entries.get(id);
    if (!entry) {
      return;
    }
    this._timers.get(id)?.();
    this._timers.delete(id);
    this._entries.delete(id);
    this._ended.add(id);
    forgetOldest(this._ended, REMEMBERED);
    for (const owner of entry.reports.keys()) {
      owner.forget(id, entry.merged);
    }
  }

  private _rates(
    shown: ReadonlyArray<TransferStatus>
  ): ReadonlyMap<string, number> {
    const now = this.clock.now();
    const rates = new Map<string, number>();
    for (const { id, state } of shown) {
      const rate = this._entries.get(id)?.meter.rate(now) ?? 0;
      if (state === 'uploading' && rate > 0) {
        rates.set(id, rate);
      }
    }
    return rates;
  }

  private _rememberRoute({ id, receipt, route }: TransferStatus): void {
    if (route) {
      this._routes.set(receipt?.artifact_id ?? id, route);
      forgetOldest(this._routes, REMEMBERED);
    }
  }

  private _show(): ReturnType<typeof shownOf> {
    const entries = [...this._entries.values()];
    const shown = shownOf(entries, this.clock.now(), this.snapshot.shown);
    const ids = new Set(shown.rows.map(({ id }) => id));
    for (const entry of entries) {
      entry.isShown = ids.has(entry.merged.id);
    }
    return shown;
  }

  /** The pace falls while nothing is heard, and what is new gets its row a moment later. */
  private _tickWhile(isActive: boolean, isNew: boolean): void {
    this._stopTicking?.();
    this._stopTicking = isActive
      ? this.clock.later(isNew ? CALM_MS : 1000, () => this.changed())
      : undefined;
  }

  private readonly _entries = new Map<string, IEntry>();
  private readonly _ended = new Set<string>();
  private readonly _routes = new Map<string, Route>();
  private readonly _timers = new Map<string, () => void>();
  private readonly _meter = new RateMeter();
  private _storedBytes = 0;
  private _stopTicking: (() => void) | undefined;
}
