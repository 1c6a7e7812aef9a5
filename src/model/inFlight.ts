/**
 * Which transfers the list shows one by one.
 *
 * Most saves take a moment. A row that comes and goes with each would push the list under a
 * person's pointer up and down, and thousands that wait would hide it.
 */
import type { TransferState, TransferStatus } from '../protocol/generated';
import { hasEnded } from './merge';
import type { ITransfersSnapshot } from './types';

/** What takes less time is not shown while it is under way. */
export const CALM_MS = 500;
/** How many that wait, or were paused before they were shown, have rows of their own. */
export const MOST_WAITING = 8;
/**
 * How many that are under way, or were a moment ago, have rows of their own: of thousands of small
 * files hundreds go together, and rows that nobody can follow keep the page from sending them.
 */
export const MOST_MOVING = 16;

/** One transfer, as the list looks at it; `merged` is what people see. */
export interface IInFlight {
  merged: TransferStatus;
  /** When it was first heard of, and again when it began to move. */
  since: number;
  /** Whether it had a row the last time. */
  isShown: boolean;
}

/** The rows, and how many more there are without one. */
export interface IShown {
  /** Newest first. */
  readonly rows: ReadonlyArray<TransferStatus>;
  readonly waiting: number;
}

/**
 * Returns what to show. What had a row keeps it until it is gone, unless newer ones wait too.
 *
 * @param before - The rows that there were: returned where nothing in them changed, so that whoever
 * shows them lays out nothing anew.
 */
export function shownOf(
  transfers: ReadonlyArray<Readonly<IInFlight>>,
  now: number,
  before: ReadonlyArray<TransferStatus> = []
): IShown {
  const rows: TransferStatus[] = [];
  let moving = transfers.filter(
    ({ isShown, merged }) => isShown && !STILL.has(merged.state)
  ).length;
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
        if (isShown) {
          rows.push(merged);
        } else if (isOld && !hasEnded(merged.state)) {
          if (moving < MOST_MOVING) {
            moving += 1;
            rows.push(merged);
          } else {
            waiting += 1;
          }
        }
    }
  }
  const isSame =
    rows.length === before.length &&
    rows.every((row, index) => row === before[index]);
  return { rows: isSame ? before : rows, waiting };
}

/** What has a row for another reason than that it moves or has just ended. */
const STILL: ReadonlySet<TransferState> = new Set([
  'queued',
  'paused',
  'failed'
]);

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
