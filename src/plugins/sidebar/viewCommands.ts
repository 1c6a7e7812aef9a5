/**
 * The commands that group and sort the sidebar's list, and that save and open searches.
 */

import { InputDialog } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { ICatalogView } from '../../model/view';
import {
  detailsPlaceWord,
  groupingWord,
  orderWord
} from '../../ui/sidebar/viewWords';
import { CommandIDs } from '../application/commandIds';
import type { AddCommand } from '../application/commands';
import { textOf } from '../application/commandTargets';
import {
  isSameView,
  withName,
  withSearch,
  type ISavedSearch
} from '../application/savedSearches';
import { isDetailsPlace, isGrouping, isSort } from '../application/viewValues';
import type { ISidebarParts } from './parts';

/** Adds the commands. */
export function addViewCommands(add: AddCommand, parts: ISidebarParts): void {
  const { cellkeep, sidebar, trans } = parts;
  const view = (): ICatalogView => cellkeep.catalog.snapshot.view;

  add(CommandIDs.groupArtifacts, {
    label: ({ by }) =>
      isGrouping(by) ? groupingWord(by, trans) : trans.__('Group Artifacts'),
    args: {
      by: trans.__(
        'run, name, notebook, folder, day, kind, sharing, or none for a flat list'
      )
    },
    isEnabled: ({ by }) => isGrouping(by),
    // Only a service knows whose a run is.
    isVisible: ({ by }) =>
      by !== 'sharing' ||
      cellkeep.catalog.snapshot.storeStatus?.person !== undefined,
    isToggleable: true,
    isToggled: ({ by }) => view().groupBy === by,
    execute: ({ by }) => {
      if (isGrouping(by)) {
        sidebar.show({ ...view(), groupBy: by });
      }
    }
  });

  add(CommandIDs.sortArtifacts, {
    label: ({ sort, descending }) =>
      isSort(sort)
        ? orderWord(sort, descending === true, trans)
        : trans.__('Sort Artifacts'),
    args: {
      sort: trans.__('time, name or size'),
      descending: {
        type: 'boolean',
        description: trans.__('Whether the latest, or largest, come first')
      }
    },
    isEnabled: ({ sort }) => isSort(sort),
    isToggleable: true,
    isToggled: ({ sort, descending }) =>
      view().sort === sort && view().descending === (descending === true),
    execute: ({ sort, descending }) => {
      if (isSort(sort)) {
        sidebar.show({ ...view(), sort, descending: descending === true });
      }
    }
  });

  addLookCommands(add, parts);
  addSearchCommands(add, parts);
}

/** How the list looks, whatever is in it. */
function addLookCommands(add: AddCommand, parts: ISidebarParts): void {
  const { sidebar, trans } = parts;
  add(CommandIDs.showAs, {
    label: ({ as }) =>
      as === 'gallery' ? trans.__('Gallery') : trans.__('List'),
    args: {
      as: trans.__('list or gallery')
    },
    isEnabled: ({ as }) => as === 'gallery' || as === 'list',
    isToggleable: true,
    isToggled: ({ as }) => sidebar.snapshot.look.gallery === (as === 'gallery'),
    execute: ({ as }) => sidebar.setLook({ gallery: as === 'gallery' })
  });
  add(CommandIDs.placeDetails, {
    label: ({ place }) =>
      isDetailsPlace(place)
        ? detailsPlaceWord(place, trans)
        : trans.__('Place Details'),
    args: {
      place: trans.__('below, right or hidden')
    },
    isEnabled: ({ place }) => isDetailsPlace(place),
    isToggleable: true,
    isToggled: ({ place }) => sidebar.snapshot.look.details === place,
    execute: ({ place }) => {
      if (isDetailsPlace(place)) {
        sidebar.setLook({ details: place });
      }
    }
  });
}

function addSearchCommands(add: AddCommand, parts: ISidebarParts): void {
  const { cellkeep, settings, sidebar, trans } = parts;
  const view = (): ICatalogView => cellkeep.catalog.snapshot.view;
  const named = ({ name }: ReadonlyPartialJSONObject) =>
    settings.current.savedSearches.find(search => search.name === name);
  const keep = (searches: ReadonlyArray<ISavedSearch>) =>
    settings.saveSearches(searches);
  const args = {
    name: trans.__('Name of the search')
  };

  add(CommandIDs.saveSearch, {
    label: trans.__('Save This Search…'),
    args,
    inPalette: true,
    execute: async given => {
      const name =
        textOf(given, 'name') ??
        (await askName(trans.__('Save search'), '', parts));
      if (name) {
        const search = { name, view: view() };
        await keep(withSearch(settings.current.savedSearches, search));
      }
    }
  });
  add(CommandIDs.openSearch, {
    label: args => named(args)?.name ?? trans.__('Open Saved Search'),
    args,
    isEnabled: args => named(args) !== undefined,
    isToggleable: true,
    isToggled: args => {
      const search = named(args);
      return search !== undefined && isSameView(search.view, view());
    },
    execute: args => {
      const search = named(args);
      if (search) {
        sidebar.show(search.view);
      }
    }
  });
  add(CommandIDs.renameSearch, {
    label: args => named(args)?.name ?? trans.__('Rename Saved Search'),
    args,
    isEnabled: args => named(args) !== undefined,
    execute: async given => {
      const old = named(given)?.name;
      const title = trans.__('Rename saved search');
      const name = old && (await askName(title, old, parts));
      if (old && name) {
        await keep(withName(settings.current.savedSearches, old, name));
      }
    }
  });
  add(CommandIDs.deleteSearch, {
    label: args => named(args)?.name ?? trans.__('Delete Saved Search'),
    args,
    isEnabled: args => named(args) !== undefined,
    execute: async given => {
      const gone = named(given);
      const { savedSearches } = settings.current;
      await keep(savedSearches.filter(search => search !== gone));
    }
  });
}

async function askName(
  title: string,
  text: string,
  { trans }: ISidebarParts
): Promise<string | undefined> {
  const { value } = await InputDialog.getText({
    title,
    text,
    label: trans.__('Name'),
    okLabel: trans.__('Save')
  });
  return value?.trim() || undefined;
}
