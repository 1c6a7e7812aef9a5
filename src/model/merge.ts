/** One transfer, as several tell of it: this browser, its kernel, the server, the catalog. */
import type { TransferState, TransferStatus } from '../protocol/generated';
import type { TransferVerb } from './types';

/** Who tells. */
export type Teller = 'browser' | 'kernel' | 'server';

/** What one of them says. */
export interface IReport {
  readonly teller: Teller;
  readonly status: TransferStatus;
}

/**
 * Returns the one truth.
 *
 * `stored` is only said where there is a receipt, or where the server or the catalog says
 * it; a kernel that thinks so is still verifying. Otherwise the one who moves the bytes
 * knows best: the browser while it works, else the one who was asked.
 */
export function merge(
  reports: Iterable<IReport>,
  isInCatalog: boolean
): TransferStatus | undefined {
  const all = [...reports];
  const stored = all.find(isStored);
  if (stored) {
    // Whoever uploaded it, its kernel knows where it came from.
    const output = all.find(({ status }) => status.output)?.status.output;
    return output && !stored.status.output
      ? { ...stored.status, output }
      : stored.status;
  }
  const best =
    all.find(
      ({ teller, status }) => teller === 'browser' && !hasEnded(status.state)
    ) ??
    all.find(({ teller, status }) => teller === status.origin) ??
    all.find(({ teller }) => teller === 'browser') ??
    all[0];
  if (!best) {
    return undefined;
  }
  const { status } = best;
  if (isInCatalog) {
    return { ...status, state: 'stored', sent: status.size, error: undefined };
  }
  return status.state === 'stored' ? { ...status, state: 'verifying' } : status;
}

/** The artifact that a transfer became, undefined as long as it has become none. */
export function artifactOf({
  id,
  receipt,
  state
}: TransferStatus): string | undefined {
  // Without a receipt it is the catalog's word, which has an artifact of that very id.
  return receipt?.artifact_id ?? (state === 'stored' ? id : undefined);
}

/** Whether it is of what a store has already. */
export function isCopy({ mirror, to }: TransferStatus): boolean {
  return mirror !== undefined || to !== undefined;
}

/** Whether nothing more happens by itself in a state. */
export function hasEnded(state: TransferState): boolean {
  return state === 'stored' || state === 'cancelled' || state === 'failed';
}

/** Which verbs make sense in a state. */
export function verbsOf(state: TransferState): ReadonlyArray<TransferVerb> {
  switch (state) {
    case 'queued':
    case 'hashing':
    case 'uploading':
      return ['pause', 'cancel'];
    case 'verifying':
      return ['cancel'];
    case 'paused':
      return ['resume', 'cancel'];
    case 'failed':
      return ['retry', 'dismiss'];
    case 'cancelled':
    case 'stored':
      return ['dismiss'];
  }
}

function isStored({ teller, status }: IReport): boolean {
  return (
    status.state === 'stored' &&
    (teller === 'server' || status.receipt !== undefined)
  );
}
