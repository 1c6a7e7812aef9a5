import { tight } from '../protocol/bytes';
import { Joiner } from './parts';
import type { IParsePort, ParseReply } from './server';

/** Smaller documents are parsed at once, in a few milliseconds. */
const AT_ONCE_BYTES = 1024 * 1024;

/** A worker, as far as it is used. */
export interface IParseWorker extends IParsePort {
  addEventListener(
    type: 'message',
    listener: (event: MessageEvent) => void
  ): void;
  addEventListener(type: 'error', listener: () => void): void;
  terminate(): void;
}

/**
 * Parses JSON, a large one in a worker, so that the page stays alive.
 *
 * @param bytes - UTF-8. They are handed over: the caller has them no more.
 * @param start - Starts the worker; may throw where the browser or its content policy forbids it.
 * @throws SyntaxError where it is no JSON, `AbortError` where it was stopped.
 */
export async function parseJson(
  bytes: Uint8Array,
  signal?: AbortSignal,
  start: () => IParseWorker = startWorker
): Promise<unknown> {
  const worker = bytes.length > AT_ONCE_BYTES ? tryTo(start) : undefined;
  if (!worker) {
    return parse(bytes);
  }
  try {
    return await inWorker(worker, bytes, signal);
  } finally {
    // Its memory is as large as the document.
    worker.terminate();
  }
}

function inWorker(
  worker: IParseWorker,
  bytes: Uint8Array,
  signal: AbortSignal | undefined
): Promise<unknown> {
  const joiner = new Joiner();
  return new Promise((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(aborted()), { once: true });
    worker.addEventListener('message', ({ data }) => {
      const reply = data as ParseReply;
      switch (reply.type) {
        case 'ready': {
          const { buffer } = tight(bytes);
          return worker.postMessage(buffer, { transfer: [buffer] });
        }
        case 'part':
          return joiner.take(reply.step);
        case 'done':
          return resolve(joiner.value);
        case 'failed':
          return reject(new SyntaxError('This is no JSON.'));
      }
    });
    worker.addEventListener('error', () => {
      if (bytes.length > 0) {
        // Its script did not load, and the bytes are still here.
        return resolve(Promise.resolve().then(() => parse(bytes)));
      }
      reject(new Error('The parsing worker died.'));
    });
  });
}

function parse(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}

function aborted(): DOMException {
  return new DOMException('Reading was stopped.', 'AbortError');
}

function tryTo(start: () => IParseWorker): IParseWorker | undefined {
  try {
    return start();
  } catch {
    return undefined;
  }
}

function startWorker(): IParseWorker {
  // The suffix is that of the compiled file: the bundler sees tsc's output.
  return new Worker(new URL('./json.worker.js', import.meta.url), {
    name: 'cellkeep-json'
  });
}
