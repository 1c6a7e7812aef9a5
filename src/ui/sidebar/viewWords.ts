/** The words for what a person asked to see: groups, orders and filters. */
import type { TranslationBundle } from '@jupyterlab/translation';

import type { IGroupSnapshot } from '../../model/types';
import type {
  DateRange,
  Grouping,
  ICatalogFilter,
  ICatalogView,
  SortKey
} from '../../model/view';
import type { Artifact, FoundIn } from '../../protocol/generated';
import { bytes, dayWords, displayName } from '../format';
import { categoryWord, kindWord } from '../words';

/** What a group is called. */
export function groupLabel(
  group: Pick<IGroupSnapshot, 'key' | 'label'>,
  by: Grouping,
  now: Date,
  trans: TranslationBundle
): string {
  switch (by) {
    case 'kind':
      return kindWord(group.key, trans);
    case 'day':
      return dayWords(group.key, now, trans);
    case 'notebook':
      return group.label || trans.__('No notebook');
    case 'sharing':
      return group.key === 'mine'
        ? trans.__('Mine')
        : trans.__('Shared with me');
    default:
      return group.label || group.key;
  }
}

/** What the list is put into groups by. */
export function groupingWord(by: Grouping, trans: TranslationBundle): string {
  const words: Readonly<Record<Grouping, () => string>> = {
    run: () => trans.__('Run'),
    name: () => trans.__('Name'),
    notebook: () => trans.__('Notebook'),
    folder: () => trans.__('Folder'),
    day: () => trans.__('Day'),
    kind: () => trans.__('Type'),
    sharing: () => trans.__('Sharing'),
    none: () => trans.__('No groups')
  };
  return words[by]();
}

/** An order: what comes first. */
export function orderWord(
  sort: SortKey,
  descending: boolean,
  trans: TranslationBundle
): string {
  switch (sort) {
    case 'time':
      return descending ? trans.__('Newest first') : trans.__('Oldest first');
    case 'name':
      return descending ? trans.__('Name, Z to A') : trans.__('Name, A to Z');
    case 'size':
      return descending
        ? trans.__('Largest first')
        : trans.__('Smallest first');
  }
}

/** Where the details of what is selected stand. */
export function detailsPlaceWord(
  place: 'below' | 'right' | 'hidden',
  trans: TranslationBundle
): string {
  switch (place) {
    case 'below':
      return trans.__('Details below the list');
    case 'right':
      return trans.__('Details on the right');
    case 'hidden':
      return trans.__('No details');
  }
}

/** How many versions and runs the row of a name stands for. */
export function spanWords(
  { runs, versions }: { readonly runs: number; readonly versions: number },
  trans: TranslationBundle
): string {
  const all = trans._n('%1 version', '%1 versions', versions);
  return runs === 1
    ? all
    : trans._n('%2 in %1 run', '%2 in %1 runs', runs, all);
}

/** Where the words of a search were found in an artifact; empty where in its name. */
export function foundWords(
  { found_in: places = [] }: Pick<Artifact, 'found_in'>,
  trans: TranslationBundle
): string {
  return places
    .map(({ place, text }) =>
      trans.__('%1: %2', placeWord(place, trans), displayName(text))
    )
    .join(' · ');
}

function placeWord(place: FoundIn['place'], trans: TranslationBundle): string {
  const words: Readonly<Record<FoundIn['place'], () => string>> = {
    alias: () => trans.__('alias'),
    tag: () => trans.__('tag'),
    notes: () => trans.__('notes'),
    metadata: () => trans.__('metadata'),
    source: () => trans.__('code'),
    notebook: () => trans.__('notebook'),
    type: () => trans.__('type'),
    run: () => trans.__('run')
  };
  return words[place]();
}

/** The whole view in a few words, for the button that changes it. */
export function viewWords(
  { groupBy, sort, descending }: ICatalogView,
  trans: TranslationBundle
): string {
  return trans.__(
    'View: %1, %2',
    groupingWord(groupBy, trans),
    orderWord(sort, descending, trans)
  );
}

/** "Larger than 10 MB", "Smaller than 1 MB", "1 MB to 10 MB". */
export function sizeWords(
  least: number | undefined,
  most: number | undefined,
  trans: TranslationBundle
): string {
  if (least !== undefined && most !== undefined) {
    return trans.__('%1 to %2', bytes(least), bytes(most));
  }
  return least !== undefined
    ? trans.__('Larger than %1', bytes(least))
    : trans.__('Smaller than %1', bytes(most ?? 0));
}

/** "Today", "Last 7 days", "Since Nov 3", "Nov 3 to Nov 5". */
export function dateWords(
  range: DateRange,
  now: Date,
  trans: TranslationBundle
): string {
  if ('lastDays' in range) {
    return range.lastDays === 1
      ? trans.__('Today')
      : trans.__('Last %1 days', range.lastDays);
  }
  const { from, to } = range;
  const word = (day: string): string => dayWords(day, now, trans);
  if (from && to) {
    return from === to
      ? word(from)
      : trans.__('%1 to %2', word(from), word(to));
  }
  return from
    ? trans.__('Since %1', word(from))
    : trans.__('Until %1', word(to ?? ''));
}

/** Whether the bytes are as they were stored. */
export function statusWord(
  status: 'stored' | 'damaged',
  trans: TranslationBundle
): string {
  return status === 'damaged' ? trans.__('Damaged') : trans.__('Intact');
}

/** One thing that the list is narrowed to. */
export interface IChip {
  readonly key: string;
  readonly label: string;
  /** The filter without it. */
  readonly without: ICatalogFilter;
}

/** What a filter narrows the list to, beside its text, one by one. */
export function chipsOf(
  filter: ICatalogFilter,
  now: Date,
  trans: TranslationBundle
): IChip[] {
  const { category = [], kind = [], tag, sizeMin, sizeMax, date } = filter;
  const chips: IChip[] = [
    ...kind.map(one => ({
      key: `kind ${one}`,
      label: kindWord(one, trans),
      without: { ...filter, kind: without(kind, one) }
    })),
    ...category.map(one => ({
      key: `category ${one}`,
      label: capitalised(categoryWord(one, trans)),
      without: { ...filter, category: without(category, one) }
    }))
  ];
  if (tag !== undefined) {
    chips.push({
      key: 'tag',
      label: trans.__('Tag %1', displayName(tag)),
      without: { ...filter, tag: undefined }
    });
  }
  if (sizeMin !== undefined || sizeMax !== undefined) {
    chips.push({
      key: 'size',
      label: sizeWords(sizeMin, sizeMax, trans),
      without: { ...filter, sizeMin: undefined, sizeMax: undefined }
    });
  }
  if (date !== undefined) {
    chips.push({
      key: 'date',
      label: dateWords(date, now, trans),
      without: { ...filter, date: undefined }
    });
  }
  if (filter.status !== undefined) {
    chips.push({
      key: 'status',
      label: statusWord(filter.status, trans),
      without: { ...filter, status: undefined }
    });
  }
  return chips;
}

function without<T>(values: readonly T[], gone: T): readonly T[] | undefined {
  const rest = values.filter(value => value !== gone);
  return rest.length > 0 ? rest : undefined;
}

/** A word as it stands alone. */
export function capitalised(word: string): string {
  return word.charAt(0).toLocaleUpperCase() + word.slice(1);
}
