/** Groups of artifacts, as one immutable list; a run is one of the things to group by. Pure: lists in, a list out. */
import type { Artifact, ArtifactPage, Group } from '../protocol/generated';
import { NO_PAGES, replaced, type IPages } from './pages';
import type { IFound, IGroupSnapshot } from './types';
import { dayOfHour, groupOf, type Grouping, type ICatalogView } from './view';

/** A group with the loaded part of its artifacts. */
export interface IGroupEntry extends IPages, IGroupSnapshot {
  /** `seq` of the one stored last; tells what is new. */
  readonly lastSeq: number;
}

export type GroupList = ReadonlyArray<IGroupEntry>;

/** The flat list where nothing is found. */
export const NOTHING_FOUND: IGroupEntry = {
  ...NO_PAGES,
  key: '',
  label: '',
  count: 0,
  bytes: 0,
  lastSeq: 0,
  expanded: true,
  complete: true,
  isLoaded: true
};

/** Returns the groups that a first page has artifacts of, in their order, not counted yet. */
export function fromPage(
  page: ArtifactPage,
  view: ICatalogView,
  isOpen: (key: string) => boolean
): GroupList {
  const complete = page.next_cursor === undefined;
  const parts = byGroup(page.items, view.groupBy);
  const groups = [...parts].map(([key, artifacts]) => ({
    key,
    label: labelOf(artifacts[0], key, view.groupBy),
    artifacts: artifacts.length,
    bytes: artifacts.reduce((sum, { size }) => sum + size, 0),
    last_seq: Math.max(...artifacts.map(({ seq }) => seq))
  }));
  return inOrder(groups, view).map(group => ({
    ...NO_PAGES,
    key: group.key,
    label: group.label,
    count: complete ? group.artifacts : undefined,
    bytes: group.bytes,
    lastSeq: group.last_seq,
    expanded: isOpen(group.key),
    artifacts: parts.get(group.key) ?? [],
    isLoaded: true,
    complete,
    cursor: cursorOf(page, view.groupBy)
  }));
}

/** Returns the counted groups, with what is loaded of them. */
export function counted(
  groups: ReadonlyArray<Group>,
  before: GroupList,
  isOpen: (key: string, index: number) => boolean
): GroupList {
  const known = new Map(before.map(entry => [entry.key, entry]));
  return groups.map((group, index) => {
    const { key, label, artifacts: count, bytes, last_seq: lastSeq } = group;
    const entry = known.get(key);
    const pages = entry ?? NO_PAGES;
    return {
      ...pages,
      key,
      label,
      count,
      bytes,
      lastSeq,
      complete:
        count === 0 || (pages.isLoaded && pages.artifacts.length >= count),
      expanded: entry?.expanded ?? isOpen(key, index)
    };
  });
}

/** Whether a group has other artifacts than when its pages were loaded. */
export function hasChanged(
  entry: IGroupEntry,
  before: IGroupEntry | undefined
): boolean {
  return (
    before?.count !== undefined &&
    (before.count !== entry.count || before.lastSeq !== entry.lastSeq)
  );
}

/** Returns the list with one group changed. */
export function changeGroup(
  list: GroupList,
  key: string,
  change: (entry: IGroupEntry) => Partial<IGroupEntry>
): GroupList {
  return list.map(entry =>
    entry.key === key ? { ...entry, ...change(entry) } : entry
  );
}

/** Returns the list without artifacts, as far as they are loaded; the server counts the others. */
export function withoutArtifacts(
  list: GroupList,
  artifactIds: ReadonlySet<string>
): GroupList {
  return list.map(entry => {
    const gone = entry.artifacts.filter(({ id }) => artifactIds.has(id));
    if (gone.length === 0) {
      return entry;
    }
    const bytes = gone.reduce((sum, { size }) => sum + size, 0);
    return {
      ...entry,
      artifacts: entry.artifacts.filter(({ id }) => !artifactIds.has(id)),
      ...grown(entry, -gone.length, -bytes)
    };
  });
}

/** Returns the numbers of a group that so much was added to, or taken from. */
export function grown(
  { count, bytes, run }: IGroupEntry,
  moreArtifacts: number,
  moreBytes: number
): Pick<IGroupEntry, 'count' | 'bytes' | 'run'> {
  const artifacts =
    count === undefined ? undefined : Math.max(0, count + moreArtifacts);
  const size = Math.max(0, bytes + moreBytes);
  return {
    count: artifacts,
    bytes: size,
    run: run && { ...run, artifacts: artifacts ?? 0, bytes: size }
  };
}

/** Returns the list with an artifact replaced by its newer self. */
export function withReplaced(list: GroupList, artifact: Artifact): GroupList {
  return list.map(entry => {
    const artifacts = replaced(entry.artifacts, artifact);
    return artifacts === entry.artifacts ? entry : { ...entry, artifacts };
  });
}

/** Returns hours, the newest first, as local days. */
export function daysOfHours(
  hours: ReadonlyArray<Group>,
  more: boolean
): ReadonlyArray<Group> {
  const days = new Map<string, Group>();
  for (const hour of hours) {
    const key = dayOfHour(hour.key);
    const day = days.get(key);
    days.set(key, {
      key,
      label: key,
      artifacts: (day?.artifacts ?? 0) + hour.artifacts,
      bytes: (day?.bytes ?? 0) + hour.bytes,
      last_seq: Math.max(day?.last_seq ?? 0, hour.last_seq)
    });
  }
  const whole = [...days.values()];
  // The last one may go on beyond the limit, and would be counted too low.
  return more && whole.length > 1 ? whole.slice(0, -1) : whole;
}

/** One for all: making one takes longer than a thousand comparisons. */
const BY_NAME = new Intl.Collator();

/** Returns groups in the order of the view's artifacts. */
export function inOrder(
  groups: ReadonlyArray<Group>,
  { groupBy, sort, descending }: ICatalogView
): ReadonlyArray<Group> {
  const compare = {
    time: (left: Group, right: Group) => left.last_seq - right.last_seq,
    size: (left: Group, right: Group) => left.bytes - right.bytes,
    name: (left: Group, right: Group) =>
      BY_NAME.compare(left.label, right.label)
  };
  // Days follow each other, whatever is sorted in them.
  const key = groupBy === 'day' && sort !== 'time' ? 'time' : sort;
  const down = key === sort ? descending : true;
  return [...groups].sort((left, right) =>
    down ? compare[key](right, left) : compare[key](left, right)
  );
}

/** Returns a group whose page on its way, if there is one, will not come. */
export function atRest(entry: IGroupEntry): IGroupEntry {
  return entry.loading ? { ...entry, loading: false } : entry;
}

/** Returns how much there is in all. */
export function sumOf(groups: ReadonlyArray<IFound>): IFound {
  return {
    artifacts: groups.reduce((sum, { artifacts }) => sum + artifacts, 0),
    bytes: groups.reduce((sum, { bytes }) => sum + bytes, 0)
  };
}

function byGroup(
  artifacts: ReadonlyArray<Artifact>,
  groupBy: Grouping
): ReadonlyMap<string, Artifact[]> {
  const groups = new Map<string, Artifact[]>();
  for (const artifact of artifacts) {
    const key = groupOf(artifact, groupBy) ?? '';
    const group = groups.get(key);
    if (group) {
      group.push(artifact);
    } else {
      groups.set(key, [artifact]);
    }
  }
  return groups;
}

function labelOf(
  artifact: Artifact | undefined,
  key: string,
  groupBy: Grouping
): string {
  return groupBy === 'run' ? (artifact?.run_name ?? key) : key;
}

/**
 * Where a group goes on behind a first page of all: what comes before that in the group is in the
 * page. Not for days, whose own question is sorted by another key.
 */
function cursorOf(page: ArtifactPage, groupBy: Grouping): string | undefined {
  return groupBy === 'day' ? undefined : page.next_cursor;
}
