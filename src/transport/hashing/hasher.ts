import type { IDisposable } from '@lumino/disposable';

import { CellkeepError } from '../../protocol/errors';
import { digest, readAll } from './digest';
import type { HashReply, HashRequest, IPort, Read } from './protocol';

/** Slices of the main thread: about 5 ms of hashing each. */
const MAIN_THREAD_SLICE_BYTES = 1024 * 1024;

/** How a blob's hashing is followed and stopped. */
export interface IHashOptions {
  readonly onProgress?: (hashed: number) => void;
  readonly signal?: AbortSignal;
}

/** A worker, as far as it is used. */
export interface IHashWorker extends IPort {
  addEventListener(
    type: 'message',
    listener: (event: MessageEvent) => void
  ): void;
  addEventListener(type: 'error', listener: () => void): void;
  terminate(): void;
}

/**
 * Hashes blobs in a worker; on the page's own thread, in short slices, where there is none.
 */
export class Hasher implements IDisposable {
  /**
   * @param start - Starts the worker, when the first blob comes; may throw where the
   * browser or its content policy forbids workers.
   */
  constructor(start: () => IHashWorker = startWorker) {
    this.#start = start;
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /** Returns the digest as 64 lower-case hex digits; rejects with `AbortError` when stopped. */
  sha256(blob: Blob, options: IHashOptions = {}): Promise<string> {
    if (options.signal?.aborted) {
      return Promise.reject(aborted());
    }
    const worker = this.#worker();
    return worker
      ? this.#inWorker(worker, blob, options)
      : onThisThread(blob, options);
  }

  /** Reads many small blobs with their digests, in their order. */
  async readMany(
    blobs: ReadonlyArray<Blob>
  ): Promise<
    ({ sha256: string; content: Uint8Array } | { error: CellkeepError })[]
  > {
    const worker = this.#worker();
    const job = this.#nextJob++;
    const read = worker
      ? await new Promise<ReadonlyArray<Read>>((resolve, reject) => {
          this.#reads.set(job, { blobs, resolve, reject });
          send(worker, { type: 'read', job, blobs });
        })
      : await readAll(blobs);
    return read.map(one =>
      'content' in one
        ? { sha256: one.sha256, content: new Uint8Array(one.content) }
        : { error: hashingError(one.name, one.message) }
    );
  }

  dispose(): void {
    if (this.#isDisposed) {
      return;
    }
    this.#isDisposed = true;
    this.#running?.terminate();
    for (const job of this.#jobs.values()) {
      job.reject(aborted());
    }
    this.#jobs.clear();
    for (const { reject } of this.#reads.values()) {
      reject(aborted());
    }
    this.#reads.clear();
  }

  #worker(): IHashWorker | undefined {
    if (this.#running || this.#isUnavailable) {
      return this.#running;
    }
    try {
      const worker = this.#start();
      worker.addEventListener('message', event =>
        this.#receive(event.data as HashReply)
      );
      worker.addEventListener('error', () => this.#fallBack());
      this.#running = worker;
    } catch {
      this.#isUnavailable = true;
    }
    return this.#running;
  }

  #inWorker(
    worker: IHashWorker,
    blob: Blob,
    options: IHashOptions
  ): Promise<string> {
    const job = this.#nextJob++;
    return new Promise<string>((resolve, reject) => {
      const stop = (): void => {
        this.#jobs.delete(job);
        send(worker, { type: 'abort', job });
        reject(aborted());
      };
      options.signal?.addEventListener('abort', stop, { once: true });
      const ended = (): void =>
        options.signal?.removeEventListener('abort', stop);
      this.#jobs.set(job, {
        blob,
        options,
        resolve: sha256 => {
          ended();
          resolve(sha256);
        },
        reject: error => {
          ended();
          reject(error);
        }
      });
      send(worker, { type: 'hash', job, blob });
    });
  }

  #receive(reply: HashReply): void {
    if (reply.type === 'ready') {
      return;
    }
    if (reply.type === 'read') {
      this.#reads.get(reply.job)?.resolve(reply.read);
      this.#reads.delete(reply.job);
      return;
    }
    const job = this.#jobs.get(reply.job);
    if (!job) {
      return;
    }
    switch (reply.type) {
      case 'progress':
        return job.options.onProgress?.(reply.hashed);
      case 'done':
        this.#jobs.delete(reply.job);
        return job.resolve(reply.sha256);
      case 'failed':
        this.#jobs.delete(reply.job);
        return job.reject(hashingError(reply.name, reply.message));
    }
  }

  /** The worker's script did not load, or it died: do its work here. */
  #fallBack(): void {
    this.#isUnavailable = true;
    this.#running?.terminate();
    this.#running = undefined;
    const jobs = [...this.#jobs.values()];
    this.#jobs.clear();
    for (const job of jobs) {
      onThisThread(job.blob, job.options).then(job.resolve, job.reject);
    }
    const reads = [...this.#reads.values()];
    this.#reads.clear();
    for (const { blobs, resolve, reject } of reads) {
      readAll(blobs).then(resolve, reject);
    }
  }

  readonly #start: () => IHashWorker;
  readonly #jobs = new Map<number, IJob>();
  readonly #reads = new Map<number, IRead>();
  #running: IHashWorker | undefined;
  #isUnavailable = false;
  #isDisposed = false;
  #nextJob = 1;
}

interface IJob {
  readonly blob: Blob;
  readonly options: IHashOptions;
  readonly resolve: (sha256: string) => void;
  readonly reject: (error: Error) => void;
}

interface IRead {
  readonly blobs: ReadonlyArray<Blob>;
  readonly resolve: (read: ReadonlyArray<Read>) => void;
  readonly reject: (error: Error) => void;
}

function startWorker(): IHashWorker {
  // The suffix is that of the compiled file: the bundler sees tsc's output.
  return new Worker(new URL('./hash.worker.js', import.meta.url), {
    name: 'cellkeep-hash'
  });
}

function send(worker: IHashWorker, request: HashRequest): void {
  worker.postMessage(request);
}

async function onThisThread(
  blob: Blob,
  { onProgress, signal }: IHashOptions
): Promise<string> {
  try {
    return await digest(blob, {
      sliceBytes: MAIN_THREAD_SLICE_BYTES,
      onProgress,
      checkStopped: () => {
        if (signal?.aborted) {
          throw aborted();
        }
      }
    });
  } catch (error) {
    if (signal?.aborted) {
      throw aborted();
    }
    const { name, message } = error instanceof Error ? error : new Error();
    throw hashingError(name, message);
  }
}

function hashingError(name: string, message: string): CellkeepError {
  // What browsers say of a file that was moved, changed or deleted after it was chosen.
  if (name === 'NotReadableError' || name === 'NotFoundError') {
    return new CellkeepError(
      'FILE_CHANGED',
      'The file can no longer be read.',
      {
        hint: 'It was moved or changed after it was chosen. Choose it again.',
        cause: message
      }
    );
  }
  return new CellkeepError(
    'INTERNAL',
    `The content could not be hashed: ${message || name}.`
  );
}

function aborted(): DOMException {
  return new DOMException('Hashing was stopped.', 'AbortError');
}
