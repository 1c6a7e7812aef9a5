/**
 * The rows of the sidebar's list, found by index without making a list of them.
 *
 * A store may hold a hundred thousand artifacts, and the model hands out a new snapshot whenever one
 * changes. Laying out costs one step per group; a row costs a binary search when it is drawn.
 */
import type { Artifact, TransferStatus } from '../../protocol/generated';
import type { CatalogList, IGroupSnapshot } from '../../model/types';
import type { Grouping } from '../../model/view';
import type { InFlight, SidebarTarget } from '../props';

export type Row =
  | { type: 'flight'; key: string; expanded: boolean }
  | { type: 'transfer'; key: string; transfer: TransferStatus }
  /** Stands for saves that wait and have no rows of their own. */
  | { type: 'waiting'; key: string; count: number }
  | { type: 'group'; key: string; by: Grouping; group: IGroupSnapshot }
  | { type: 'artifact'; key: string; artifact: Artifact; inRun: boolean }
  /** Stands for what is not loaded; loads it when it comes into view. `group` null for more groups, or more of a flat list. */
  | { type: 'more'; key: string; group: string | null }
  /** Says that there are more groups than can be listed. */
  | { type: 'cut'; key: string };

/** Where a row stands among its siblings, for people who do not see the tree. */
export interface RowPlace {
  level: 1 | 2;
  position: number;
  setSize: number;
}

export interface RowSource {
  inFlight: InFlight;
  flightExpanded: boolean;
  list: CatalogList;
}

interface Section {
  /** Index of its first row. */
  start: number;
  /** Its header, if it has one, and its rows. */
  length: number;
  row: (offset: number) => Row;
  place: (offset: number) => RowPlace;
}

/** Rows that are kept; more than fit on any screen. */
const DRAWN = 500;

/** Key of the header of what is in flight. */
export const FLIGHT_KEY = 'flight';

export function artifactKey(id: string): string {
  return `artifact ${id}`;
}

export class Rows {
  constructor(source: RowSource) {
    const top = topLevelSize(source);
    let position = 1;
    if (isInFlight(source.inFlight)) {
      this.#addFlight(source, position++, top);
    }
    const { list } = source;
    if (list.type === 'flat') {
      this.#addFlat(list.artifacts, position, top);
    } else {
      for (const group of list.groups) {
        this.#addGroup(group, list.view.groupBy, position++, top);
      }
    }
    if (list.rest !== 'none') {
      this.#addOne(
        list.rest === 'some' ? moreRow(null) : { type: 'cut', key: 'cut' },
        { level: 1, position: top, setSize: top }
      );
    }
  }

  /** How many rows there are. */
  get length(): number {
    return this.#length;
  }

  /** The row at an index, the same object each time while it is drawn; undefined outside. */
  at(index: number): Row | undefined {
    const drawn = this.#drawn.get(index);
    if (drawn) {
      return drawn;
    }
    const row = this.peek(index);
    if (row) {
      if (this.#drawn.size >= DRAWN) {
        this.#drawn.clear();
      }
      this.#drawn.set(index, row);
    }
    return row;
  }

  /** The row at an index, made for a look. */
  peek(index: number): Row | undefined {
    const section = this.#sectionAt(index);
    return section?.row(index - section.start);
  }

  /** Where the row at an index stands in the tree. */
  placeAt(index: number): RowPlace {
    const section = this.#sectionAt(index);
    return (
      section?.place(index - section.start) ?? {
        level: 1,
        position: 1,
        setSize: 1
      }
    );
  }

  /** Index of the header of the row at an index; the index itself for a row of the first level. */
  parentOf(index: number): number {
    const section = this.#sectionAt(index);
    if (!section || this.placeAt(index).level === 1) {
      return index;
    }
    return section.start;
  }

  /**
   * Index of the row with a key, or -1.
   *
   * @param near - Where it was last seen; looked at first.
   */
  indexOf(key: string, near = -1): number {
    for (const index of [near, near - 1, near + 1]) {
      if (index >= 0 && this.at(index)?.key === key) {
        return index;
      }
    }
    for (let index = 0; index < this.#length; index += 1) {
      if (this.peek(index)?.key === key) {
        return index;
      }
    }
    return -1;
  }

  #sections: Section[] = [];
  readonly #drawn = new Map<number, Row>();
  #length = 0;

  #sectionAt(index: number): Section | undefined {
    let low = 0;
    let high = this.#sections.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const section = this.#sections[middle];
      if (!section) {
        return undefined;
      }
      if (index < section.start) {
        high = middle - 1;
      } else if (index >= section.start + section.length) {
        low = middle + 1;
      } else {
        return section;
      }
    }
    return undefined;
  }

  #add(section: Omit<Section, 'start'>): void {
    if (section.length > 0) {
      this.#sections.push({ ...section, start: this.#length });
      this.#length += section.length;
    }
  }

  #addFlight(source: RowSource, position: number, top: number): void {
    const { inFlight, flightExpanded: expanded } = source;
    const { rows: transfers, waiting } = inFlight;
    const setSize = transfers.length + (waiting > 0 ? 1 : 0);
    this.#add({
      length: 1 + (expanded ? setSize : 0),
      row: offset => {
        if (offset === 0) {
          return { type: 'flight', key: FLIGHT_KEY, expanded };
        }
        const transfer = transfers[offset - 1];
        return transfer
          ? { type: 'transfer', key: `transfer ${transfer.id}`, transfer }
          : { type: 'waiting', key: 'waiting', count: waiting };
      },
      place: offset =>
        offset === 0
          ? { level: 1, position, setSize: top }
          : { level: 2, position: offset, setSize }
    });
  }

  #addGroup(
    group: IGroupSnapshot,
    by: Grouping,
    position: number,
    top: number
  ): void {
    const { artifacts, complete, count = 0, expanded, key } = group;
    const shown = expanded ? artifacts.length + (complete ? 0 : 1) : 0;
    const setSize = Math.max(count, artifacts.length);
    const inRun = by === 'run';
    this.#add({
      length: 1 + shown,
      row: offset =>
        offset === 0
          ? { type: 'group', key: groupKey(by, key), by, group }
          : (artifactRow(artifacts[offset - 1], inRun) ?? moreRow(key)),
      place: offset =>
        offset === 0
          ? { level: 1, position, setSize: top }
          : { level: 2, position: offset, setSize }
    });
  }

  #addFlat(artifacts: readonly Artifact[], first: number, top: number): void {
    this.#add({
      length: artifacts.length,
      row: offset => artifactRow(artifacts[offset], false) ?? moreRow(null),
      place: offset => ({ level: 1, position: first + offset, setSize: top })
    });
  }

  #addOne(row: Row, place: RowPlace): void {
    this.#add({ length: 1, row: () => row, place: () => place });
  }
}

/** Whether anything under way is shown. */
export function isInFlight({ rows, waiting }: InFlight): boolean {
  return rows.length > 0 || waiting > 0;
}

function topLevelSize(source: RowSource): number {
  const { inFlight, list } = source;
  const { length } = list.type === 'flat' ? list.artifacts : list.groups;
  const isCut = list.rest !== 'none';
  return length + (isCut ? 1 : 0) + (isInFlight(inFlight) ? 1 : 0);
}

function artifactRow(
  artifact: Artifact | undefined,
  inRun: boolean
): Row | undefined {
  return (
    artifact && {
      type: 'artifact',
      key: artifactKey(artifact.id),
      artifact,
      inRun
    }
  );
}

function moreRow(group: string | null): Row {
  return { type: 'more', key: `more ${group ?? ''}`, group };
}

/** Runs keep their keys where the list becomes one of what is found in them. */
function groupKey(by: Grouping, key: string): string {
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
