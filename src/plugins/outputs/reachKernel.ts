/** A page is there before its kernel is: what a person clicks meanwhile waits for it. */

import type { ICellkeep } from '../../tokens';
import type { ICellHost } from './hosts';

/** How long it waits for a kernel that may have no helper. */
const REACH_MS = 5000;

/** Resolves when the kernel of a notebook or console has spoken, or does not do so soon. */
export async function reachKernel(
  { sessionContext }: ICellHost,
  cellkeep: Pick<ICellkeep, 'helperHeard' | 'processOf'>
): Promise<void> {
  const isHeard = (): boolean => {
    const id = sessionContext.session?.kernel?.id;
    return id !== undefined && cellkeep.processOf(id) !== undefined;
  };
  if (isHeard()) {
    return;
  }
  const { helperHeard } = cellkeep;
  await new Promise<void>(resolve => {
    const look = (): void => {
      if (isHeard()) {
        end();
      }
    };
    const end = (): void => {
      clearTimeout(timer);
      helperHeard.disconnect(look);
      sessionContext.kernelChanged.disconnect(look);
      resolve();
    };
    const timer = setTimeout(end, REACH_MS);
    helperHeard.connect(look);
    sessionContext.kernelChanged.connect(look);
  });
}
