/** The page's end of a worker, which starts with the first call. */
import type { IDisposable } from '@lumino/disposable';

import { type IMethods, type IPort, Peer, stopped } from './peer';

/** A worker, as far as it is used. */
export interface IWorker extends IPort {
  addEventListener(
    type: 'message',
    listener: (event: MessageEvent) => void
  ): void;
  addEventListener(type: 'error', listener: () => void): void;
  terminate(): void;
}

/** There is no worker: it may not start, its script did not load, or it died. */
export class WorkerLost extends Error {
  override readonly name = 'WorkerLost';
}

/** A worker with these methods. After one is lost the next call starts another. */
export class WorkerClient<Methods extends IMethods> implements IDisposable {
  /**
   * @param start - Starts the worker; may throw where the browser or its content policy
   * forbids workers.
   * @param methods - What the page does for the worker.
   */
  constructor(start: () => IWorker, methods: IMethods = {}) {
    this.#start = start;
    this.#methods = methods;
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /** As {@link Peer.call}; rejects with `WorkerLost` where there is no worker, or no more. */
  readonly call: Peer<Methods>['call'] = async (method, args, options) => {
    if (this.#isDisposed) {
      throw stopped();
    }
    return this.#running().call(method, args, options);
  };

  /** Starts the worker before there is work, where there soon will be. */
  warm(): void {
    try {
      this.#running();
    } catch {
      // The first call says so.
    }
  }

  /** Ends the worker and what it does; the next call starts another. */
  stop(): void {
    this.#end(stopped());
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#end();
  }

  #running(): Peer<Methods> {
    if (!this.#peer) {
      const worker = this.#started();
      worker.addEventListener('error', () =>
        this.#end(new WorkerLost('A worker of the page stopped.'))
      );
      this.#worker = worker;
      this.#peer = new Peer<Methods>(worker, this.#methods);
    }
    return this.#peer;
  }

  #started(): IWorker {
    try {
      return this.#start();
    } catch (error) {
      throw new WorkerLost('No worker can start.', { cause: error });
    }
  }

  #end(error?: Error): void {
    this.#worker?.terminate();
    this.#peer?.dispose(error);
    this.#worker = this.#peer = undefined;
  }

  readonly #start: () => IWorker;
  readonly #methods: IMethods;
  #worker: IWorker | undefined;
  #peer: Peer<Methods> | undefined;
  #isDisposed = false;
}
