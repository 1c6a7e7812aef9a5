/** Whether something from outside, such as a command's argument or a setting, is part of a view. */
import type {
  DateRange,
  Grouping,
  ICatalogFilter,
  SortKey
} from '../../model/view';
import { isCategory } from '../../protocol/labels';
import type { DetailsPlace } from './sidebarState';

export const GROUPINGS: readonly Grouping[] = [
  'run',
  'name',
  'notebook',
  'folder',
  'day',
  'kind',
  'sharing',
  'none'
];
export const SORTS: readonly SortKey[] = ['time', 'name', 'size'];
export const STATUSES = ['stored', 'damaged'] as const;

export function isGrouping(value: unknown): value is Grouping {
  return GROUPINGS.some(one => one === value);
}

export function isSort(value: unknown): value is SortKey {
  return SORTS.some(one => one === value);
}

export function isStatus(value: unknown): value is 'stored' | 'damaged' {
  return STATUSES.some(one => one === value);
}

export const DETAILS_PLACES: readonly DetailsPlace[] = [
  'below',
  'right',
  'hidden'
];

export function isDetailsPlace(value: unknown): value is DetailsPlace {
  return DETAILS_PLACES.some(one => one === value);
}

/** A part of the height in percent. */
export function isShare(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value < 100;
}

export function isDate(value: unknown): value is DateRange {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { lastDays, from, to } = value as Readonly<Record<string, unknown>>;
  return (
    isCount(lastDays) ||
    ((isDay(from) || isDay(to)) &&
      (from === undefined || isDay(from)) &&
      (to === undefined || isDay(to)))
  );
}

export function isDay(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function isFilter(value: unknown): value is ICatalogFilter {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const filter = value as Readonly<Record<string, unknown>>;
  const { text, category, kind, tag, sizeMin, sizeMax, date, status } = filter;
  const may = (one: unknown, is: (value: unknown) => boolean): boolean =>
    one === undefined || is(one);
  return (
    typeof text === 'string' &&
    may(category, all => Array.isArray(all) && all.every(isCategory)) &&
    may(kind, all => Array.isArray(all) && all.every(isText)) &&
    may(tag, isText) &&
    may(sizeMin, isCount) &&
    may(sizeMax, isCount) &&
    may(date, isDate) &&
    may(status, isStatus)
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
