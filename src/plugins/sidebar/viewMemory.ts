/** How the list is grouped and sorted survives a reload, in the workspace. */
import type { IStateDB } from '@jupyterlab/statedb';

import { DEFAULT_VIEW } from '../../model/view';
import { isGrouping, isSort } from '../application/viewValues';
import type { ISidebarParts } from './parts';

const KEY = 'cellkeep:view';

/** Restores the last view where nobody has chosen one since, and keeps each that is chosen. */
export function rememberView(
  {
    cellkeep: { catalog },
    sidebar
  }: Pick<ISidebarParts, 'cellkeep' | 'sidebar'>,
  state: IStateDB
): void {
  let known = catalog.snapshot.view;
  const fail = (error: unknown) =>
    console.warn('Cellkeep: could not keep the view of the list.', error);
  catalog.stateChanged.connect(() => {
    const { view } = catalog.snapshot;
    const { groupBy, sort, descending } = view;
    const isNew =
      groupBy !== known.groupBy ||
      sort !== known.sort ||
      descending !== known.descending;
    known = view;
    if (isNew) {
      state.save(KEY, { groupBy, sort, descending }).catch(fail);
    }
  });
  state.fetch(KEY).then(kept => {
    const { groupBy, sort, descending } = (kept ?? {}) as Record<
      string,
      unknown
    >;
    const isUntouched = catalog.snapshot.view === DEFAULT_VIEW;
    if (isUntouched && isGrouping(groupBy) && isSort(sort)) {
      const view = { groupBy, sort, descending: descending === true };
      sidebar.show({ ...DEFAULT_VIEW, ...view });
    }
  }, fail);
}
