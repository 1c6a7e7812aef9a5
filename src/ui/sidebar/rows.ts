/**
 * The rows of the sidebar's list, found by index without making a list of them.
 *
 * A store may hold a hundred thousand artifacts, and the model hands out a new snapshot whenever one
 * changes. Laying out costs one step per group; a row costs a binary search when it is drawn.
 */
import type { CatalogList, IGroupSnapshot } from '../../model/types';
import type { Grouping } from '../../model/view';
import type { InFlight } from '../props';
import { finder } from './finder';
import { nameLines } from './nameLines';
import { isOpen, Outlines, type Line, type Opened } from './outline';
import {
  artifactKey,
  FLIGHT_KEY,
  groupKey,
  isInFlight,
  lineRow,
  moreRow,
  topLevelSize,
  type Row,
  type RowPlace
} from './row';

export interface RowSource {
  inFlight: InFlight;
  flightExpanded: boolean;
  list: CatalogList;
  /** Kept from one list to the next, so that a page more costs only itself. */
  outlines?: Outlines;
  /** Which folders and names are open. */
  opened?: Opened;
  /** Whether artifacts are tiles, which have no folders and nothing below them. */
  isGallery?: boolean;
}

interface Section {
  /** Index of its first row. */
  start: number;
  /** Its header, if it has one, and its rows. */
  length: number;
  /** Offsets of the first artifact and behind the last, where they are tiles. */
  tiles?: readonly [number, number];
  row: (offset: number) => Row;
  place: (offset: number) => RowPlace;
  /** Offset of the row above it in the tree; -1 where there is none. */
  parent: (offset: number) => number;
  isArtifact: (offset: number) => boolean;
}

/** Rows that stand side by side, as many in a line as fit. */
export interface Tiles {
  readonly first: number;
  /** The index behind the last. */
  readonly end: number;
}

const NOTHING_OPENED: Opened = new Map();
const FIRST: RowPlace = { level: 2, position: 1, setSize: 1 };

/** Rows that are kept; more than fit on any screen. */
const DRAWN = 500;

export class Rows {
  constructor(source: RowSource) {
    this.#source = source;
    this.#outlines = source.outlines ?? new Outlines();
    const { list } = source;
    const flat = list.type === 'flat' ? this.#lines('', list) : [];
    const top = topLevelSize(
      source,
      flat.filter(({ parent }) => parent < 0).length
    );
    let position = 1;
    if (isInFlight(source.inFlight)) {
      this.#addFlight(source, position++, top);
    }
    if (list.type === 'flat') {
      this.#addFlat(flat, position, top);
    } else if (list.view.groupBy === 'name') {
      this.#addNames(list.groups, position, top);
    } else {
      for (const group of list.groups) {
        this.#addGroup(group, list.view.groupBy, position++, top);
      }
    }
    this.#outlines.keepOnly(this.#outlined);
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

  /** Whether the row at an index is an artifact's; asked of every row when the list is measured. */
  isArtifact(index: number): boolean {
    const section = this.#sectionAt(index);
    return section?.isArtifact(index - section.start) ?? false;
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

  /** Index of the row above one in the tree; the index itself for a row of the first level. */
  parentOf(index: number): number {
    const section = this.#sectionAt(index);
    const parent = section?.parent(index - section.start) ?? -1;
    return section && parent >= 0 ? section.start + parent : index;
  }

  /** What stands side by side, from top to bottom. */
  get tiles(): readonly Tiles[] {
    return this.#sections.flatMap(({ start, tiles }) =>
      tiles ? [{ first: start + tiles[0], end: start + tiles[1] }] : []
    );
  }

  /** What has to be opened for an artifact to have a row; undefined where its group is not open. */
  keysTo(artifactId: string): readonly string[] | undefined {
    const { isGallery, opened = NOTHING_OPENED } = this.#source;
    return isGallery
      ? []
      : this.#outlines.keysTo(artifactId)?.filter(key => !isOpen(opened, key));
  }

  /** Index of the row that an artifact has, or that stands for all versions of its name; else -1. */
  indexFor(artifactId: string): number {
    const own = this.indexOf(artifactKey(artifactId));
    const newest = own < 0 && this.#outlines.newestOf(artifactId);
    return newest ? this.indexOf(artifactKey(newest.id)) : own;
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

  readonly #source: RowSource;
  readonly #outlines: Outlines;
  readonly #outlined = new Set<string>();
  readonly #sections: Section[] = [];
  readonly #find = finder(this.#sections);
  readonly #drawn = new Map<number, Row>();
  #length = 0;

  #sectionAt(index: number): Section | undefined {
    return this.#find(({ length, start }) =>
      index < start ? -1 : index >= start + length ? 1 : 0
    );
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
          : { level: 2, position: offset, setSize },
      parent: offset => (offset === 0 ? -1 : 0),
      isArtifact: () => false
    });
  }

  #addGroup(
    group: IGroupSnapshot,
    by: Grouping,
    position: number,
    top: number
  ): void {
    const { artifacts, complete, count = 0, expanded, key } = group;
    const header = { level: 1, position, setSize: top };
    const setSize = Math.max(count, artifacts.length);
    const lines = expanded ? this.#lines(groupKey(by, key), group) : [];
    const { isGallery } = this.#source;
    const inRun = by === 'run';
    this.#add({
      length: 1 + lines.length + (expanded && !complete ? 1 : 0),
      tiles: isGallery ? [1, 1 + lines.length] : undefined,
      row: offset =>
        offset === 0
          ? { type: 'group', key: groupKey(by, key), by, group }
          : (lineRow(lines[offset - 1], inRun) ?? moreRow(key)),
      place: offset =>
        offset === 0
          ? header
          : (lines[offset - 1]?.place ?? {
              level: 2,
              position: setSize,
              setSize
            }),
      parent: offset =>
        offset === 0 ? -1 : (lines[offset - 1]?.parent ?? -1) + 1,
      isArtifact: offset => isArtifact(lines[offset - 1])
    });
  }

  #addNames(
    names: readonly IGroupSnapshot[],
    first: number,
    top: number
  ): void {
    const { isGallery = false, opened = NOTHING_OPENED } = this.#source;
    const lines = nameLines(names, opened, isGallery, first, top);
    this.#add({
      length: lines.length,
      tiles: isGallery ? [0, lines.length] : undefined,
      row: offset => lines[offset]?.row ?? moreRow(null),
      place: offset => lines[offset]?.place ?? FIRST,
      parent: offset => lines[offset]?.parent ?? -1,
      isArtifact: offset => lines[offset]?.row.type === 'artifact'
    });
  }

  #addFlat(lines: readonly Line[], first: number, top: number): void {
    this.#add({
      length: lines.length,
      tiles: this.#source.isGallery ? [0, lines.length] : undefined,
      row: offset => lineRow(lines[offset], false) ?? moreRow(null),
      place: offset => {
        const { level, position, setSize } = lines[offset]?.place ?? FIRST;
        return level === 2
          ? { level: 1, position: first - 1 + position, setSize: top }
          : { level: level - 1, position, setSize };
      },
      parent: offset => lines[offset]?.parent ?? -1,
      isArtifact: offset => isArtifact(lines[offset])
    });
  }

  /** The lines of a group, or of a list without groups, where folders would hide its order. */
  #lines(
    key: string,
    part: Pick<IGroupSnapshot, 'artifacts'> & { complete?: boolean }
  ): readonly Line[] {
    const { isGallery = false, list, opened = NOTHING_OPENED } = this.#source;
    this.#outlined.add(key);
    return this.#outlines.of(key, part.artifacts).lines({
      opened,
      complete: part.complete ?? list.rest === 'none',
      withFolders: list.type === 'groups' && !isGallery,
      withVersions: !isGallery
    });
  }

  #addOne(row: Row, place: RowPlace): void {
    this.#add({
      length: 1,
      row: () => row,
      place: () => place,
      parent: () => -1,
      isArtifact: () => false
    });
  }
}

function isArtifact(line: Line | undefined): boolean {
  return line !== undefined && line.type !== 'folder';
}
