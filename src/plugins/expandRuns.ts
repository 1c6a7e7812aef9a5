import type { ICatalogModel, ITransfersModel } from '../model/types';

/**
 * Opens the run that a person works in: the newest one at first, then each that gets a save.
 * Each only once: what a person closes stays closed.
 */
export function expandRuns(
  catalog: Pick<ICatalogModel, 'snapshot' | 'stateChanged' | 'setExpanded'>,
  transfers: Pick<ITransfersModel, 'stored'>
): void {
  const wanted = new Set<string>();
  const opened = new Set<string>();
  const open = () => {
    const { runs } = catalog.snapshot;
    const newest = runs[0]?.info.run.id;
    if (opened.size === 0 && newest) {
      wanted.add(newest);
    }
    for (const { info } of runs) {
      const { id } = info.run;
      if (wanted.has(id) && !opened.has(id)) {
        opened.add(id);
        catalog.setExpanded(id, true);
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
