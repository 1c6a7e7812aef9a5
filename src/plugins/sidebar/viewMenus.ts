/**
 * The menus of the sidebar's buttons: filters and saved searches, groups and orders.
 */

import { MenuSvg } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyJSONObject } from '@lumino/coreutils';
import type { Menu } from '@lumino/widgets';

import { CATEGORIES } from '../../protocol/labels';
import { KINDS } from '../../protocol/types.generated';
import { CommandIDs } from '../application/commandIds';
import {
  DETAILS_PLACES,
  GROUPINGS,
  SORTS,
  STATUSES
} from '../application/viewValues';
import type { ISidebarParts } from './parts';

const MB = 1_000_000;
const SIZES = [1 * MB, 10 * MB, 100 * MB, 1000 * MB];
const DAYS = [1, 7, 30];

/** What the list can be narrowed to, and the saved searches. */
export function filterMenu(
  commands: CommandRegistry,
  { settings, trans }: ISidebarParts
): Menu {
  const menu = new MenuSvg({ commands });
  const option = (args: ReadonlyJSONObject): Menu.IItemOptions => ({
    command: CommandIDs.filterArtifacts,
    args
  });
  addSubmenu(
    menu,
    trans.__('Type'),
    KINDS.map(({ kind }) => option({ kind }))
  );
  addSubmenu(
    menu,
    trans.__('Category'),
    CATEGORIES.map(category => option({ category }))
  );
  addSubmenu(menu, trans.__('Size'), [
    ...SIZES.map(sizeMin => option({ sizeMin })),
    { command: CommandIDs.filterBySize }
  ]);
  addSubmenu(menu, trans.__('Date'), [
    ...DAYS.map(lastDays => option({ date: { lastDays } })),
    { command: CommandIDs.filterByDate }
  ]);
  addSubmenu(
    menu,
    trans.__('Status'),
    STATUSES.map(status => option({ status }))
  );
  menu.addItem({ command: CommandIDs.filterByTag });
  menu.addItem({ type: 'separator' });
  menu.addItem({ command: CommandIDs.clearFilters });
  menu.addItem({ type: 'separator' });
  const names = settings.current.savedSearches.map(({ name }) => name);
  const each = (command: string): Menu.IItemOptions[] =>
    names.map(name => ({ command, args: { name } }));
  each(CommandIDs.openSearch).forEach(item => menu.addItem(item));
  menu.addItem({ command: CommandIDs.saveSearch });
  if (names.length > 0) {
    addSubmenu(
      menu,
      trans.__('Rename Saved Search'),
      each(CommandIDs.renameSearch)
    );
    addSubmenu(
      menu,
      trans.__('Delete Saved Search'),
      each(CommandIDs.deleteSearch)
    );
  }
  return menu;
}

/** What the list is put into groups by, in which order it stands, and how it looks. */
export function viewMenu(commands: CommandRegistry): Menu {
  // What is asked for oftener stands first.
  const orders = SORTS.flatMap(sort =>
    [sort !== 'name', sort === 'name'].map(descending => ({ sort, descending }))
  );
  const each = (command: string, all: readonly ReadonlyJSONObject[]) =>
    all.map(args => ({ command, args }));
  return menuOf(commands, [
    each(
      CommandIDs.groupArtifacts,
      GROUPINGS.map(by => ({ by }))
    ),
    each(CommandIDs.sortArtifacts, orders),
    each(CommandIDs.showAs, [{ as: 'list' }, { as: 'gallery' }]),
    each(
      CommandIDs.placeDetails,
      DETAILS_PLACES.map(place => ({ place }))
    )
  ]);
}

/** What can be done with the selected artifacts. */
export function selectionMenu(commands: CommandRegistry): Menu {
  return menuOf(commands, [
    [
      CommandIDs.compare,
      CommandIDs.insertLoadCode,
      CommandIDs.copyLoadCode,
      CommandIDs.download,
      CommandIDs.exportCopy
    ],
    [CommandIDs.deleteArtifact]
  ]);
}

/** What can be done with the store, and with what is under way. */
export function moreMenu(commands: CommandRegistry): Menu {
  return menuOf(commands, [
    [
      CommandIDs.newRun,
      CommandIDs.uploadFiles,
      CommandIDs.importArchive,
      CommandIDs.exportArchive
    ],
    [CommandIDs.undoDelete, CommandIDs.deleteFound],
    [
      CommandIDs.pause,
      CommandIDs.resume,
      CommandIDs.retry,
      CommandIDs.cancel,
      CommandIDs.dismiss
    ],
    [CommandIDs.runs, CommandIDs.storage, CommandIDs.openSettings]
  ]);
}

/** A menu of commands in groups, with lines between them. */
function menuOf(
  commands: CommandRegistry,
  groups: readonly (readonly (string | Menu.IItemOptions)[])[]
): Menu {
  const menu = new MenuSvg({ commands });
  groups.forEach((group, index) => {
    if (index > 0) {
      menu.addItem({ type: 'separator' });
    }
    group.forEach(item =>
      menu.addItem(typeof item === 'string' ? { command: item } : item)
    );
  });
  return menu;
}

function addSubmenu(
  menu: Menu,
  label: string,
  items: readonly Menu.IItemOptions[]
): void {
  const submenu = new MenuSvg({ commands: menu.commands });
  submenu.title.label = label;
  items.forEach(item => submenu.addItem(item));
  menu.addItem({ type: 'submenu', submenu });
}
