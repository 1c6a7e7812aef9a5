import { tight } from '../protocol/bytes';
import { isAbort } from '../protocol/errors';
import { type IWorker, WorkerClient, WorkerLost } from '../workers/client';
import { parseWithNaN } from './nan';
import { Joiner, type Step } from './parts';
import type { parsing } from './server';

/** Smaller documents are parsed at once, in a few milliseconds. */
const AT_ONCE_BYTES = 1024 * 1024;

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
  start: () => IWorker = startWorker
): Promise<unknown> {
  return bytes.length > AT_ONCE_BYTES
    ? await inWorker(new WorkerClient(start), bytes, signal)
    : parse(bytes);
}

async function inWorker(
  worker: WorkerClient<typeof parsing>,
  bytes: Uint8Array,
  signal: AbortSignal | undefined
): Promise<unknown> {
  const joiner = new Joiner();
  try {
    await worker.call('ready', [], { signal });
    const { buffer } = tight(bytes);
    await worker.call('parse', [buffer], {
      signal,
      onNews: (step: Step) => joiner.take(step),
      transfer: [buffer]
    });
    return joiner.value;
  } catch (error) {
    if (error instanceof WorkerLost && bytes.length > 0) {
      // It never took the bytes.
      return parse(bytes);
    }
    throw error instanceof WorkerLost || isAbort(error)
      ? error
      : new SyntaxError('This is no JSON.');
  } finally {
    // Its memory is as large as the document.
    worker.dispose();
  }
}

function parse(bytes: Uint8Array): unknown {
  return parseWithNaN(new TextDecoder().decode(bytes));
}

function startWorker(): IWorker {
  // The suffix is that of the compiled file: the bundler sees tsc's output.
  return new Worker(new URL('./json.worker.js', import.meta.url), {
    name: 'cellkeep-json'
  });
}
