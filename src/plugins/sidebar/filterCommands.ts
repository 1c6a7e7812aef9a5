/**
 * The commands that narrow the sidebar's list.
 */

import { InputDialog } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { NO_FILTER, isFiltered, type ICatalogFilter } from '../../model/view';
import {
  capitalised,
  dateWords,
  sizeWords,
  statusWord
} from '../../ui/sidebar/viewWords';
import { categoryWord, kindWord } from '../../ui/words';
import { CommandIDs } from '../application/commandIds';
import type { AddCommand } from '../application/commands';
import { textOf } from '../application/commandTargets';
import type { ISidebarParts } from './parts';
import { askDays, askSizes } from './rangeDialogs';
import {
  isCategory,
  isCount,
  isDate,
  isStatus
} from '../application/viewValues';

/** Adds the commands. */
export function addFilterCommands(add: AddCommand, parts: ISidebarParts): void {
  const { cellkeep, sidebar, trans } = parts;
  const filter = (): ICatalogFilter => cellkeep.catalog.snapshot.view.filter;
  const change = (changed: Partial<ICatalogFilter>): void => {
    const { view } = cellkeep.catalog.snapshot;
    sidebar.show({ ...view, filter: { ...view.filter, ...changed } });
  };

  add(CommandIDs.filterArtifacts, {
    label: args => optionWord(args, parts),
    args: {
      kind: trans.__('A type'),
      category: trans.__('A category'),
      sizeMin: { type: 'number', description: trans.__('Bytes at least') },
      sizeMax: { type: 'number', description: trans.__('Bytes at most') },
      date: {
        type: 'object',
        description: trans.__(
          'The last days (`lastDays`), or days from and to (`from`, `to`)'
        )
      },
      status: trans.__('Whether damaged, or stored')
    },
    isEnabled: args => Object.keys(optionOf(args, NO_FILTER)).length > 0,
    isToggleable: true,
    isToggled: args => isSet(args, filter()),
    execute: args => change(optionOf(args, filter()))
  });

  add(CommandIDs.filterByTag, {
    label: trans.__('Tag…'),
    args: { tag: trans.__('A tag') },
    inPalette: true,
    isToggleable: true,
    isToggled: () => filter().tag !== undefined,
    execute: async args => {
      const tag = textOf(args, 'tag') ?? (await askTag(parts));
      if (tag !== null) {
        change({ tag: tag.trim() || undefined });
      }
    }
  });

  add(CommandIDs.filterBySize, {
    label: trans.__('Other Sizes…'),
    execute: async () => {
      const sizes = await askSizes(filter(), trans);
      if (sizes) {
        change(sizes);
      }
    }
  });

  add(CommandIDs.filterByDate, {
    label: trans.__('Other Days…'),
    execute: async () => {
      const days = await askDays(filter(), trans);
      if (days) {
        change(days);
      }
    }
  });

  add(CommandIDs.clearFilters, {
    label: trans.__('Clear All Filters'),
    inPalette: true,
    isEnabled: () => isFiltered(filter()),
    whyNot: trans.__('Nothing is filtered'),
    execute: () =>
      sidebar.show({ ...cellkeep.catalog.snapshot.view, filter: NO_FILTER })
  });
}

/** What a choice of the menu makes of a filter: it puts it in, or takes it out again. */
function optionOf(
  args: ReadonlyPartialJSONObject,
  filter: ICatalogFilter
): Partial<ICatalogFilter> {
  const { kind, category, sizeMin, sizeMax, date, status } = args;
  if (typeof kind === 'string') {
    return { kind: toggled(filter.kind, kind) };
  }
  if (isCategory(category)) {
    return { category: toggled(filter.category, category) };
  }
  const isOn = isSet(args, filter);
  if (isCount(sizeMin) || isCount(sizeMax)) {
    return {
      sizeMin: !isOn && isCount(sizeMin) ? sizeMin : undefined,
      sizeMax: !isOn && isCount(sizeMax) ? sizeMax : undefined
    };
  }
  if (isDate(date)) {
    return { date: isOn ? undefined : date };
  }
  if (isStatus(status)) {
    return { status: isOn ? undefined : status };
  }
  return {};
}

function isSet(
  args: ReadonlyPartialJSONObject,
  filter: ICatalogFilter
): boolean {
  const { kind, category, sizeMin, sizeMax, date, status } = args;
  if (typeof kind === 'string') {
    return filter.kind?.includes(kind) ?? false;
  }
  if (isCategory(category)) {
    return filter.category?.includes(category) ?? false;
  }
  if (isCount(sizeMin) || isCount(sizeMax)) {
    return filter.sizeMin === sizeMin && filter.sizeMax === sizeMax;
  }
  if (isDate(date)) {
    return JSON.stringify(filter.date) === JSON.stringify(date);
  }
  return isStatus(status) && filter.status === status;
}

function toggled<T>(
  values: readonly T[] = [],
  value: T
): readonly T[] | undefined {
  const changed = values.includes(value)
    ? values.filter(other => other !== value)
    : [...values, value];
  return changed.length > 0 ? changed : undefined;
}

function optionWord(
  args: ReadonlyPartialJSONObject,
  { trans }: ISidebarParts
): string {
  const { kind, category, sizeMin, sizeMax, date, status } = args;
  if (typeof kind === 'string') {
    return kindWord(kind, trans);
  }
  if (isCategory(category)) {
    return capitalised(categoryWord(category, trans));
  }
  if (isCount(sizeMin) || isCount(sizeMax)) {
    return sizeWords(
      isCount(sizeMin) ? sizeMin : undefined,
      isCount(sizeMax) ? sizeMax : undefined,
      trans
    );
  }
  if (isDate(date)) {
    return dateWords(date, new Date(), trans);
  }
  return isStatus(status)
    ? statusWord(status, trans)
    : trans.__('Filter Artifacts');
}

/** Asks for a tag, and offers those there are. */
async function askTag({
  cellkeep,
  trans
}: ISidebarParts): Promise<string | null> {
  const { items } = await cellkeep.api.library.groups('tag', {}, MOST_TAGS);
  const { value } = await InputDialog.getItem({
    title: trans.__('Filter by tag'),
    label: trans.__('The tag, of the artifact or of its run:'),
    items: items.map(({ label }) => label),
    current: cellkeep.catalog.snapshot.view.filter.tag ?? '',
    editable: true,
    okLabel: trans.__('Filter')
  });
  return value;
}

const MOST_TAGS = 1000;
