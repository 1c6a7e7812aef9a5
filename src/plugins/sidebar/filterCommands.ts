/**
 * The commands that narrow the sidebar's list.
 */

import { InputDialog } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { NO_FILTER, isFiltered, type ICatalogFilter } from '../../model/view';
import { isCategory } from '../../protocol/labels';
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
import { isCount, isDate, isStatus } from '../application/viewValues';

/** Adds the commands. */
export function addFilterCommands(add: AddCommand, parts: ISidebarParts): void {
  const { cellkeep, sidebar, trans } = parts;
  const filter = (): ICatalogFilter => cellkeep.catalog.snapshot.view.filter;
  const change = (changed: Partial<ICatalogFilter>): void => {
    const { view } = cellkeep.catalog.snapshot;
    sidebar.show({ ...view, filter: { ...view.filter, ...changed } });
  };

  add(CommandIDs.filterArtifacts, {
    label: args => choiceOf(args, parts)?.word ?? trans.__('Filter Artifacts'),
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
    isEnabled: args => choiceOf(args, parts) !== undefined,
    isToggleable: true,
    isToggled: args => choiceOf(args, parts)?.isOn(filter()) ?? false,
    execute: args => {
      const choice = choiceOf(args, parts);
      if (choice) {
        change(choice.turned(filter(), !choice.isOn(filter())));
      }
    }
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

/** A choice of the menu. */
interface IChoice {
  readonly word: string;
  readonly isOn: (filter: ICatalogFilter) => boolean;
  /** What it makes of a filter where it is put in, or taken out again. */
  readonly turned: (
    filter: ICatalogFilter,
    on: boolean
  ) => Partial<ICatalogFilter>;
}

/** What a command's arguments choose; undefined where they choose nothing. */
function choiceOf(
  { kind, category, sizeMin, sizeMax, date, status }: ReadonlyPartialJSONObject,
  { trans }: ISidebarParts
): IChoice | undefined {
  if (typeof kind === 'string') {
    return {
      word: kindWord(kind, trans),
      isOn: filter => filter.kind?.includes(kind) ?? false,
      turned: filter => ({ kind: toggled(filter.kind, kind) })
    };
  }
  if (isCategory(category)) {
    return {
      word: capitalised(categoryWord(category, trans)),
      isOn: filter => filter.category?.includes(category) ?? false,
      turned: filter => ({ category: toggled(filter.category, category) })
    };
  }
  if (isCount(sizeMin) || isCount(sizeMax)) {
    const least = isCount(sizeMin) ? sizeMin : undefined;
    const most = isCount(sizeMax) ? sizeMax : undefined;
    return {
      word: sizeWords(least, most, trans),
      isOn: filter => filter.sizeMin === least && filter.sizeMax === most,
      turned: (_, on) => ({
        sizeMin: on ? least : undefined,
        sizeMax: on ? most : undefined
      })
    };
  }
  if (isDate(date)) {
    return {
      word: dateWords(date, new Date(), trans),
      isOn: filter => JSON.stringify(filter.date) === JSON.stringify(date),
      turned: (_, on) => ({ date: on ? date : undefined })
    };
  }
  return isStatus(status)
    ? {
        word: statusWord(status, trans),
        isOn: filter => filter.status === status,
        turned: (_, on) => ({ status: on ? status : undefined })
      }
    : undefined;
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
