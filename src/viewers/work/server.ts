/** The worker's side: engines that read through the page and answer calls. */
import type { IContentSource } from '../../codecs/view';
import { CellkeepError } from '../../protocol/errors';
import { ENGINES, isEngineName } from './engines';
import { errorOf, failureOf, stopped } from './failure';
import type { ICall, IPort, WorkReply, WorkRequest } from './protocol';

const PROGRESS_MS = 100;

type Method = (call: ICall, ...args: unknown[]) => Promise<unknown>;

/** Serves viewers on a port: the worker's whole work, testable without a worker. */
export function serveViewers(port: IPort): void {
  const engines = new Map<number, object>();
  const calls = new Map<number, AbortController>();
  const reads = new Map<number, IPendingRead>();
  let nextRead = 1;
  const reply = (message: WorkReply): void => port.postMessage(message);

  const contentOf = (
    target: number,
    content: number,
    size: number
  ): IContentSource => ({
    size,
    read: (start, end, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(stopped());
          return;
        }
        const read = nextRead++;
        const stop = (): void => {
          reads.delete(read);
          reply({ type: 'unneeded', read });
          reject(stopped());
        };
        signal?.addEventListener('abort', stop, { once: true });
        const ended = (): void => signal?.removeEventListener('abort', stop);
        reads.set(read, { resolve, reject, ended });
        reply({
          type: 'read',
          read,
          target,
          content,
          start,
          end: Math.min(end, size)
        });
      })
  });

  const run = async (
    id: number,
    work: (call: ICall) => Promise<unknown>
  ): Promise<void> => {
    const abort = new AbortController();
    calls.set(id, abort);
    let nextReport = 0;
    try {
      const result = await work({
        signal: abort.signal,
        progress: (done, total) => {
          const now = performance.now();
          if (now >= nextReport) {
            nextReport = now + PROGRESS_MS;
            reply({ type: 'progress', call: id, done, total });
          }
        }
      });
      reply({ type: 'done', call: id, result });
    } catch (error) {
      reply({ type: 'failed', call: id, failure: failureOf(error) });
    } finally {
      calls.delete(id);
    }
  };

  const open = async (
    request: WorkRequest & { type: 'open' },
    call: ICall
  ): Promise<void> => {
    const { engine, sizes, options } = request;
    if (!isEngineName(engine)) {
      throw new CellkeepError('INTERNAL', `There is no engine ${engine}.`);
    }
    const contents = sizes.map((size, index) =>
      contentOf(request.call, index, size)
    );
    const opened: object = await ENGINES[engine](
      call,
      contents,
      options as never
    );
    engines.set(request.call, opened);
  };

  port.addEventListener('message', event => {
    const request = event.data as WorkRequest;
    switch (request.type) {
      case 'open':
        void run(request.call, call => open(request, call));
        break;
      case 'call': {
        const engine = engines.get(request.target);
        const method =
          engine && (Reflect.get(engine, request.method) as Method);
        void run(request.call, call =>
          method
            ? method.call(engine, call, ...request.args)
            : Promise.reject(new CellkeepError('INTERNAL', 'It is not open.'))
        );
        break;
      }
      case 'abort':
        calls.get(request.call)?.abort();
        break;
      case 'bytes':
      case 'unread': {
        const pending = reads.get(request.read);
        reads.delete(request.read);
        pending?.ended();
        if (request.type === 'bytes') {
          pending?.resolve(request.bytes);
        } else {
          pending?.reject(errorOf(request.failure));
        }
        break;
      }
    }
  });
}

interface IPendingRead {
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: Error) => void;
  readonly ended: () => void;
}
