/** What the server's answers to tus requests say. */
import { checked } from '../protocol/envelope';
import { CellkeepError } from '../protocol/errors';
import type { Receipt } from '../protocol/generated';
import { isReceipt } from '../protocol/validators.generated';

/** Name of the header in which the receipt comes. */
export const RECEIPT_HEADER = 'Cellkeep-Receipt';

/** Returns the receipt of a header; undefined where there is none. */
export function readReceipt(
  header: string | null | undefined
): Receipt | undefined {
  if (!header) {
    return undefined;
  }
  const bytes = Uint8Array.from(atob(header), digit => digit.charCodeAt(0));
  const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
  return checked(value, isReceipt);
}

/** Returns the error of an answer; a HEAD's has no body, so 404 and 410 say it by their status. */
export function uploadError(status: number, body: string): CellkeepError {
  if (!body && (status === 404 || status === 410)) {
    return new CellkeepError(
      status === 404 ? 'UPLOAD_NOT_FOUND' : 'UPLOAD_EXPIRED',
      'The server no longer has this upload.',
      { hint: 'Retry to start it again.', status }
    );
  }
  return CellkeepError.fromBody(status, body);
}
