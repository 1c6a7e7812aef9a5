/** A store, a hasher and a clock for tests of the queue: what it does, with faults on demand. */
import { createHash } from 'node:crypto';

import { CellkeepError, asCellkeepError } from '../../../src/protocol/errors';
import { newId } from '../../../src/protocol/ids';
import type {
  BatchResult,
  Offer,
  OfferResult,
  Receipt,
  Run
} from '../../../src/protocol/generated';
import type {
  IBatchItem,
  IBatchPort,
  IClock,
  IHashPort,
  IOfferPort,
  ISmallHashPort,
  IUploadPort,
  SmallContent
} from '../../../src/transfer/ports';
import type { ISaveRequest } from '../../../src/transfer/request';

/** A generator of numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Time that passes when it is told to. */
export class TestClock implements IClock {
  now(): number {
    return this._now;
  }

  later(ms: number, callback: () => void): () => void {
    const timer = { at: this._now + ms, callback };
    this._timers.add(timer);
    return () => this._timers.delete(timer);
  }

  random(): number {
    return 0.5;
  }

  /** Lets time pass, and what waits in promises happen in between. */
  async pass(ms: number): Promise<void> {
    const end = this._now + ms;
    await settle();
    for (;;) {
      const [next] = [...this._timers]
        .filter(({ at }) => at <= end)
        .sort((left, right) => left.at - right.at);
      if (!next) {
        break;
      }
      this._timers.delete(next);
      this._now = Math.max(this._now, next.at);
      next.callback();
      await settle();
    }
    this._now = end;
  }

  private readonly _timers = new Set<{ at: number; callback: () => void }>();
  private _now = Date.parse('2026-11-23T16:58:14.120Z');
}

/** Lets everything happen that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) {
    await new Promise(resolve => setImmediate(resolve));
  }
}

export const RUN: Run = {
  id: 'a'.repeat(32),
  name: 'analysis.ipynb',
  folder: '/',
  tags: [],
  metadata: {},
  created_at: '2026-11-23T16:58:14.120Z'
};

/** An offer of a kernel in that run. */
export function kernelOffer(name: string, content: Uint8Array): Offer {
  return {
    id: 'e'.repeat(32),
    run: RUN,
    name,
    category: 'output',
    media_type: 'text/plain',
    codec: 'bytes.v1',
    size: content.length,
    sha256: digest(content),
    created_at: RUN.created_at,
    provenance: { via: 'save' },
    metadata: {}
  };
}

export function request(
  name: string,
  text: string,
  run: Run = RUN
): ISaveRequest {
  return {
    name,
    category: 'output',
    mediaType: 'text/plain',
    codec: 'bytes.v1',
    source: { type: 'bytes', bytes: new TextEncoder().encode(text) },
    run,
    provenance: { via: 'drop' },
    metadata: {}
  };
}

/** A store that verifies what it gets, and fails as often as it is told to. */
export class TestStore
  implements IOfferPort, IUploadPort, IHashPort, ISmallHashPort, IBatchPort
{
  readonly stored = new Map<string, Receipt>();
  readonly offers: Offer[] = [];
  /** Numbers of offers in each batch. */
  readonly batches: number[] = [];
  readonly discarded: string[] = [];
  readonly log: string[] = [];
  /** Called before each step; may throw, or return a promise to wait for. */
  fault: (
    step: 'hash' | 'offer' | 'batch' | 'upload' | 'receipt',
    id: string
  ) => void | Promise<void> = () => undefined;
  /** Whether the answer to the last bytes brings the receipt. */
  answersWithReceipt = true;
  atOnce = 0;
  mostAtOnce = 0;

  async sha256(
    blob: Blob,
    options: { onProgress?: (hashed: number) => void; signal?: AbortSignal }
  ): Promise<string> {
    await stoppable(this.fault('hash', ''), options.signal);
    options.onProgress?.(blob.size);
    return digest(new Uint8Array(await blob.arrayBuffer()));
  }

  async readMany(blobs: ReadonlyArray<Blob>): Promise<SmallContent[]> {
    return Promise.all(
      blobs.map(async blob => {
        try {
          await this.fault('hash', '');
        } catch (error) {
          return { error: asCellkeepError(error) };
        }
        const content = new Uint8Array(await blob.arrayBuffer());
        return { sha256: digest(content), content };
      })
    );
  }

  async batch(
    items: ReadonlyArray<IBatchItem>,
    signal?: AbortSignal
  ): Promise<BatchResult> {
    this.batches.push(items.length);
    await stoppable(this.fault('batch', ''), signal);
    return {
      results: items.map(({ offer, content }) => {
        this.log.push(`batched ${offer.name}`);
        try {
          void this.fault('offer', offer.id);
          const receipt = this.stored.get(offer.id) ?? this.put(offer, content);
          return { type: 'stored', receipt };
        } catch (error) {
          return { type: 'refused', error: asCellkeepError(error).info() };
        }
      })
    };
  }

  async offer(
    { offer, content }: { offer: Offer; content?: Uint8Array },
    signal?: AbortSignal
  ): Promise<OfferResult> {
    this.offers.push(offer);
    this.log.push(`offer ${offer.name}`);
    await stoppable(this.fault('offer', offer.id), signal);
    const known = this.stored.get(offer.id);
    if (known) {
      return { type: 'stored', receipt: known };
    }
    if (content) {
      return { type: 'stored', receipt: this.put(offer, content) };
    }
    const upload_url = `/uploads/${newId()}`;
    this._uploads.set(upload_url, offer);
    return {
      type: 'upload',
      upload_url,
      offset: 0,
      size: offer.size,
      expires_at: offer.created_at
    };
  }

  async upload(job: {
    uploadUrl: string;
    blob: Blob;
    onProgress: (sent: number) => void;
    signal: AbortSignal;
  }): Promise<Receipt | undefined> {
    const offer = this._uploads.get(job.uploadUrl);
    if (!offer) {
      throw new CellkeepError('UPLOAD_NOT_FOUND', 'gone');
    }
    this.log.push(`upload ${offer.name}`);
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
    try {
      job.onProgress(Math.floor(job.blob.size / 2));
      await stoppable(this.fault('upload', offer.id), job.signal);
      job.onProgress(job.blob.size);
      const bytes = new Uint8Array(await job.blob.arrayBuffer());
      const receipt = this.put(offer, bytes);
      return this.answersWithReceipt ? receipt : undefined;
    } finally {
      this.atOnce -= 1;
    }
  }

  async receipt(offerId: string): Promise<Receipt | undefined> {
    await this.fault('receipt', offerId);
    return this.stored.get(offerId);
  }

  discardUpload(uploadUrl: string): Promise<void> {
    this.discarded.push(uploadUrl);
    this._uploads.delete(uploadUrl);
    return Promise.resolve();
  }

  /** Forgets every upload that is under way, as a server does that lost its disk. */
  forgetUploads(): void {
    this._uploads.clear();
  }

  put(offer: Offer, content: Uint8Array): Receipt {
    if (digest(content) !== offer.sha256 || content.length !== offer.size) {
      throw new CellkeepError('DIGEST_MISMATCH', 'other bytes');
    }
    const receipt = receiptOf(offer);
    this.stored.set(offer.id, receipt);
    return receipt;
  }

  private readonly _uploads = new Map<string, Offer>();
}

/** What a store answers to an offer whose bytes it has. */
export function receiptOf(offer: Offer): Receipt {
  return {
    offer_id: offer.id,
    artifact_id: offer.id,
    run_id: offer.run.id,
    name: offer.name,
    version: 1,
    size: offer.size,
    sha256: offer.sha256,
    stored_at: offer.created_at,
    existing: false
  };
}

export function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function stoppable(
  work: void | Promise<void>,
  signal: AbortSignal | undefined
): Promise<void> {
  signal?.throwIfAborted();
  await Promise.race([
    work,
    new Promise((_, reject) => {
      signal?.addEventListener('abort', () =>
        reject(new DOMException('stopped', 'AbortError'))
      );
    })
  ]);
}
