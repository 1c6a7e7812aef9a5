import { CellkeepError } from '../protocol/errors';
import type { Receipt, TransferStatus } from '../protocol/generated';
import type { IAppendPort, IClock, IOfferPort } from '../transfer/ports';
import { OfferStream } from '../transfer/stream';
import type { KernelFeed } from '../transport/feed';
import type { IFeedFrame, IFeedOffer } from '../transport/feedMessages';

/** What the streams of a kernel need. */
export interface IStreamsOptions {
  readonly feed: KernelFeed;
  readonly store: IOfferPort & IAppendPort;
  readonly clock: IClock;
  /** Called with the store's word. */
  readonly onStored: (offerId: string, receipt: Receipt) => void;
}

/** The large offers of one kernel that this page takes in frames. */
export class Streams {
  constructor(private readonly _options: IStreamsOptions) {
    const { feed } = _options;
    feed.framed.connect(this._onFrame, this);
    feed.missed.connect(this._onMissed, this);
  }

  /** Begins to take an offer, or begins anew: the kernel asks when it has lost its place. */
  begin({ offer, thumbnail }: IFeedOffer): void {
    const { feed, store, clock, onStored } = this._options;
    const { id } = offer;
    this._streams.get(id)?.stop('keep');
    const stream = new OfferStream(offer, thumbnail, {
      store,
      clock,
      onAlive: () => feed.ack(id),
      onCredit: (offset, window, stored) =>
        feed.credit(id, { offset, window, stored }),
      onEnd: result => {
        this._streams.delete(id);
        if (result instanceof CellkeepError) {
          feed.refuse(id, result.info());
        } else {
          onStored(id, result);
        }
      }
    });
    this._streams.set(id, stream);
  }

  /** Leaves an offer to another front end. */
  leave(offerId: string): void {
    this._streams.get(offerId)?.stop('keep');
    this._streams.delete(offerId);
  }

  /** Hears of the kernel's transfers: what it no longer sends is not waited for. */
  follow(transfers: ReadonlyArray<TransferStatus>): void {
    for (const { id, state } of transfers) {
      if (state === 'cancelled') {
        this._streams.get(id)?.stop('discard');
        this._streams.delete(id);
      } else if (state !== 'uploading' && state !== 'verifying') {
        this.leave(id);
      }
    }
  }

  leaveAll(): void {
    [...this._streams.keys()].forEach(id => this.leave(id));
  }

  private _onFrame(
    _: KernelFeed,
    { offerId, offset, bytes }: IFeedFrame
  ): void {
    this._streams.get(offerId)?.take(offset, bytes);
  }

  private _onMissed(): void {
    this._streams.forEach(stream => stream.askAgain());
  }

  private readonly _streams = new Map<string, OfferStream>();
}
