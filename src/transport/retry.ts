/** When to try again, and how long to wait before. */
import { CellkeepError, RETRYABLE_STATUS } from '../protocol/errors';

/** How often a request is tried before its failure is shown; moved bytes start the count again. */
export const MAX_ATTEMPTS = 8;

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/**
 * Returns the pause before an attempt: random up to a limit that doubles ("full jitter"),
 * so that a hundred tabs do not come back to a restarted server in the same moment.
 *
 * @param attempt - 0 for the first repetition.
 * @param random - A number from 0 up to 1.
 */
export function backoffMs(attempt: number, random: number): number {
  return random * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
}

/**
 * Returns whether the same request can succeed in a moment.
 *
 * A 4xx is the server's last word except for the few that say "not now", and a full disk
 * does not empty itself while one waits.
 *
 * @param status - HTTP status, 0 where no answer came.
 */
export function isWorthRepeating(status: number): boolean {
  if (status === 0) {
    return true;
  }
  // 460 is tus's "checksum mismatch": the bytes were damaged on the way.
  return status >= 500
    ? status !== 507
    : RETRYABLE_STATUS.has(status) || status === 460;
}

/** Returns whether the request that failed with an error can succeed in a moment. */
export function isPassing(error: unknown): boolean {
  return (
    error instanceof CellkeepError &&
    error.retryable &&
    // What a person must put right first, or what asking again cannot change.
    ![
      'STORE_FULL',
      'QUOTA_REACHED',
      'UPLOAD_NOT_FOUND',
      'UPLOAD_EXPIRED'
    ].includes(error.code) &&
    (error.code === 'STORE_UNREACHABLE' || isWorthRepeating(error.status))
  );
}

/** Returns the milliseconds of a `Retry-After` header; 0 where there is none. */
export function retryAfterMs(
  header: string | null | undefined,
  now: number
): number {
  if (!header) {
    return 0;
  }
  const seconds = Number(header);
  const wait = Number.isFinite(seconds)
    ? seconds * 1000
    : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), 120_000) : 0;
}
