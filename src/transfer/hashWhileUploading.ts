/** Large content is hashed while it is uploaded, and the store is told its digest at the end. */
import { CellkeepError } from '../protocol/errors';
import type { OfferResult } from '../protocol/generated';
import { MAX_ATTEMPTS } from '../transport/retry';
import type { IJob } from './job';
import type { IStored, IUploadContext } from './options';
import type { IClock } from './ports';
import { discardUpload, isForgotten, repeated } from './repeat';
import { UNHASHED, digestOf } from './state';

/** What is smaller is hashed before: then the store can say that it has it. */
const LARGE_BYTES = 32 * 1024 * 1024;

/** What WebAssembly hashes in a millisecond, about. */
const HASHED_BYTES_PER_MS = 200_000;
/** A line is judged by a second of it; it is slow where it needs so many times what hashing does. */
const PACE_MS = 1000;
const SLOW_TIMES = 4;

/** Whether a job is sent before its digest is known. */
export function isHashedWhileUploading({
  origin,
  draft,
  phase
}: IJob): boolean {
  const isKnown = digestOf(phase) !== undefined;
  return origin === 'browser' && draft.size > LARGE_BYTES && !isKnown;
}

/**
 * Sends a job's bytes before anybody knows their digest; the store keeps them for nothing until
 * then. Where the browser itself hashes for this page, each piece goes with its sha256, and the
 * store says that of the whole. Else, and over a slow line, the whole is hashed meanwhile: then
 * the store may say that it has it already.
 *
 * @param uploadHashed - Goes on where the digest is known and a receipt is still missing.
 */
export async function hashWhileUploading(
  job: IJob,
  context: IUploadContext,
  uploadHashed: (sha256: string) => Promise<IStored>
): Promise<IStored> {
  const work = linked(context.signal);
  try {
    const its = { ...context, signal: work.signal };
    return await new UnhashedUpload(job, its, uploadHashed).stored();
  } finally {
    work.abort();
  }
}

class UnhashedUpload {
  constructor(
    private readonly _job: IJob,
    private readonly _context: IUploadContext,
    private readonly _uploadHashed: (sha256: string) => Promise<IStored>
  ) {
    this._pace = new Pace(_context.clock, _job.blob.size);
    this._isChecked = _context.hash.checksum !== undefined;
  }

  async stored(): Promise<IStored> {
    if (!this._isChecked) {
      this._hash().catch(() => undefined); // whoever waits for it hears of it
    }
    let place: OfferResult;
    try {
      place = await this._offer(UNHASHED);
    } catch (error) {
      if (error instanceof CellkeepError && error.code === 'BAD_REQUEST') {
        // A server that wants to know it first.
        return this._uploadHashed(await this._hash());
      }
      throw error;
    }
    if (place.type === 'stored') {
      return { receipt: place.receipt, route: 'http' };
    }
    const { upload_url: uploadUrl } = place;
    this._context.onUploadUrl(uploadUrl);
    return new Promise((resolve, reject) => {
      let isHashing = false;
      const hashBeside = (): void => {
        if (!isHashing) {
          isHashing = true;
          this._askBeside(uploadUrl).then(had => had && resolve(had), reject);
        }
      };
      this._send(uploadUrl, hashBeside).then(resolve, reject);
      if (!this._isChecked) {
        hashBeside();
      }
    });
  }

  /** Sends the bytes; a store that has no receipt for them then is told their digest. */
  private async _send(uploadUrl: string, onSlow: () => void): Promise<IStored> {
    const { hash, store, upload, signal, onSent } = this._context;
    const { blob, id } = this._job;
    const onProgress = (sent: number): void => {
      onSent(sent);
      if (this._pace.isSlow(sent)) {
        onSlow();
      }
    };
    const { checksum } = hash;
    let receipt = await unlessForgotten(
      upload.upload({ uploadUrl, blob, checksum, onProgress, signal })
    );
    this._isSent = true;
    if (!receipt && this._isChecked) {
      // The answer that had it may have been lost.
      receipt = await this._repeated(() => store.receipt(id, signal));
    }
    if (receipt) {
      return { receipt, route: 'http' };
    }
    // Not all were checked by one server that still knows: one was started again meanwhile.
    const { sha256, result } = await this._tellDigest();
    return result.type === 'stored'
      ? { receipt: result.receipt, route: 'http' }
      : this._uploadHashed(sha256);
  }

  /** Hashes the whole while it is sent; undefined where the store wants its bytes. */
  private async _askBeside(uploadUrl: string): Promise<IStored | undefined> {
    const { result } = await this._tellDigest();
    if (result.type !== 'stored') {
      return undefined;
    }
    if (!this._isSent) {
      // The store had them already.
      discardUpload(this._context.store, this._context.clock, uploadUrl);
    }
    const { receipt } = result;
    return { receipt, route: this._isSent ? 'http' : 'have' };
  }

  private _tellDigest(): Promise<{ sha256: string; result: OfferResult }> {
    this._told ??= this._hash().then(async sha256 => ({
      sha256,
      result: await this._offer(sha256)
    }));
    return this._told;
  }

  private _hash(): Promise<string> {
    const { hash, onDigest, signal } = this._context;
    this._hashed ??= hash.sha256(this._job.blob, { signal }).then(sha256 => {
      onDigest(sha256);
      return sha256;
    });
    return this._hashed;
  }

  private _offer(sha256: string): Promise<OfferResult> {
    const { store, signal } = this._context;
    const { draft, thumbnail } = this._job;
    const offer = { ...draft, sha256 };
    const checked_pieces = this._isChecked;
    return this._repeated(() =>
      store.offer({ offer, thumbnail, checked_pieces }, signal)
    );
  }

  private _repeated<T>(action: () => Promise<T>): Promise<T> {
    return repeated(MAX_ATTEMPTS, this._context, action);
  }

  private readonly _pace: Pace;
  private readonly _isChecked: boolean;
  private _isSent = false;
  private _hashed: Promise<string> | undefined;
  private _told: Promise<{ sha256: string; result: OfferResult }> | undefined;
}

/** How fast the bytes go. */
class Pace {
  constructor(
    private readonly _clock: IClock,
    private readonly _size: number
  ) {}

  /** Whether to hash the whole would take little of the time that the rest still needs. */
  isSlow(sent: number): boolean {
    const now = this._clock.now();
    this._first ??= { now, sent };
    const ms = now - this._first.now;
    const hashMs = this._size / HASHED_BYTES_PER_MS;
    const left = this._size - sent;
    const went = sent - this._first.sent;
    return ms >= PACE_MS && left * ms > SLOW_TIMES * hashMs * went;
  }

  private _first: { now: number; sent: number } | undefined;
}

async function unlessForgotten<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isForgotten(error)) {
      return undefined;
    }
    throw error;
  }
}

function linked(signal: AbortSignal): AbortController {
  const controller = new AbortController();
  if (signal.aborted) {
    controller.abort();
  }
  signal.addEventListener('abort', () => controller.abort(), { once: true });
  return controller;
}
