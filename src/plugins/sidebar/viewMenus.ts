/**
 * The menus of the sidebar's buttons: filters and saved searches, groups and orders.
 */

import { MenuSvg } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyJSONObject } from '@lumino/coreutils';
import type { Menu } from '@lumino/widgets';

import { KINDS } from '../../protocol/types.generated';
import { CommandIDs } from '../application/commandIds';
import {
  CATEGORIES,
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
  const menu = new MenuSvg({ commands });
  for (const by of GROUPINGS) {
    menu.addItem({ command: CommandIDs.groupArtifacts, args: { by } });
  }
  menu.addItem({ type: 'separator' });
  for (const sort of SORTS) {
    // What is asked for oftener stands first.
    for (const descending of sort === 'name' ? [false, true] : [true, false]) {
      menu.addItem({
        command: CommandIDs.sortArtifacts,
        args: { sort, descending }
      });
    }
  }
  menu.addItem({ type: 'separator' });
  for (const as of ['list', 'gallery']) {
    menu.addItem({ command: CommandIDs.showAs, args: { as } });
  }
  menu.addItem({ type: 'separator' });
  for (const place of DETAILS_PLACES) {
    menu.addItem({ command: CommandIDs.placeDetails, args: { place } });
  }
  return menu;
}

/** What can be done with the selected artifacts. */
export function selectionMenu(commands: CommandRegistry): Menu {
  const menu = new MenuSvg({ commands });
  for (const command of [
    CommandIDs.compare,
    CommandIDs.insertLoadCode,
    CommandIDs.copyLoadCode,
    CommandIDs.download,
    CommandIDs.exportCopy
  ]) {
    menu.addItem({ command });
  }
  menu.addItem({ type: 'separator' });
  menu.addItem({ command: CommandIDs.deleteArtifact });
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
