/** One row of the sidebar's list: what it is, where it stands, and what it is called by. Pure. */
import type { CatalogList, IGroupSnapshot } from '../../model/types';
import type { Grouping } from '../../model/view';
import type { Artifact, TransferStatus } from '../../protocol/generated';
import type { InFlight, SidebarTarget } from '../props';
import type { Line } from './outline';

export type Row =
  | { type: 'flight'; key: string; expanded: boolean }
  | { type: 'transfer'; key: string; transfer: TransferStatus }
  /** Stands for saves that wait and have no rows of their own. */
  | { type: 'waiting'; key: string; count: number }
  | { type: 'group'; key: string; by: Grouping; group: IGroupSnapshot }
  /** Names that begin alike: what stands before a slash. */
  | {
      type: 'folder';
      key: string;
      label: string;
      names: number;
      expanded: boolean;
    }
  | {
      type: 'artifact';
      key: string;
      artifact: Artifact;
      /** Whether its run stands above it. */
      inRun: boolean;
      /** The path of the folder that it stands in; empty outside of folders. */
      within: string;
      /** Whether it stands below the newest version of its name. */
      isOlder: boolean;
      /** Whether its older versions can be seen below it, and are; null where there are none. `group` where they are those of a group. */
      older: { key: string; expanded: boolean; group?: string } | null;
      /** How many versions and runs it stands for, where it stands for a name. */
      span?: { versions: number; runs: number };
    }
  /** Versions of a name that are of one run. */
  | {
      type: 'run';
      key: string;
      latest: Artifact;
      versions: number;
      expanded: boolean;
    }
  /** Stands for what is not loaded; loads it when it comes into view. `group` null for more groups, or more of a flat list. */
  | { type: 'more'; key: string; group: string | null }
  /** Says that there are more groups than can be listed. */
  | { type: 'cut'; key: string };

/** Where a row stands among its siblings, for people who do not see the tree. */
export interface RowPlace {
  level: number;
  position: number;
  /** -1 where nobody knows. */
  setSize: number;
}

/** Key of the header of what is in flight. */
export const FLIGHT_KEY = 'flight';

export function artifactKey(id: string): string {
  return `artifact ${id}`;
}

/** Whether anything under way is shown. */
export function isInFlight({ rows, waiting }: InFlight): boolean {
  return rows.length > 0 || waiting > 0;
}

/** How many rows the first level has; `flat` of them where the list has no groups. */
export function topLevelSize(
  { inFlight, list }: { inFlight: InFlight; list: CatalogList },
  flat: number
): number {
  const size = list.type === 'flat' ? flat : list.groups.length;
  const isCut = list.rest !== 'none';
  return size + (isCut ? 1 : 0) + (isInFlight(inFlight) ? 1 : 0);
}

/** The row of a line of an open group. */
export function lineRow(
  line: Line | undefined,
  inRun: boolean
): Row | undefined {
  if (line?.type === 'folder') {
    const { key, label, names, expanded } = line;
    return { type: 'folder', key, label, names, expanded };
  }
  return (
    line && {
      type: 'artifact',
      key: artifactKey(line.artifact.id),
      artifact: line.artifact,
      inRun,
      within: line.type === 'name' ? line.within : '',
      isOlder: line.type === 'version',
      older: line.type === 'name' ? line.older : null
    }
  );
}

/** Stands for what is not loaded. */
export function moreRow(group: string | null): Row {
  return { type: 'more', key: `more ${group ?? ''}`, group };
}

/** Runs keep their keys where the list becomes one of what is found in them. */
export function groupKey(by: Grouping, key: string): string {
  return `${by} ${key}`;
}

/** What a context menu on a row is about. */
export function targetOf(row: Row): SidebarTarget | null {
  switch (row.type) {
    case 'artifact':
      return { type: 'artifact', artifact: row.artifact };
    case 'group': {
      const { key: id, label: name, run } = row.group;
      return row.by === 'run'
        ? { type: 'run', run: run ?? { run: { id, name } } }
        : null;
    }
    case 'transfer':
      return { type: 'transfer', transfer: row.transfer };
    default:
      return null;
  }
}
