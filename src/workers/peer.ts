/**
 * Calls between the page and its workers: hashing, parsing and decoding all speak this way.
 *
 * Both ends are alike. Each calls methods of the other, tells news of a call while it runs, and
 * stops one that nobody waits for; what goes wrong arrives as the error that it was.
 */
import type { IDisposable } from '@lumino/disposable';

import { asCellkeepError, CellkeepError, isAbort } from '../protocol/errors';
import type { ErrorInfo } from '../protocol/generated';

/** The part of a worker, or of one end of a MessageChannel, that is used. */
export interface IPort {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(
    type: 'message',
    listener: (event: MessageEvent) => void
  ): void;
}

/** A call, as the one that does it sees it. */
export interface ICallContext {
  /** Aborted when the caller waits no more. */
  readonly signal: AbortSignal;
  /** Tells the caller how far it is. */
  tell(news: unknown): void;
}

/** How a call is followed and stopped by the one that makes it. */
export interface ICallOptions {
  readonly signal?: AbortSignal;
  /** Hears the news of the call. */
  readonly onNews?: (news: never) => void;
  /** What of the arguments is handed over and not copied. */
  readonly transfer?: Transferable[];
}

/** What one end does for the other. */
export interface IMethods {
  readonly [name: string]: (
    call: ICallContext,
    ...args: never[]
  ) => Promise<unknown>;
}

/** A result of which something is handed over and not copied. */
export class HandedOver<T> {
  constructor(
    readonly value: T,
    readonly transfer: Transferable[]
  ) {}
}

type ArgumentsOf<F> = F extends (call: never, ...args: infer A) => unknown
  ? A
  : never;

type ResultOf<F> = F extends (...args: never[]) => Promise<infer R>
  ? R extends HandedOver<infer T>
    ? T
    : R
  : never;

/** One end, which knows the methods of the other. */
export class Peer<Other extends IMethods> implements IDisposable {
  /** @param methods - What this end does. */
  constructor(port: IPort, methods: IMethods = {}) {
    this.#port = port;
    this.#methods = methods;
    port.addEventListener('message', event =>
      this.#receive(event.data as Message)
    );
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /** Calls a method of the other end; rejects with `AbortError` when it is stopped. */
  call<M extends keyof Other & string>(
    method: M,
    args: ArgumentsOf<Other[M]>,
    { signal, onNews, transfer = [] }: ICallOptions = {}
  ): Promise<ResultOf<Other[M]>> {
    if (this.#isDisposed || signal?.aborted) {
      return Promise.reject(stopped());
    }
    const id = this.#nextCall++;
    return new Promise<unknown>((resolve, reject) => {
      const stop = (): void => {
        this.#made.delete(id);
        this.#send({ type: 'abort', id });
        reject(stopped());
      };
      signal?.addEventListener('abort', stop, { once: true });
      const ended = (): void => signal?.removeEventListener('abort', stop);
      this.#made.set(id, { resolve, reject, ended, onNews });
      this.#send({ type: 'call', id, method, args }, transfer);
    }) as Promise<ResultOf<Other[M]>>;
  }

  /** Ends all calls, those made with this error. */
  dispose(error: Error = stopped()): void {
    if (this.#isDisposed) {
      return;
    }
    this.#isDisposed = true;
    this.#served.forEach(abort => abort.abort());
    for (const { ended, reject } of this.#made.values()) {
      ended();
      reject(error);
    }
    this.#made.clear();
  }

  #receive(message: Message): void {
    switch (message.type) {
      case 'call':
        void this.#serve(message);
        return;
      case 'abort':
        this.#served.get(message.id)?.abort();
        return;
      case 'news':
        this.#made.get(message.id)?.onNews?.(message.news as never);
        return;
      case 'done':
      case 'failed': {
        const made = this.#made.get(message.id);
        this.#made.delete(message.id);
        made?.ended();
        if (message.type === 'done') {
          made?.resolve(message.result);
        } else {
          made?.reject(errorOf(message.failure));
        }
      }
    }
  }

  async #serve({ id, method, args }: ICallMessage): Promise<void> {
    const abort = new AbortController();
    this.#served.set(id, abort);
    const call: ICallContext = {
      signal: abort.signal,
      tell: news => this.#send({ type: 'news', id, news })
    };
    try {
      const serve = Object.hasOwn(this.#methods, method)
        ? this.#methods[method]
        : undefined;
      if (!serve) {
        throw new CellkeepError('INTERNAL', `Nothing here does ${method}.`);
      }
      const result = await serve(call, ...(args as never[]));
      if (result instanceof HandedOver) {
        this.#send({ type: 'done', id, result: result.value }, result.transfer);
      } else {
        this.#send({ type: 'done', id, result });
      }
    } catch (error) {
      this.#send({ type: 'failed', id, failure: failureOf(error) });
    } finally {
      this.#served.delete(id);
    }
  }

  #send(message: Message, transfer: Transferable[] = []): void {
    if (!this.#isDisposed) {
      this.#port.postMessage(message, transfer);
    }
  }

  readonly #port: IPort;
  readonly #methods: IMethods;
  readonly #made = new Map<number, IMadeCall>();
  readonly #served = new Map<number, AbortController>();
  #nextCall = 1;
  #isDisposed = false;
}

/** The error of work that somebody stopped. */
export function stopped(): DOMException {
  return new DOMException('The work was stopped.', 'AbortError');
}

/** Throws where somebody stopped the work. */
export function checkStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw stopped();
  }
}

/** Passes on the first of what comes, and then at most ten a second. */
export function throttled<A extends unknown[]>(
  tell: (...news: A) => void
): (...news: A) => void {
  let next = 0;
  return (...news) => {
    const now = performance.now();
    if (now >= next) {
      next = now + 100;
      tell(...news);
    }
  };
}

interface IMadeCall {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly ended: () => void;
  readonly onNews: ICallOptions['onNews'];
}

interface ICallMessage {
  readonly type: 'call';
  readonly id: number;
  readonly method: string;
  readonly args: unknown[];
}

/** The ids are those of whoever made the call. */
type Message =
  | ICallMessage
  | { type: 'abort'; id: number }
  | { type: 'news'; id: number; news: unknown }
  | { type: 'done'; id: number; result: unknown }
  | { type: 'failed'; id: number; failure: Failure };

/** An error as it travels: one of Cellkeep's, or that somebody stopped the work. */
type Failure = { stopped: true } | { stopped: false; info: ErrorInfo };

function failureOf(error: unknown): Failure {
  return isAbort(error)
    ? { stopped: true }
    : { stopped: false, info: asCellkeepError(error).info() };
}

function errorOf(failure: Failure): Error {
  return failure.stopped ? stopped() : CellkeepError.fromInfo(failure.info);
}
