import type { Group } from '../protocol/generated';
import type { ApiClient } from '../transport/http';
import type { IArtifactFilter } from '../transport/queries';
import { daysOfHours, sumOf } from './foundList';
import type { IFound } from './types';
import { countedBy, isFiltered, type ICatalogView } from './view';

/** The groups of a view, as the server counted them. */
export interface ICounts {
  readonly groups: ReadonlyArray<Group>;
  /** Whether there are more groups than were asked for. */
  readonly more: boolean;
  /** How much the filter finds; undefined without one. */
  readonly found: IFound | undefined;
}

/** Counts the groups of a view, and all that its filter finds. */
export async function countGroups(
  { library }: Pick<ApiClient, 'library'>,
  { groupBy, filter }: ICatalogView,
  wire: IArtifactFilter,
  limit: number,
  signal: AbortSignal
): Promise<ICounts> {
  const by = countedBy(groupBy);
  const { items, more } = await library.groups(by, wire, limit, signal);
  const isNarrowed = isFiltered(filter);
  const all =
    isNarrowed && more
      ? await library.groups(countedBy('none'), wire, undefined, signal)
      : { items };
  return {
    groups: groupBy === 'day' ? daysOfHours(items, more) : items,
    more: groupBy !== 'none' && more,
    found: isNarrowed ? sumOf(all.items) : undefined
  };
}
