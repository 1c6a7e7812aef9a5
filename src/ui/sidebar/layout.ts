/** Which rows stand in which line of the list, and how high the lines are. Pure. */
import { finder } from './finder';
import type { Rows } from './rows';

/** How artifacts are shown: in one line, in two where one is too narrow, or as tiles side by side. */
export type Look = 'line' | 'two lines' | 'tiles';

/** Height of every other row in pixels: one line, as in the file browser. */
export const ROW_HEIGHT = 24;
/** Height of an artifact, with a picture large enough to tell two plots apart. */
export const HEIGHTS: Readonly<Record<Look, number>> = {
  line: 28,
  'two lines': 40,
  tiles: 124
};
/** The list is wide enough for one line from here on. */
const WIDE = 360;
/** The least width of a tile. */
const TILE_WIDTH = 104;
/** Room at the sides of the tiles. */
export const TILES_LEFT = 8;

/** How artifacts are shown in a list of a width. */
export function lookOf(width: number, isGallery: boolean): Look {
  return isGallery ? 'tiles' : width >= WIDE ? 'line' : 'two lines';
}

/** How many tiles stand side by side. */
export function columnsOf(width: number, look: Look): number {
  return look === 'tiles'
    ? Math.max(1, Math.floor((width - 2 * TILES_LEFT) / TILE_WIDTH))
    : 1;
}

/** Lines of the list that have as many rows each. */
interface Span {
  readonly line: number;
  readonly lines: number;
  readonly index: number;
  readonly count: number;
  readonly columns: number;
}

/** Where the rows stand. */
export class Layout {
  constructor(
    private readonly rows: Rows,
    readonly look: Look,
    readonly columns: number
  ) {
    let line = 0;
    let index = 0;
    const add = (count: number, side: number): void => {
      if (count > 0) {
        const lines = Math.ceil(count / side);
        this.#spans.push({ line, lines, index, count, columns: side });
        line += lines;
        index += count;
      }
    };
    for (const { first, end } of rows.tiles) {
      add(first - index, 1);
      add(end - first, columns);
    }
    add(rows.length - index, 1);
    this.length = line;
  }

  /** How many lines there are. */
  readonly length: number;

  /** The line of a row. */
  lineOf(index: number): number {
    const span = this.#find(({ index: first, count }) =>
      index < first ? -1 : index >= first + count ? 1 : 0
    );
    return span
      ? span.line + Math.floor((index - span.index) / span.columns)
      : 0;
  }

  /** How far from the left a row stands in its line. */
  columnOf(index: number): number {
    return index - this.firstOf(this.lineOf(index));
  }

  /** The first row of a line. */
  firstOf(line: number): number {
    const span = this.#spanAt(line);
    return span ? span.index + (line - span.line) * span.columns : 0;
  }

  /** The last row of a line. */
  lastOf(line: number): number {
    const span = this.#spanAt(line);
    return span
      ? Math.min(this.firstOf(line) + span.columns, span.index + span.count) - 1
      : 0;
  }

  /** The row so many lines below another, or above it. */
  moved(index: number, lines: number): number {
    const line = this.lineOf(index) + lines;
    const there = Math.min(this.length - 1, Math.max(0, line));
    return Math.min(
      this.firstOf(there) + this.columnOf(index),
      this.lastOf(there)
    );
  }

  /** Whether rows stand beside a row, or could. */
  isTile(index: number): boolean {
    return this.look === 'tiles' && this.rows.peek(index)?.type === 'artifact';
  }

  /** The height of a line. */
  heightOf(line: number): number {
    return this.rows.isArtifact(this.firstOf(line))
      ? HEIGHTS[this.look]
      : ROW_HEIGHT;
  }

  #spanAt(line: number): Span | undefined {
    return this.#find(span =>
      line < span.line ? -1 : line >= span.line + span.lines ? 1 : 0
    );
  }

  readonly #spans: Span[] = [];
  readonly #find = finder(this.#spans);
}
