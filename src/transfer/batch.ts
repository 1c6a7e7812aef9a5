/** Many small files as one request: each with its own offer, result and receipt. */
import { CellkeepError, asCellkeepError, isAbort } from '../protocol/errors';
import type { BatchItem } from '../protocol/generated';
import { MAX_ATTEMPTS } from '../transport/retry';
import type { FairQueue } from './fairQueue';
import type { IJob } from './job';
import type { IBatchPort, IClock, SmallContent } from './ports';
import { repeated } from './repeat';
import type { TransferEvent } from './state';

/** What is no larger goes together with others. */
const SMALL_BYTES = 64 * 1024;
/** As much goes in one request: a few milliseconds of the page's time. */
export const BATCH_FILES = 200;
export const BATCH_BYTES = 1024 * 1024;

/** A job whose bytes are read and hashed. */
export interface IReadJob {
  readonly job: IJob;
  readonly sha256: string;
  readonly content: Uint8Array;
}

/**
 * Takes the next small jobs out of a queue, as many as go in one request.
 *
 * @param waiting - Returns a job of the queue where it still waits.
 * @param inlineBytes - Bytes that may ride on an offer.
 */
export function gather(
  queue: FairQueue,
  waiting: (id: string) => IJob | undefined,
  inlineBytes: number
): IJob[] {
  const most = Math.min(SMALL_BYTES, inlineBytes);
  const jobs: IJob[] = [];
  let bytes = 0;
  while (jobs.length < BATCH_FILES) {
    const id = queue.peek();
    if (id === undefined) {
      break;
    }
    const job = waiting(id);
    if (job) {
      const { size } = job.draft;
      bytes += size;
      if (job.origin !== 'browser' || size > most || bytes > BATCH_BYTES) {
        break;
      }
      jobs.push(job);
    }
    queue.take();
  }
  return jobs;
}

/** Returns a signal that is aborted when all of them are. */
export function allAborted(
  controllers: ReadonlyArray<AbortController>
): AbortSignal {
  const all = new AbortController();
  const look = (): void => {
    if (controllers.every(({ signal }) => signal.aborted)) {
      all.abort();
    }
  };
  controllers.forEach(({ signal }) => signal.addEventListener('abort', look));
  return all.signal;
}

/** Returns what reading came to: the digest, or why there is none. */
export function readEvent(job: IJob, read: SmallContent): TransferEvent {
  if ('error' in read) {
    return { type: 'failed', error: read.error.info() };
  }
  if (read.content.length !== job.draft.size) {
    const error = new CellkeepError('FILE_CHANGED', 'The file has changed.', {
      hint: 'It was written to after it was chosen. Choose it again.'
    });
    return { type: 'failed', error: error.info() };
  }
  return { type: 'hashed', sha256: read.sha256 };
}

/**
 * Sends some jobs by one request.
 *
 * @returns What became of each; `reconnect` where each is to go by itself; undefined where it
 * was stopped.
 */
export async function sendBatch(
  batch: ReadonlyArray<IReadJob>,
  {
    store,
    clock,
    signal
  }: { store: IBatchPort; clock: IClock; signal: AbortSignal }
): Promise<(TransferEvent | undefined)[]> {
  const items = batch.map(({ job, sha256, content }) => ({
    offer: { ...job.draft, sha256 },
    content,
    thumbnail: job.thumbnail
  }));
  try {
    const { results } = await repeated(MAX_ATTEMPTS, { clock, signal }, () =>
      store.batch(items, signal)
    );
    return batch.map((_, index) => resultEvent(results[index]));
  } catch (error) {
    const event = failureEvent(error, signal);
    return batch.map(() => event);
  }
}

function resultEvent(result: BatchItem | undefined): TransferEvent {
  switch (result?.type) {
    case 'stored':
      return { type: 'stored', receipt: result.receipt, route: 'http' };
    case 'refused':
      return { type: 'failed', error: result.error };
    default:
      // It asks for bytes that came along, or says nothing: alone it says more.
      return { type: 'reconnect' };
  }
}

function failureEvent(
  error: unknown,
  signal: AbortSignal
): TransferEvent | undefined {
  if (signal.aborted || isAbort(error)) {
    return undefined;
  }
  const failure = asCellkeepError(error);
  // A proxy with a small limit, or a server that knows no batches: each is small enough alone.
  const isAboutTheBatch = [400, 404, 405, 413].includes(failure.status);
  return isAboutTheBatch
    ? { type: 'reconnect' }
    : { type: 'failed', error: failure.info() };
}
