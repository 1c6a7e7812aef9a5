/** Large content goes straight into the object storage of a service, in parts, several at a time. */
import type {
  PresignedOfferResult,
  PresignedResult,
  StoredResult,
  UploadResult
} from '../protocol/generated';
import { StorageClosedError } from '../transport/objectStorage';
import { MAX_ATTEMPTS } from '../transport/retry';
import type { IJob } from './job';
import type { IStored, IUploadContext } from './options';
import type { IClock, IStraightPort } from './ports';
import { pause, pauseMs, repeated } from './repeat';
import { UNHASHED } from './state';

/** What is no larger is one request through the server. */
const FROM_BYTES = 16 * 1024 * 1024;
const AT_ONCE = 4;
/** How often a part is put before the bytes go through the service. */
const TRIES = 4;
/** How often parts are sent that the storage turns out not to have. */
const ROUNDS = 3;

/**
 * Puts a job's bytes into the storage while the whole is hashed, and has them stored.
 *
 * @param sha256 - Its digest, or `UNHASHED` where it is to be found out meanwhile.
 * @returns Undefined where the bytes are to go through the service: the same offer goes on there.
 */
export async function uploadStraight(
  job: IJob,
  sha256: string,
  context: IUploadContext
): Promise<IStored | undefined> {
  const { clock, straight } = context;
  const { blob, draft, origin, thumbnail } = job;
  if (!straight?.isTried || origin !== 'browser' || blob.size <= FROM_BYTES) {
    return undefined;
  }
  // What is left is stopped when this ends, however it does.
  const work = new AbortController();
  const stop = (): void => work.abort();
  context.signal.addEventListener('abort', stop);
  const { signal } = work;
  const asked = <T>(action: () => Promise<T>): Promise<T> =>
    repeated(MAX_ATTEMPTS, { clock, signal }, action);
  const offer = (digest: string): Promise<PresignedOfferResult> =>
    asked(() =>
      straight.offer({ offer: { ...draft, sha256: digest }, thumbnail }, signal)
    );
  try {
    const hashing =
      sha256 === UNHASHED
        ? context.hash.sha256(blob, { signal })
        : Promise.resolve(sha256);
    if (sha256 === UNHASHED) {
      hashing.then(context.onDigest, () => undefined);
    }
    let place = await offer(sha256);
    for (let round = 0; round < ROUNDS; round += 1) {
      if (place.type !== 'presigned') {
        return ended(place);
      }
      const { upload_url: uploadUrl } = place;
      context.onUploadUrl(uploadUrl);
      const sending = new PartSending(blob, place, straight, context, signal);
      const [digest] = await Promise.all([hashing, sending.send()]);
      if (sha256 === UNHASHED && round === 0) {
        const told = await offer(digest);
        if (told.type !== 'presigned') {
          return ended(told);
        }
      }
      place = await asked(() => straight.complete(uploadUrl, signal));
    }
    throw new StorageClosedError('it does not have all parts');
  } catch (error) {
    if (error instanceof StorageClosedError && !context.signal.aborted) {
      straight.close(error);
      return undefined;
    }
    throw error;
  } finally {
    work.abort();
    context.signal.removeEventListener('abort', stop);
  }
}

/** Returns what a receipt comes to; undefined for an upload that goes through the service. */
function ended(result: StoredResult | UploadResult): IStored | undefined {
  return result.type === 'stored'
    ? { receipt: result.receipt, route: 'http' }
    : undefined;
}

/** The parts of one blob on their way. */
class PartSending {
  constructor(
    private readonly _blob: Blob,
    private readonly _upload: PresignedResult,
    private readonly _port: IStraightPort,
    private readonly _context: {
      readonly clock: IClock;
      readonly onSent: (bytes: number) => void;
    },
    private readonly _signal: AbortSignal
  ) {
    const count = Math.ceil(_blob.size / _upload.part_size);
    for (let number = 1; number <= count; number += 1) {
      if (_upload.parts.includes(number)) {
        this.#sent.set(number, this.#part(number).size);
      } else {
        this.#todo.push(number);
      }
    }
  }

  /** Puts what is missing. */
  async send(): Promise<void> {
    this.#tell();
    await Promise.all(Array.from({ length: AT_ONCE }, () => this.#work()));
  }

  async #work(): Promise<void> {
    for (
      let number = this.#todo.shift();
      number !== undefined;
      number = this.#todo.shift()
    ) {
      await this.#put(number);
    }
  }

  async #put(number: number): Promise<void> {
    const { clock } = this._context;
    const bytes = new Uint8Array(await this.#part(number).arrayBuffer());
    let reason: unknown;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      if (attempt) {
        await pause(clock, pauseMs(clock, attempt, undefined), this._signal);
      }
      const request = await repeated(
        MAX_ATTEMPTS,
        { clock, signal: this._signal },
        () =>
          this._port.sign(this._upload.upload_url, number, bytes, this._signal)
      );
      try {
        const done = await this._port.put(
          request,
          new Blob([bytes]),
          sent => this.#tell(number, sent),
          this._signal
        );
        this.#isReached = true;
        if (done === true) {
          this.#tell(number, bytes.length);
          return;
        }
        reason = done || 'it does not take a part';
      } catch (error) {
        if (this._signal.aborted) {
          throw error;
        }
        reason = error;
        if (!this.#isReached && error instanceof TypeError) {
          break; // this page may not ask it, or it is not there at all
        }
      }
    }
    throw new StorageClosedError(reason);
  }

  #part(number: number): Blob {
    const start = (number - 1) * this._upload.part_size;
    return this._blob.slice(start, start + this._upload.part_size);
  }

  #tell(number?: number, sent = 0): void {
    if (number !== undefined) {
      this.#sent.set(number, sent);
    }
    let sum = 0;
    for (const bytes of this.#sent.values()) {
      sum += bytes;
    }
    this._context.onSent(sum);
  }

  readonly #todo: number[] = [];
  readonly #sent = new Map<number, number>();
  #isReached = false;
}
