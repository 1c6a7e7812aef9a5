import type { IDisposable, IObservableDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import { CellkeepError } from '../protocol/errors';
import type {
  Receipt,
  Run,
  TransferAction,
  TransferStatus
} from '../protocol/generated';
import { Disposable } from '../transport/disposable';
import type { KernelFeed } from '../transport/feed';
import type { CaptureWish } from '../transport/frontEnd';
import type { IFeedOffer, IFeedTransfers } from '../transport/feedMessages';
import { beginRun } from '../transport/newRun';
import { jobOfOffer } from '../transfer/job';
import {
  SYSTEM_CLOCK,
  type IAppendPort,
  type IClock,
  type IOfferPort
} from '../transfer/ports';
import type { UploadQueue } from '../transfer/queue';
import { ALIVE_MS } from '../transfer/stream';
import { hasEnded } from './merge';
import { forgetOldest } from './newest';
import type { RunChooser } from './runs';
import { Streams } from './streams';
import type { ITransferOwner, TransfersModel } from './transfers';

/** Parameters changed, and what is saved goes on in the same run. */
export interface IRunHint {
  readonly kernelId: string;
  /** Their names. */
  readonly parameters: readonly string[];
}

/** A kernel that is listened to, until disposed. */
export interface IKernelLink extends IDisposable {
  /** Tells the kernel which notebook a connection's executions are of, now and whenever its helper starts. */
  setNotebook(connection: string, path: string): void;
  /** Tells the kernel what to keep by itself of a connection's notebook, now and whenever its helper starts. */
  setCapture(connection: string, capture: CaptureWish): void;
  /** Tells the kernel which cell is about to run, where the execution itself does not. */
  announce(cellId: string, source: string, connection: string): void;
}

/** What the link of a kernel needs. */
export interface IKernelLinkOptions {
  readonly feed: KernelFeed;
  readonly queue: UploadQueue;
  readonly store: IOfferPort & IAppendPort;
  readonly clock?: IClock;
  readonly transfers: TransfersModel;
  readonly runs: RunChooser;
  /** Called with a problem that a person should hear of, once. */
  readonly onProblem: (error: CellkeepError) => void;
}

/**
 * One kernel: shows its transfers, uploads the offers that are this front end's, and tells
 * it what became of them.
 */
export class KernelLink
  extends Disposable
  implements ITransferOwner, IObservableDisposable
{
  constructor(private readonly _options: IKernelLinkOptions) {
    super();
    const { feed, store, clock = SYSTEM_CLOCK } = _options;
    this.feed = feed;
    this._clock = clock;
    this._streams = new Streams({
      feed,
      store,
      clock,
      onStored: (id, receipt) => this._end(id, receipt)
    });
    feed.offered.connect(this._onOffer, this);
    feed.transfersChanged.connect(this._onTransfers, this);
    feed.lost.connect(this._onLost, this);
    feed.problem.connect(this._onProblem, this);
    feed.disposed.connect(this.dispose, this);
  }

  readonly teller = 'kernel';
  /** What the kernel says and is told. */
  readonly feed: KernelFeed;

  readonly disposed = new Signal<this, void>(this);

  /**
   * Has the kernel begin another run.
   *
   * @returns It; undefined where the kernel is busy, and begins it later.
   */
  newRun(): Promise<Run | undefined> {
    return beginRun(this.feed, this._runId);
  }

  act(id: string, action: TransferAction): void {
    this.feed.command(id, action);
  }

  forget(): void {
    /* The kernel forgets what has ended by itself, a minute later. */
  }

  /** Tells the kernel what became of an offer of its; true where it was one. */
  settle(status: TransferStatus): boolean {
    if (!this._uploading.has(status.id)) {
      return false;
    }
    if (status.state === 'stored' && status.receipt) {
      this._end(status.id, status.receipt);
    } else if (status.state === 'failed' && status.error) {
      this._uploading.delete(status.id);
      // The kernel takes its next route, and tells how that goes.
      this.feed.refuse(status.id, status.error);
    } else if (status.state === 'cancelled') {
      this._uploading.delete(status.id);
    }
    return true;
  }

  protected override letGo(): void {
    this._streams.leaveAll();
    this._stopSaying?.();
    this._stopExpecting?.();
    this.feed.dispose();
    this._options.transfers.retractAll(this);
    this.disposed.emit();
  }

  private _end(id: string, receipt: Receipt): void {
    this._uploading.delete(id);
    this._stored.set(id, receipt);
    this.feed.receipt(receipt);
    forgetOldest(this._stored, MOST_RECEIPTS);
  }

  private _onOffer(_: KernelFeed, offer: IFeedOffer): void {
    const { queue, runs } = this._options;
    const { feed } = this;
    const { id } = offer.offer;
    runs.learn(offer.offer.run);
    if (!offer.isMine) {
      return this._streams.leave(id);
    }
    // At once, before anything that takes time: the kernel waits two seconds for it.
    feed.ack(id);
    const receipt = this._stored.get(id);
    if (receipt) {
      // It was repeated because the receipt was lost.
      return feed.receipt(receipt);
    }
    if (offer.isStreamed) {
      return this._streams.begin(offer);
    }
    if (!offer.content) {
      return feed.refuse(id, WITHOUT_BYTES.info());
    }
    this._uploading.add(id);
    // One that failed or was cancelled before is offered anew.
    queue.remove(id);
    queue.add(jobOfOffer(offer.offer, offer.content, offer.thumbnail));
    this._stopSaying ??= this._clock.later(ALIVE_MS, () => this._sayAlive());
  }

  /** Again and again: a page that was closed says nothing, and another one takes its offers. */
  private _sayAlive(): void {
    this._uploading.forEach(id => this.feed.ack(id));
    this._stopSaying =
      this._uploading.size > 0
        ? this._clock.later(ALIVE_MS, () => this._sayAlive())
        : undefined;
  }

  private _onTransfers(
    _: KernelFeed,
    { transfers, isSnapshot, run }: IFeedTransfers
  ): void {
    if (run) {
      this._runId = run.id;
      this._options.runs.follow(this.feed.kernel.id, run);
    }
    this._streams.follow(transfers);
    this._follow(transfers, isSnapshot);
    if (isSnapshot) {
      this._options.transfers.reportAll(this, transfers);
    } else {
      this._options.transfers.report(this, transfers);
    }
  }

  private _follow(
    transfers: ReadonlyArray<TransferStatus>,
    isSnapshot: boolean
  ): void {
    if (isSnapshot) {
      this._underWay.clear();
    }
    for (const { id, state } of transfers) {
      if (state !== 'paused' && !hasEnded(state)) {
        this._underWay.add(id);
      } else {
        this._underWay.delete(id);
      }
    }
    this._expectNews(QUIET_MS);
  }

  /**
   * Asks how things stand where the kernel is silent about saves under way: the last messages
   * of a flood may be lost, and no later one shows the gap.
   */
  private _expectNews(waitMs: number): void {
    this._stopExpecting?.();
    this._stopExpecting =
      this._underWay.size === 0
        ? undefined
        : this._clock.later(waitMs, () => {
            this.feed.attach();
            this._expectNews(Math.min(2 * waitMs, LONGEST_QUIET_MS));
          });
  }

  private _onLost(): void {
    this._underWay.clear();
    this._stopExpecting?.();
    this._streams.leaveAll();
    this._options.transfers.retractAll(this);
  }

  private _onProblem(_: KernelFeed, error: CellkeepError): void {
    console.error(
      'Cellkeep: a message of the kernel was not understood.',
      error
    );
    if (!this._told.has(error.code)) {
      this._told.add(error.code);
      this._options.onProblem(error);
    }
  }

  private readonly _clock: IClock;
  private readonly _streams: Streams;
  /** The run that it is in, as it said. */
  private _runId: string | undefined;
  private _stopSaying: (() => void) | undefined;
  private _stopExpecting: (() => void) | undefined;
  /** Saves of the kernel that are neither over nor paused, as far as it said. */
  private readonly _underWay = new Set<string>();
  /** Offers of the kernel that this front end uploads. */
  private readonly _uploading = new Set<string>();
  private readonly _stored = new Map<string, Receipt>();
  private readonly _told = new Set<string>();
}

/** A kernel with saves under way says so much more often. */
const QUIET_MS = 5000;
const LONGEST_QUIET_MS = 60_000;

/** Receipts that are kept for offers that come again. */
const MOST_RECEIPTS = 1000;

const WITHOUT_BYTES = new CellkeepError(
  'BAD_REQUEST',
  'The offer came without its bytes.'
);
