/** How many bytes went, and how long the rest takes. */
import type { TransferStatus } from '../protocol/generated';

/** Bytes that have gone; those counted while hashing have not. */
export function sentOf({ sent, state }: TransferStatus): number {
  return state === 'hashing' ? 0 : sent;
}

/** Some number of each transfer, added up. */
export function bytesOf(
  transfers: ReadonlyArray<TransferStatus>,
  of: (transfer: TransferStatus) => number
): number {
  return transfers.reduce((all, transfer) => all + of(transfer), 0);
}

/** Bytes that went between two reports; hashing moves none. */
export function movedBytes(
  before: TransferStatus | undefined,
  now: TransferStatus
): number {
  const counts =
    now.state === 'uploading' ||
    (before?.state === 'uploading' &&
      (now.state === 'verifying' || now.state === 'stored'));
  const from = before?.state === 'uploading' ? before.sent : 0;
  return counts && now.route !== 'have' ? Math.max(0, now.sent - from) : 0;
}

/** Returns how long it takes at a pace; undefined where nobody can know. */
export function secondsLeft(
  underWay: ReadonlyArray<TransferStatus>,
  rate: number
): number | undefined {
  if (rate <= 0) {
    return undefined;
  }
  const toGo = underWay.filter(
    ({ state }) => state !== 'paused' && state !== 'verifying'
  );
  return bytesOf(toGo, one => one.size - sentOf(one)) / rate;
}
