/** What a person wants to see of the store: grouped by what, narrowed to what, in which order. Pure. */
import type { Artifact, Category } from '../protocol/generated';
import type {
  GroupBy,
  IArtifactFilter,
  IArtifactQuery
} from '../transport/queries';

/** What the list is put into groups by; `name` for one row a name, `none` for a flat list. */
export type Grouping =
  'run' | 'name' | 'notebook' | 'folder' | 'day' | 'kind' | 'sharing' | 'none';

export type SortKey = 'time' | 'name' | 'size';

/** The last days up to now, today being the first of them, or own days, both included (`2026-11-26`, local). */
export type DateRange =
  | { readonly lastDays: number }
  | { readonly from?: string; readonly to?: string };

/** What the list is narrowed to. What is absent is not asked for. */
export interface ICatalogFilter {
  readonly text: string;
  /** Any of these. */
  readonly category?: ReadonlyArray<Category>;
  /** Any of these kinds of `schema/types.json`. */
  readonly kind?: ReadonlyArray<string>;
  readonly tag?: string;
  /** Bytes, both included. */
  readonly sizeMin?: number;
  readonly sizeMax?: number;
  readonly date?: DateRange;
  readonly status?: 'stored' | 'damaged';
}

/** One way to look at the store. */
export interface ICatalogView {
  readonly groupBy: Grouping;
  readonly sort: SortKey;
  readonly descending: boolean;
  readonly filter: ICatalogFilter;
}

export const NO_FILTER: ICatalogFilter = { text: '' };

/** How the store is seen where nobody chose. */
export const DEFAULT_VIEW: ICatalogView = {
  groupBy: 'run',
  sort: 'time',
  descending: true,
  filter: NO_FILTER
};

/** Whether the list is narrowed to anything. */
export function isFiltered({ text, ...others }: ICatalogFilter): boolean {
  return (
    text.trim() !== '' ||
    Object.values(others).some(
      value =>
        value !== undefined && !(Array.isArray(value) && value.length === 0)
    )
  );
}

/** Whether a view is the runs as the store lists them: all, the newest first. */
export function isRunList({
  groupBy,
  sort,
  descending,
  filter
}: ICatalogView): boolean {
  return (
    groupBy === 'run' && sort === 'time' && descending && !isFiltered(filter)
  );
}

/** Whether two views are the same groups in the same order, with nothing left out. */
export function isSameList(one: ICatalogView, other: ICatalogView): boolean {
  return (
    one.groupBy === other.groupBy &&
    one.sort === other.sort &&
    one.descending === other.descending &&
    !isFiltered(one.filter)
  );
}

/** Whether the artifacts themselves say which groups they are in, and some are to be shown at once. */
export function wantsFirstPage({ groupBy, filter }: ICatalogView): boolean {
  return (
    groupBy === 'none' ||
    (isFiltered(filter) &&
      groupBy !== 'notebook' &&
      groupBy !== 'folder' &&
      groupBy !== 'sharing')
  );
}

/** Whether there is anything to count: of a flat list only what a filter finds. */
export function needsCount({ groupBy, filter }: ICatalogView): boolean {
  return groupBy !== 'none' || isFiltered(filter);
}

/** What the server is asked for. */
export function wireFilter(
  filter: ICatalogFilter,
  now: number
): IArtifactFilter {
  return {
    q: filter.text.trim() || undefined,
    category: filter.category,
    kind: filter.kind,
    tag: filter.tag,
    size_min: filter.sizeMin,
    size_max: filter.sizeMax,
    status: filter.status,
    ...times(filter.date, now)
  };
}

/** How the server is to sort. */
export function wireOrder({
  sort,
  descending
}: ICatalogView): Pick<IArtifactQuery, 'sort' | 'order'> {
  return { sort, order: descending ? 'desc' : 'asc' };
}

/** What the server is to count by. Hours make the days of any time zone; a flat list only needs the sum. */
export function countedBy(groupBy: Grouping): GroupBy {
  switch (groupBy) {
    case 'day':
      return 'hour';
    case 'name':
    case 'none':
      return 'category';
    default:
      return groupBy;
  }
}

/** A filter narrowed to one of the view's groups. */
export function inGroup(
  filter: IArtifactFilter,
  groupBy: Grouping,
  key: string
): IArtifactFilter {
  switch (groupBy) {
    case 'name':
    case 'none':
      return filter;
    case 'day': {
      const since = hourAtOrAfter(localDay(key));
      const until = hourAtOrAfter(localDay(key, 1));
      return {
        ...filter,
        since:
          filter.since !== undefined && filter.since > since
            ? filter.since
            : since,
        until:
          filter.until !== undefined && filter.until < until
            ? filter.until
            : until
      };
    }
    default:
      return { ...filter, group: `${groupBy}:${key}` };
  }
}

/** The group that an artifact is in; undefined where only the server knows. */
export function groupOf(
  artifact: Artifact,
  groupBy: Grouping
): string | undefined {
  switch (groupBy) {
    case 'run':
      return artifact.run_id;
    case 'kind':
      return artifact.kind;
    case 'day':
      return dayOfHour(artifact.stored_at);
    case 'none':
      return '';
    case 'name':
    case 'notebook':
    case 'folder':
    case 'sharing':
      return undefined;
  }
}

/** The local day of a time's hour: `2026-11-26`. */
export function dayOfHour(timestamp: string): string {
  return dayName(new Date(`${timestamp.slice(0, 13)}:00:00.000Z`));
}

/** A local day as it is written: `2026-11-26`. */
export function dayName(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function times(
  range: DateRange | undefined,
  now: number
): Pick<IArtifactFilter, 'since' | 'until'> {
  if (range === undefined) {
    return {};
  }
  if ('lastDays' in range) {
    const today = dayName(new Date(now));
    return { since: localDay(today, 1 - range.lastDays).toISOString() };
  }
  return {
    since: range.from && localDay(range.from).toISOString(),
    until: range.to && localDay(range.to, 1).toISOString()
  };
}

/** The beginning of a local day, or of one so many days later. */
function localDay(day: string, later = 0): Date {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later);
}

/** Days are counted in whole hours of UTC, also where a time zone is half an hour off. */
function hourAtOrAfter(date: Date): string {
  const hour = 3_600_000;
  return new Date(Math.ceil(date.getTime() / hour) * hour).toISOString();
}
