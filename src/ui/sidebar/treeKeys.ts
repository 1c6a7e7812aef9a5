/**
 * What a key means in the list: the tree pattern of the ARIA Authoring Practices,
 * with the keys of JupyterLab's file browser.
 */
import { relative } from './outline';
import type { Row } from './row';
import type { Rows } from './rows';

export type TreeCommand =
  /** `only`: the selection stays. */
  | { type: 'move'; index: number; extend: boolean; only?: boolean }
  | { type: 'expand'; expanded: boolean }
  | { type: 'open' }
  | { type: 'select' }
  | { type: 'selectAll' }
  | { type: 'delete' }
  | { type: 'rename' }
  | { type: 'typeAhead'; character: string };

/** What is beside a row, and what below it. */
export interface Tiling {
  isTile(index: number): boolean;
  /** The row so many lines below another, or above it. */
  moved(index: number, lines: number): number;
}

/** The part of a keyboard event that matters here. */
export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/**
 * Returns what a key press on a row asks for, or null where it is not for the tree.
 *
 * @param index - The active row.
 * @param pageSize - Rows that fit on the screen.
 * @param typing - Whether a type-ahead is going on, in which a space is a letter.
 * @param tiles - Which rows stand side by side; without it none do.
 */
export function treeCommand(
  press: KeyPress,
  rows: Rows,
  index: number,
  pageSize: number,
  typing: boolean,
  tiles?: Tiling
): TreeCommand | null {
  if (press.altKey) {
    return null;
  }
  const last = rows.length - 1;
  const held = press.ctrlKey || press.metaKey;
  const move = (target: number): TreeCommand => ({
    type: 'move',
    index: Math.min(last, Math.max(0, target)),
    extend: press.shiftKey,
    only: held && !press.shiftKey
  });
  const down = (lines: number): TreeCommand =>
    move(tiles ? tiles.moved(index, lines) : index + lines);
  if (held) {
    switch (press.key) {
      case 'a':
      case 'A':
        return { type: 'selectAll' };
      case ' ':
        return { type: 'select' };
      case 'ArrowDown':
        return down(1);
      case 'ArrowUp':
        return down(-1);
      case 'Home':
        return move(0);
      case 'End':
        return move(last);
      default:
        return null;
    }
  }
  switch (press.key) {
    case 'ArrowDown':
      return down(1);
    case 'ArrowUp':
      return down(-1);
    case 'PageDown':
      return down(pageSize);
    case 'PageUp':
      return down(-pageSize);
    case 'Home':
      return move(0);
    case 'End':
      return move(last);
    case 'ArrowRight':
      return tiles?.isTile(index) ? move(index + 1) : inward(rows, index, move);
    case 'ArrowLeft':
      return tiles?.isTile(index)
        ? move(index - 1)
        : outward(rows, index, move);
    case 'Enter':
      return { type: 'open' };
    case 'Delete':
      return { type: 'delete' };
    case 'F2':
      return { type: 'rename' };
    case ' ':
      return typing
        ? { type: 'typeAhead', character: ' ' }
        : { type: 'select' };
  }
  return [...press.key].length === 1
    ? { type: 'typeAhead', character: press.key }
    : null;
}

function inward(
  rows: Rows,
  index: number,
  move: (index: number) => TreeCommand
): TreeCommand | null {
  const expanded = expansionOf(rows.at(index));
  if (expanded === false) {
    return { type: 'expand', expanded: true };
  }
  const hasChild =
    index + 1 < rows.length && rows.parentOf(index + 1) === index;
  return expanded && hasChild ? move(index + 1) : null;
}

function outward(
  rows: Rows,
  index: number,
  move: (index: number) => TreeCommand
): TreeCommand | null {
  if (expansionOf(rows.at(index))) {
    return { type: 'expand', expanded: false };
  }
  const parent = rows.parentOf(index);
  return parent === index ? null : move(parent);
}

/** Whether a row is open; undefined where it cannot be. */
export function expansionOf(row: Row | undefined): boolean | undefined {
  switch (row?.type) {
    case 'flight':
      return row.expanded;
    case 'folder':
    case 'run':
      return row.expanded;
    case 'group':
      return row.group.expanded;
    case 'artifact':
      return row.older?.expanded;
    default:
      return undefined;
  }
}

/** What a row is called, for type-ahead. */
export function rowName(rows: Rows, index: number): string {
  const row = rows.at(index);
  switch (row?.type) {
    case 'artifact':
      return row.isOlder ? '' : relative(row.artifact.name, row.within);
    case 'folder':
      return row.label;
    case 'run':
      return row.latest.run_name;
    case 'group':
      return row.group.label;
    case 'transfer':
      return row.transfer.name;
    default:
      return '';
  }
}

/**
 * Returns the next row whose name starts with what was typed, or -1.
 *
 * One letter goes on to the next such row; more letters may stay on the present one.
 */
export function typeAheadTarget(
  rows: Rows,
  index: number,
  typed: string
): number {
  const wanted = typed.toLocaleLowerCase();
  const first = typed.length === 1 ? 1 : 0;
  for (let step = first; step < rows.length + first; step += 1) {
    const candidate = (index + step) % rows.length;
    if (rowName(rows, candidate).toLocaleLowerCase().startsWith(wanted)) {
      return candidate;
    }
  }
  return -1;
}
