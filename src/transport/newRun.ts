import { CellkeepError } from '../protocol/errors';
import type { Run } from '../protocol/generated';
import type { KernelFeed } from './feed';
import type { IFeedTransfers } from './feedMessages';

/** How long the kernel's word is waited for; without subshells it comes when its cells have ended. */
const PATIENCE_MS = 4000;

/**
 * Asks a kernel for another run, and waits for its word.
 *
 * @param before - Id of the run that it is in, as far as known.
 * @returns The run; undefined where the kernel is busy, and begins it later.
 * @throws {@link CellkeepError} Where the kernel went meanwhile.
 */
export function beginRun(
  feed: Pick<KernelFeed, 'beginRun' | 'transfersChanged' | 'lost'>,
  before: string | undefined,
  patienceMs = PATIENCE_MS
): Promise<Run | undefined> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      feed.transfersChanged.disconnect(onTold);
      feed.lost.disconnect(onLost);
    };
    const onTold = (_: unknown, { run }: IFeedTransfers) => {
      if (run && run.id !== before) {
        end();
        resolve(run);
      }
    };
    const onLost = () => {
      end();
      reject(
        new CellkeepError(
          'TIMEOUT',
          'The kernel was restarted or ended before it began a new run.'
        )
      );
    };
    const timer = setTimeout(() => {
      end();
      resolve(undefined);
    }, patienceMs);
    feed.transfersChanged.connect(onTold);
    feed.lost.connect(onLost);
    feed.beginRun();
  });
}
