/**
 * Which transfers the list shows one by one.
 *
 * Most saves take a moment. A row that comes and goes with each would push the list under a
 * person's pointer up and down, and thousands that wait would hide it.
 */
import type { TransferStatus } from '../protocol/generated';
import { hasEnded } from './merge';
import type { ITransfersSnapshot } from './types';

/** What takes less time is not shown while it is under way. */
export const CALM_MS = 500;
/** How many that wait, or were paused before they were shown, have rows of their own. */
export const MOST_WAITING = 8;

/** One transfer, as the list looks at it. */
export interface IInFlight {
  readonly merged: TransferStatus;
  /** When it was first heard of, and again when it began to move. */
  readonly since: number;
  /** Whether it had a row the last time. */
  readonly isShown: boolean;
}

/** The rows, and how many more wait without one. */
export interface IShown {
  /** Newest first. */
  readonly rows: ReadonlyArray<TransferStatus>;
  readonly waiting: number;
}

/** Returns what to show. What had a row keeps it until it is gone, unless newer ones wait too. */
export function shownOf(
  transfers: ReadonlyArray<IInFlight>,
  now: number
): IShown {
  const rows: TransferStatus[] = [];
  let withRow = 0;
  let waiting = 0;
  for (let index = transfers.length - 1; index >= 0; index -= 1) {
    const { isShown, merged, since } = transfers[index]!;
    const isOld = now - since >= CALM_MS;
    switch (merged.state) {
      case 'failed':
        rows.push(merged);
        break;
      case 'queued':
      case 'paused':
        if (!isOld && !isShown) {
          break;
        }
        if (withRow < MOST_WAITING || (isShown && merged.state === 'paused')) {
          withRow += 1;
          rows.push(merged);
        } else {
          waiting += 1;
        }
        break;
      default:
        if (isShown || (isOld && !hasEnded(merged.state))) {
          rows.push(merged);
        }
    }
  }
  return { rows, waiting };
}

/** What there is of them before the first. */
export const NO_TRANSFERS: ITransfersSnapshot = {
  items: [],
  shown: [],
  waiting: 0,
  active: 0,
  sent: 0,
  size: 0,
  bytesPerSecond: 0,
  rates: new Map(),
  secondsLeft: undefined
};
