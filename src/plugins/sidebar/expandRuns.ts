import type { ICatalogModel, ITransfersModel } from '../../model/types';
import { isRunList } from '../../model/view';

/**
 * Opens the run that a person works in: the newest one at first, then each that gets a save.
 * Each only once: what a person closes stays closed.
 *
 * @param place - Which of two stores is shown; each has a newest run.
 */
export function expandRuns(
  catalog: Pick<ICatalogModel, 'snapshot' | 'stateChanged' | 'setExpanded'>,
  transfers: Pick<ITransfersModel, 'stored'>,
  place: () => string | undefined = () => undefined
): void {
  const wanted = new Set<string>();
  const openedIn = new Map<string | undefined, Set<string>>();
  const open = () => {
    const { list } = catalog.snapshot;
    if (list.type !== 'groups' || !isRunList(list.view)) {
      return;
    }
    const { groups } = list;
    const opened = openedIn.get(place()) ?? new Set();
    openedIn.set(place(), opened);
    const newest = groups[0]?.key;
    if (opened.size === 0 && newest) {
      wanted.add(newest);
    }
    for (const { key } of groups) {
      if (wanted.has(key) && !opened.has(key)) {
        opened.add(key);
        catalog.setExpanded(key, true);
      }
    }
  };
  catalog.stateChanged.connect(open);
  // The list may have come before anybody looked at it.
  open();
  transfers.stored.connect((_, { run_id: runId }) => {
    wanted.add(runId);
    open();
  });
}
