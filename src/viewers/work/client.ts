/** The page's side: a worker of a document, and the engines in it. */
import type { IDisposable } from '@lumino/disposable';

import type { ICall } from '../../codecs/call';
import type { IContentSource } from '../../codecs/view';
import { tight } from '../../protocol/bytes';
import { type IWorker, WorkerClient } from '../../workers/client';
import { HandedOver, type ICallOptions } from '../../workers/peer';
import type { EngineName, EngineOf, OptionsOf } from './engines';
import type { Progress, ReadingMethods, ViewerMethods } from './protocol';

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
    this.#worker = new WorkerClient<ViewerMethods>(start, this.#reading);
  }

  get isDisposed(): boolean {
    return this.#worker.isDisposed;
  }

  dispose(): void {
    this.#worker.dispose();
  }

  /** Starts the worker before there is work, where there soon will be. */
  warm(): void {
    this.#worker.warm();
  }

  /** Ends what the worker does, and what was opened in it. */
  stop(): void {
    this.#worker.stop();
  }

  /** Opens an engine on contents; it lives as long as this does. */
  async open<N extends EngineName>(
    engine: N,
    contents: readonly IContentSource[],
    options: OptionsOf<N>,
    call: Partial<ICall> = {}
  ): Promise<Remote<EngineOf<N>>> {
    const target = this.#contents.push(contents) - 1;
    const sizes = contents.map(({ size }) => size);
    await this.#worker.call(
      'open',
      [target, engine, sizes, options],
      optionsOf(call)
    );
    const methods = new Proxy(
      {},
      {
        get: (_, method) =>
          // A promise resolves to this, so it must not look like one.
          typeof method === 'string' && method !== 'then'
            ? (follow: Partial<ICall>, ...args: unknown[]) =>
                this.#worker.call(
                  'run',
                  [target, method, args],
                  optionsOf(follow)
                )
            : undefined
      }
    );
    return methods as Remote<EngineOf<N>>;
  }

  readonly #contents: (readonly IContentSource[])[] = [];
  readonly #reading: ReadingMethods = {
    read: async ({ signal }, target, content, start, end) => {
      const source = this.#contents[target]?.[content];
      const bytes = tight(
        (await source?.read(start, end, signal)) ?? new Uint8Array()
      );
      return new HandedOver(bytes, [bytes.buffer]);
    }
  };
  readonly #worker: WorkerClient<ViewerMethods>;
}

function optionsOf({ signal, progress }: Partial<ICall>): ICallOptions {
  return { signal, onNews: (news: Progress) => progress?.(...news) };
}

function startWorker(): IWorker {
  // The suffix is that of the compiled file: the bundler sees tsc's output.
  return new Worker(new URL('./viewers.worker.js', import.meta.url), {
    name: 'cellkeep-viewers'
  });
}
