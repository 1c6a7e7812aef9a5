/** Views that a person gave names to, as they stand in the user's settings. */
import type { ICatalogFilter, ICatalogView } from '../../model/view';
import { isFilter, isGrouping, isSort } from './viewValues';

/** A view with a name. */
export interface ISavedSearch {
  readonly name: string;
  readonly view: ICatalogView;
}

/** Reads what the settings hold; what is not understood is left out. */
export function readSearches(value: unknown): ReadonlyArray<ISavedSearch> {
  if (!Array.isArray(value)) {
    return [];
  }
  return value.flatMap((one: Readonly<Record<string, unknown>>) => {
    const { name, groupBy, sort, descending, filter } = one;
    return typeof name === 'string' &&
      isGrouping(groupBy) &&
      isSort(sort) &&
      typeof descending === 'boolean' &&
      isFilter(filter)
      ? [{ name, view: { groupBy, sort, descending, filter } }]
      : [];
  });
}

/** As the settings hold them. */
export function writeSearches(searches: ReadonlyArray<ISavedSearch>): object[] {
  return searches.map(({ name, view }) => ({ name, ...view }));
}

/** The searches with one more; it takes the place of one with its name. */
export function withSearch(
  searches: ReadonlyArray<ISavedSearch>,
  search: ISavedSearch
): ReadonlyArray<ISavedSearch> {
  return searches.some(({ name }) => name === search.name)
    ? searches.map(other => (other.name === search.name ? search : other))
    : [...searches, search];
}

/** The searches with another name for one; one that has that name already gives way. */
export function withName(
  searches: ReadonlyArray<ISavedSearch>,
  name: string,
  newName: string
): ReadonlyArray<ISavedSearch> {
  return searches
    .filter(other => other.name !== newName || other.name === name)
    .map(other => (other.name === name ? { ...other, name: newName } : other));
}

/** Whether two views show the same. */
export function isSameView(one: ICatalogView, other: ICatalogView): boolean {
  return canonical(one) === canonical(other);
}

function canonical({
  groupBy,
  sort,
  descending,
  filter
}: ICatalogView): string {
  const set = Object.entries(filter satisfies ICatalogFilter)
    .filter(([, value]) => value !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify([groupBy, sort, descending, set]);
}
