/** The repetitions that a bad line needs. */
import { CellkeepError } from '../protocol/errors';
import { backoffMs, isPassing } from '../transport/retry';
import type { IClock, IOfferPort } from './ports';

/** A cancelled upload is discarded on the server in so many attempts, with longer pauses. */
const DISCARD_ATTEMPTS = 6;
const DISCARD_PAUSE_MS = 500;

/** Does something again while its failure may pass, with longer and longer pauses. */
export async function repeated<T>(
  attempts: number,
  { clock, signal }: { clock: IClock; signal: AbortSignal },
  action: () => Promise<T>
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await action();
    } catch (error) {
      if (signal.aborted || attempt + 1 >= attempts || !isPassing(error)) {
        throw error;
      }
      await pause(clock, pauseMs(clock, attempt, error), signal);
    }
  }
}

/** How long to wait after a failure: longer each time, and no less than the server asks for. */
export function pauseMs(
  clock: IClock,
  attempt: number,
  error: unknown
): number {
  const asked = error instanceof CellkeepError ? error.retryAfter : 0;
  return Math.max(asked, backoffMs(attempt, clock.random()));
}

/** Resolves later; rejects with an `AbortError` where it is stopped before. */
export function pause(
  clock: IClock,
  ms: number,
  signal: AbortSignal
): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      cancel();
      reject(new DOMException('Stopped.', 'AbortError'));
    };
    const cancel = clock.later(ms, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** Whether the server has forgotten the upload: it expired, or the server lost its disk. */
export function isForgotten(error: unknown): boolean {
  return (
    error instanceof CellkeepError &&
    (error.code === 'UPLOAD_NOT_FOUND' || error.code === 'UPLOAD_EXPIRED')
  );
}

/** Throws the bytes of an upload away that nobody wants any more. */
export function discardUpload(
  store: Pick<IOfferPort, 'discardUpload'>,
  clock: IClock,
  uploadUrl: string,
  attempt = 1
): void {
  store.discardUpload(uploadUrl).catch((error: unknown) => {
    if (attempt < DISCARD_ATTEMPTS) {
      // The request that was cut off may still hold the upload's lock on the server.
      clock.later(DISCARD_PAUSE_MS * attempt, () =>
        discardUpload(store, clock, uploadUrl, attempt + 1)
      );
      return;
    }
    // The server drops it by itself after a day.
    console.debug('Cellkeep: could not discard an upload.', error);
  });
}
