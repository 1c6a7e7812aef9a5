import { asCellkeepError, CellkeepError, isAbort } from '../protocol/errors';
import type { Offer, Receipt } from '../protocol/generated';
import type { IUploadState } from '../transport/answers';
import { MAX_ATTEMPTS } from '../transport/retry';
import type { IAppendPort, IClock, IOfferPort } from './ports';
import { discardUpload, isForgotten, repeated } from './repeat';
import { Appender } from './sending';

/** Bytes that may be on their way or in this page at once. */
export const WINDOW_BYTES = 8 * 1024 * 1024;
/** Bytes of one request. While it is under way the next ones gather. */
const PIECE_BYTES = 4 * 1024 * 1024;
/** The kernel hears so often that somebody works on its offer; it waits two seconds. */
export const ALIVE_MS = 500;
/** After this long without a frame the last ones count as lost. */
const PATIENCE_MS = 3000;
const LONGEST_PATIENCE_MS = 30_000;
/** Frames that were on their way when one was lost all show the same gap. */
const ASK_AGAIN_MS = 300;
/** An upload that the server forgot is begun again, so often. */
const MOST_OFFERS = 3;

/** What a stream needs. */
export interface IStreamContext {
  readonly store: IOfferPort & IAppendPort;
  readonly clock: IClock;
  /** Grants the kernel the bytes from `offset` on; a window of 0 says only that all is well. */
  readonly onCredit: (offset: number, window: number, stored: number) => void;
  /** Says that somebody works on the offer, before there is a place for its bytes. */
  readonly onAlive: () => void;
  /** Called once, with what became of it; not after `stop`. */
  readonly onEnd: (result: Receipt | CellkeepError) => void;
}

/**
 * Takes a large offer of the kernel in frames, and sends it on to the server.
 *
 * The upload is the offer's own, so it goes on from the byte that the server has, whoever
 * began it. The page holds no more than a window: the kernel is given credit as the server
 * takes bytes, and messages that were lost are asked for again.
 */
export class OfferStream {
  constructor(
    private readonly _offer: Offer,
    private readonly _thumbnail: Uint8Array | undefined,
    private readonly _context: IStreamContext
  ) {
    this._tick();
    void this._guarded(() => this._open());
  }

  /** Takes bytes that came; what is not next is asked for again, or was there already. */
  take(offset: number, bytes: Uint8Array): void {
    const end = offset + bytes.length;
    if (
      this._hasEnded ||
      this._uploadUrl === undefined ||
      end > this._granted
    ) {
      return;
    }
    if (offset > this._expected) {
      return this.askAgain();
    }
    if (end <= this._expected) {
      return;
    }
    this._parts.push(bytes.subarray(this._expected - offset));
    this._expected = end;
    this._movedAt = this._context.clock.now();
    this._patience = PATIENCE_MS;
    this._send();
  }

  /** Asks for what is missing, after messages of the kernel were lost. */
  askAgain(): void {
    const now = this._context.clock.now();
    if (this._granted > this._expected && now - this._askedAt >= ASK_AGAIN_MS) {
      this._askedAt = now;
      this._credit(this._expected, this._granted);
    }
  }

  /** Ends it without a word; what the server has stays for who goes on with it, or goes. */
  stop(then: 'keep' | 'discard'): void {
    if (this._hasEnded) {
      return;
    }
    this._finish();
    if (then === 'discard' && this._uploadUrl !== undefined) {
      const { store, clock } = this._context;
      discardUpload(store, clock, this._uploadUrl);
    }
  }

  private get _hasEnded(): boolean {
    return this._controller.signal.aborted;
  }

  private _finish(): void {
    this._cancelTick?.();
    this._controller.abort();
    this._parts = [];
  }

  private _end(result: Receipt | CellkeepError): void {
    if (!this._hasEnded) {
      this._finish();
      this._context.onEnd(result);
    }
  }

  /** Says that it is alive, and notices when nothing comes any more. */
  private _tick(): void {
    const { clock, onAlive } = this._context;
    this._cancelTick = clock.later(ALIVE_MS, () => this._tick());
    if (this._uploadUrl === undefined) {
      return onAlive();
    }
    const isLate = clock.now() - this._movedAt > this._patience;
    if (isLate && this._granted > this._expected) {
      this._patience = Math.min(2 * this._patience, LONGEST_PATIENCE_MS);
      this._movedAt = clock.now();
      this.askAgain();
    } else {
      this._credit(this._granted, this._granted);
    }
  }

  private async _open(): Promise<void> {
    const { store, clock } = this._context;
    const { signal } = this._controller;
    const request = { offer: this._offer, thumbnail: this._thumbnail };
    const result = await repeated(MAX_ATTEMPTS, { clock, signal }, () =>
      store.offer(request, signal)
    );
    if (this._hasEnded) {
      return;
    }
    if (result.type === 'stored') {
      return this._end(result.receipt);
    }
    this._uploadUrl = result.upload_url;
    this._appender = new Appender(store, result.upload_url, clock, signal);
    this._startFrom(result.offset);
    if (result.offset === this._offer.size) {
      await this._askForReceipt();
    }
  }

  /** Forgets what was gathered, and lets the kernel go on from the byte that the server has. */
  private _startFrom(offset: number): void {
    this._parts = [];
    this._base = this._expected = offset;
    this._movedAt = this._context.clock.now();
    this._credit(offset, this._limit());
  }

  private _limit(): number {
    return Math.min(this._offer.size, this._base + WINDOW_BYTES);
  }

  private _credit(from: number, to: number): void {
    this._granted = to;
    this._context.onCredit(from, to - from, this._base);
  }

  private _send(): void {
    if (!this._isSending) {
      this._isSending = true;
      void this._guarded(async () => {
        while (this._expected > this._base && !this._hasEnded) {
          await this._sendPiece();
        }
        this._isSending = false;
      });
    }
  }

  private async _guarded(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!isAbort(error)) {
        this._end(asCellkeepError(error));
      }
    }
  }

  private async _sendPiece(): Promise<void> {
    // The browser's own blob storage copies it; the page's memory is let go when it is taken.
    const piece = new Blob(this._firstParts() as BlobPart[]);
    try {
      const state = await this._appender?.append(this._base, piece);
      if (state) {
        await this._took(state);
      }
    } catch (error) {
      if (!isForgotten(error) || ++this._offers >= MOST_OFFERS) {
        throw error;
      }
      await this._open();
    }
  }

  private _firstParts(): Uint8Array[] {
    let bytes = 0;
    const count = this._parts.findIndex(part => {
      bytes += part.length;
      return bytes > PIECE_BYTES;
    });
    return count < 0 ? this._parts : this._parts.slice(0, Math.max(1, count));
  }

  /** Takes note of what the server has, and lets more come. */
  private async _took({ offset, receipt }: IUploadState): Promise<void> {
    if (receipt) {
      return this._end(receipt);
    }
    if (offset < this._base || offset > this._expected) {
      return this._startFrom(offset);
    }
    this._drop(offset - this._base);
    this._base = offset;
    if (this._limit() > this._granted) {
      this._credit(this._granted, this._limit());
    }
    if (offset === this._offer.size) {
      await this._askForReceipt();
    }
  }

  private _drop(bytes: number): void {
    let left = bytes;
    while (left > 0) {
      const [first] = this._parts;
      if (!first) {
        return;
      }
      if (first.length > left) {
        this._parts[0] = first.subarray(left);
        return;
      }
      left -= first.length;
      this._parts.shift();
    }
  }

  /** The answer that held it was lost on its way; the store remembers it by the offer's id. */
  private async _askForReceipt(): Promise<void> {
    const { store, clock } = this._context;
    const { signal } = this._controller;
    const receipt = await repeated(
      MAX_ATTEMPTS,
      { clock, signal },
      async () => {
        const found = await store.receipt(this._offer.id, signal);
        if (!found) {
          throw new CellkeepError(
            'TIMEOUT',
            'The server has the bytes and has not confirmed them.'
          );
        }
        return found;
      }
    );
    this._end(receipt);
  }

  private readonly _controller = new AbortController();
  /** Bytes of the server; those gathered after them; those that may still come. */
  private _base = 0;
  private _expected = 0;
  private _granted = 0;
  private _parts: Uint8Array[] = [];
  private _uploadUrl: string | undefined;
  private _appender: Appender | undefined;
  private _isSending = false;
  private _offers = 0;
  private _movedAt = 0;
  private _askedAt = -Infinity;
  private _patience = PATIENCE_MS;
  private _cancelTick: (() => void) | undefined;
}
