/**
 * The commands that narrow the sidebar's list.
 */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import { InputDialog } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { NO_FILTER, isFiltered, type ICatalogFilter } from '../../model/view';
import { asCellkeepError } from '../../protocol/errors';
import {
  capitalised,
  dateWords,
  sizeWords,
  statusWord
} from '../../ui/sidebar/viewWords';
import { categoryWord, kindWord } from '../../ui/words';
import { CommandIDs } from '../application/commandIds';
import { askDays, askSizes } from './rangeDialogs';
import { tellFailure } from '../application/tell';
import { isCategory, isCount, isDate, isStatus } from './viewValues';
import type { IWorkbench } from '../application/workbench';

/** Adds the commands. */
export function addFilterCommands(
  app: JupyterFrontEnd,
  workbench: IWorkbench
): void {
  const { commands } = app;
  const { cellkeep, sidebar, trans } = workbench;
  const filter = (): ICatalogFilter => cellkeep.catalog.snapshot.view.filter;
  const change = (changed: Partial<ICatalogFilter>): void => {
    const { view } = cellkeep.catalog.snapshot;
    sidebar.show({ ...view, filter: { ...view.filter, ...changed } });
  };
  const nothing = { args: { type: 'object', properties: {} } } as const;

  commands.addCommand(CommandIDs.filterArtifacts, {
    label: args => optionWord(args, workbench),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          kind: { type: 'string', description: trans.__('A type') },
          category: { type: 'string', description: trans.__('A category') },
          sizeMin: { type: 'number', description: trans.__('Bytes at least') },
          sizeMax: { type: 'number', description: trans.__('Bytes at most') },
          date: {
            type: 'object',
            description: trans.__(
              'The last days (`lastDays`), or days from and to (`from`, `to`)'
            )
          },
          status: {
            type: 'string',
            description: trans.__('Whether damaged, or stored')
          }
        }
      }
    },
    isEnabled: args => Object.keys(optionOf(args, NO_FILTER)).length > 0,
    isToggleable: true,
    isToggled: args => isSet(args, filter()),
    execute: args => change(optionOf(args, filter()))
  });

  commands.addCommand(CommandIDs.filterByTag, {
    label: trans.__('Tag…'),
    describedBy: {
      args: {
        type: 'object',
        properties: { tag: { type: 'string', description: trans.__('A tag') } }
      }
    },
    isToggleable: true,
    isToggled: () => filter().tag !== undefined,
    execute: async args => {
      try {
        const tag =
          typeof args['tag'] === 'string'
            ? args['tag']
            : await askTag(workbench);
        if (tag !== null) {
          change({ tag: tag.trim() || undefined });
        }
      } catch (error) {
        tellFailure(asCellkeepError(error), trans);
      }
    }
  });

  commands.addCommand(CommandIDs.filterBySize, {
    label: trans.__('Other Sizes…'),
    describedBy: nothing,
    execute: async () => {
      const sizes = await askSizes(filter(), trans);
      if (sizes) {
        change(sizes);
      }
    }
  });

  commands.addCommand(CommandIDs.filterByDate, {
    label: trans.__('Other Days…'),
    describedBy: nothing,
    execute: async () => {
      const days = await askDays(filter(), trans);
      if (days) {
        change(days);
      }
    }
  });

  commands.addCommand(CommandIDs.clearFilters, {
    label: trans.__('Clear All Filters'),
    describedBy: nothing,
    isEnabled: () => isFiltered(filter()),
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
  { trans }: IWorkbench
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
async function askTag({ cellkeep, trans }: IWorkbench): Promise<string | null> {
  const { items } = await cellkeep.api.library.groups('tag', {}, MOST_TAGS);
  const { value } = await InputDialog.getItem({
    title: trans.__('Only what has a tag'),
    label: trans.__('The tag, of the artifact or of its run:'),
    items: items.map(({ label }) => label),
    current: cellkeep.catalog.snapshot.view.filter.tag ?? '',
    editable: true,
    okLabel: trans.__('Filter')
  });
  return value;
}

const MOST_TAGS = 1000;
