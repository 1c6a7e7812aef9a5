/** The page's side: a worker of a document, and the engines in it. */
import type { IDisposable } from '@lumino/disposable';

import type { IContentSource } from '../../codecs/view';
import type { EngineName, EngineOf, OptionsOf } from './engines';
import { errorOf, failureOf, stopped } from './failure';
import type { ICall, IPort, WorkReply, WorkRequest } from './protocol';

/** A worker, as far as it is used. */
export interface IWorker extends IPort {
  addEventListener(
    type: 'message',
    listener: (event: MessageEvent) => void
  ): void;
  addEventListener(type: 'error', listener: () => void): void;
  terminate(): void;
}

/** An engine's methods, called from the page. */
export type Remote<E> = {
  readonly [M in keyof E]: E[M] extends (
    call: ICall,
    ...args: infer A
  ) => Promise<infer R>
    ? (call: Partial<ICall>, ...args: A) => Promise<R>
    : never;
};

/**
 * Decodes, counts and searches for one document, in a worker of its own: closing the
 * document ends whatever its content made the worker do.
 */
export class Work implements IDisposable {
  /** @param start - Starts the worker. */
  constructor(start: () => IWorker = startWorker) {
    this.#start = start;
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  dispose(): void {
    if (this.#isDisposed) {
      return;
    }
    this.#isDisposed = true;
    this.#worker?.terminate();
    for (const read of this.#reads.values()) {
      read.abort();
    }
    for (const job of this.#jobs.values()) {
      job.reject(stopped());
    }
    this.#jobs.clear();
  }

  /** Starts the worker before there is work, where there soon will be. */
  warm(): void {
    try {
      this.#running();
    } catch {
      // Where the browser forbids workers, the first work says so.
    }
  }

  /** Opens an engine on contents; it lives as long as this does. */
  async open<N extends EngineName>(
    engine: N,
    contents: readonly IContentSource[],
    options: OptionsOf<N>,
    call: Partial<ICall> = {}
  ): Promise<Remote<EngineOf<N>>> {
    const target = this.#nextCall++;
    this.#contents.set(target, contents);
    const sizes = contents.map(({ size }) => size);
    await this.#send(
      { type: 'open', call: target, engine, sizes, options },
      call
    );
    const methods = new Proxy(
      {},
      {
        get: (_, method) =>
          // A promise resolves to this, so it must not look like one.
          typeof method === 'string' && method !== 'then'
            ? (follow: Partial<ICall>, ...args: unknown[]) =>
                this.#send(
                  {
                    type: 'call',
                    call: this.#nextCall++,
                    target,
                    method,
                    args
                  },
                  follow
                )
            : undefined
      }
    );
    return methods as Remote<EngineOf<N>>;
  }

  #send(
    request: WorkRequest & { type: 'open' | 'call' },
    { signal, progress }: Partial<ICall>
  ): Promise<unknown> {
    if (this.#isDisposed || signal?.aborted) {
      return Promise.reject(stopped());
    }
    const worker = this.#running();
    const { call } = request;
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.#jobs.delete(call);
        send(worker, { type: 'abort', call });
        reject(stopped());
      };
      signal?.addEventListener('abort', stop, { once: true });
      const ended = (): void => signal?.removeEventListener('abort', stop);
      this.#jobs.set(call, {
        progress,
        resolve: result => {
          ended();
          resolve(result);
        },
        reject: error => {
          ended();
          reject(error);
        }
      });
      send(worker, request);
    });
  }

  #running(): IWorker {
    if (!this.#worker) {
      const worker = this.#start();
      worker.addEventListener('message', event =>
        this.#receive(worker, event.data as WorkReply)
      );
      worker.addEventListener('error', () => this.#die());
      this.#worker = worker;
    }
    return this.#worker;
  }

  #receive(worker: IWorker, reply: WorkReply): void {
    switch (reply.type) {
      case 'read':
        void this.#read(worker, reply);
        break;
      case 'unneeded':
        this.#reads.get(reply.read)?.abort();
        break;
      case 'progress':
        this.#jobs.get(reply.call)?.progress?.(reply.done, reply.total);
        break;
      case 'done':
      case 'failed': {
        const job = this.#jobs.get(reply.call);
        this.#jobs.delete(reply.call);
        if (reply.type === 'done') {
          job?.resolve(reply.result);
        } else {
          job?.reject(errorOf(reply.failure));
        }
        break;
      }
    }
  }

  async #read(
    worker: IWorker,
    request: WorkReply & { type: 'read' }
  ): Promise<void> {
    const { read, target, content, start, end } = request;
    const abort = new AbortController();
    this.#reads.set(read, abort);
    try {
      const source = this.#contents.get(target)?.[content];
      const bytes =
        (await source?.read(start, end, abort.signal)) ?? new Uint8Array();
      const isOwn =
        bytes.byteLength === bytes.buffer.byteLength &&
        bytes.buffer instanceof ArrayBuffer;
      const tight = isOwn ? bytes : bytes.slice();
      if (!this.#isDisposed) {
        worker.postMessage({ type: 'bytes', read, bytes: tight }, [
          tight.buffer as ArrayBuffer
        ]);
      }
    } catch (error) {
      if (!this.#isDisposed) {
        send(worker, { type: 'unread', read, failure: failureOf(error) });
      }
    } finally {
      this.#reads.delete(read);
    }
  }

  /** The worker's script did not load, or it ran out of memory. */
  #die(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    const jobs = [...this.#jobs.values()];
    this.#jobs.clear();
    for (const job of jobs) {
      job.reject(
        new Error('The part of the page that decodes artifacts stopped.')
      );
    }
  }

  readonly #start: () => IWorker;
  readonly #contents = new Map<number, readonly IContentSource[]>();
  readonly #jobs = new Map<number, IJob>();
  readonly #reads = new Map<number, AbortController>();
  #worker: IWorker | undefined;
  #nextCall = 1;
  #isDisposed = false;
}

interface IJob {
  readonly progress: ICall['progress'] | undefined;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

function send(worker: IPort, request: WorkRequest): void {
  worker.postMessage(request);
}

function startWorker(): IWorker {
  // The suffix is that of the compiled file: the bundler sees tsc's output.
  return new Worker(new URL('./viewers.worker.js', import.meta.url), {
    name: 'cellkeep-viewers'
  });
}
