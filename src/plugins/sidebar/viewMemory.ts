/** How the list is grouped, sorted and shown survives a reload, in the workspace. */
import type { IStateDB } from '@jupyterlab/statedb';
import { Debouncer } from '@lumino/polling';

import { DEFAULT_VIEW } from '../../model/view';
import { DEFAULT_LOOK } from '../application/sidebarState';
import {
  isDetailsPlace,
  isGrouping,
  isShare,
  isSort
} from '../application/viewValues';
import type { ISidebarParts } from './parts';

const KEY = 'cellkeep:view';
const LOOK_KEY = 'cellkeep:look';

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

/** The same for tiles, and for where the details stand. */
export function rememberLook(
  { sidebar }: Pick<ISidebarParts, 'sidebar'>,
  state: IStateDB
): void {
  const fail = (error: unknown) =>
    console.warn('Cellkeep: could not keep the look of the list.', error);
  let known = sidebar.snapshot.look;
  const keep = new Debouncer(
    () => state.save(LOOK_KEY, { ...known }).catch(fail),
    SETTLE_MS
  );
  sidebar.disposed.connect(() => keep.dispose());
  sidebar.stateChanged.connect(() => {
    const { look } = sidebar.snapshot;
    if (look !== known) {
      known = look;
      keep.invoke().catch(fail);
    }
  });
  state.fetch(LOOK_KEY).then(kept => {
    const { gallery, details, share } = (kept ?? {}) as Record<string, unknown>;
    if (
      sidebar.snapshot.look === DEFAULT_LOOK &&
      isDetailsPlace(details) &&
      isShare(share)
    ) {
      sidebar.setLook({ gallery: gallery === true, details, share });
    }
  }, fail);
}

/** While the bar above the details is moved, nothing is written. */
const SETTLE_MS = 300;
