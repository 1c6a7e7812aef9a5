import type { IDisposable } from '@lumino/disposable';

import { CellkeepError } from '../../protocol/errors';
import { type IWorker, WorkerClient, WorkerLost } from '../../workers/client';
import { digest, isNative, pieceChecksum, readAll } from './digest';
import type { hashing } from './server';

/** Slices of the main thread: about 5 ms of hashing each. */
const MAIN_THREAD_SLICE_BYTES = 1024 * 1024;

/** How a blob's hashing is followed and stopped. */
export interface IHashOptions {
  readonly onProgress?: (hashed: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Hashes blobs in a worker; on the page's own thread, in short slices, where there is none.
 */
export class Hasher implements IDisposable {
  /**
   * @param start - Starts the worker, when the first blob comes; may throw where the
   * browser or its content policy forbids workers.
   */
  constructor(start: () => IWorker = startWorker) {
    this.#worker = new WorkerClient<typeof hashing>(start);
  }

  get isDisposed(): boolean {
    return this.#worker.isDisposed;
  }

  /** Returns the digest as 64 lower-case hex digits; rejects with `AbortError` when stopped. */
  sha256(
    blob: Blob,
    { onProgress, signal }: IHashOptions = {}
  ): Promise<string> {
    return this.#do(
      () =>
        this.#worker.call('hash', [blob], {
          signal,
          onNews: (hashed: number) => onProgress?.(hashed)
        }),
      () =>
        digest(blob, {
          sliceBytes: MAIN_THREAD_SLICE_BYTES,
          onProgress,
          signal
        })
    );
  }

  /** Returns the `Upload-Checksum` of a piece; absent where the browser itself hashes nothing. */
  readonly checksum = isNative()
    ? (piece: Blob): Promise<string> =>
        this.#do(
          () => this.#worker.call('checksum', [piece]),
          () => pieceChecksum(piece)
        )
    : undefined;

  /** Reads many small blobs with their digests, in their order. */
  async readMany(
    blobs: ReadonlyArray<Blob>
  ): Promise<
    ({ sha256: string; content: Uint8Array } | { error: CellkeepError })[]
  > {
    const read = await this.#do(
      () => this.#worker.call('read', [blobs]),
      () => readAll(blobs)
    );
    return read.map(one =>
      'content' in one ? one : { error: CellkeepError.fromInfo(one.error) }
    );
  }

  dispose(): void {
    this.#worker.dispose();
  }

  /** Does it in the worker or, where that cannot start or dies, from then on here. */
  async #do<T>(there: () => Promise<T>, here: () => Promise<T>): Promise<T> {
    if (!this.#isLost) {
      try {
        return await there();
      } catch (error) {
        if (!(error instanceof WorkerLost)) {
          throw error;
        }
        this.#isLost = true;
      }
    }
    return here();
  }

  readonly #worker: WorkerClient<typeof hashing>;
  #isLost = false;
}

function startWorker(): IWorker {
  // The suffix is that of the compiled file: the bundler sees tsc's output.
  return new Worker(new URL('./hash.worker.js', import.meta.url), {
    name: 'cellkeep-hash'
  });
}
