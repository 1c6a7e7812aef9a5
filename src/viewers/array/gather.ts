/** Reads a grid of elements from anywhere in an array, within bounds of bytes and requests. */
import type { IArraySource } from '../../codecs/array';

/** Elements of two dimensions, the others held still. */
export interface IPlane {
  /** The dimensions that are shown as rows and columns; -1 where there is none. */
  readonly rowAxis: number;
  readonly columnAxis: number;
  /** The index in each dimension that is not shown. */
  readonly fixed: readonly number[];
}

/** A part of a plane. */
export interface IWindow {
  readonly rowStart: number;
  readonly rowEnd: number;
  readonly columnStart: number;
  readonly columnEnd: number;
}

/** How much reading a grid may take. */
export interface IBudget {
  readonly bytes: number;
  readonly requests: number;
}

/** Which elements of the window a grid has: every so many. */
export interface IGrid {
  readonly rows: number;
  readonly columns: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

/** Elements that lie closer than this are read in one request. */
const GAP_BYTES = 4096;
const MOST_SIDE = 512;
const AT_ONCE = 6;

/** Extent of an axis of a plane; 1 where there is none. */
export function extentOf(shape: readonly number[], axis: number): number {
  return axis < 0 ? 1 : (shape[axis] ?? 1);
}

/** Thins a window out until reading it is within the budget. */
export function gridOf(
  source: IArraySource,
  plane: IPlane,
  window: IWindow,
  budget: IBudget
): IGrid {
  const height = window.rowEnd - window.rowStart;
  const width = window.columnEnd - window.columnStart;
  let rowStep = Math.max(1, Math.ceil(height / MOST_SIDE));
  let columnStep = Math.max(1, Math.ceil(width / MOST_SIDE));
  for (;;) {
    const grid = {
      rows: Math.ceil(height / rowStep),
      columns: Math.ceil(width / columnStep),
      rowStep,
      columnStep
    };
    const { bytes, requests } = costOf(source, plane, grid);
    const isCheap = bytes <= budget.bytes && requests <= budget.requests;
    if (isCheap || grid.rows * grid.columns <= 1) {
      return grid;
    }
    if (grid.rows >= grid.columns / 8 && grid.rows > 1) {
      rowStep *= 2;
    } else {
      columnStep *= 2;
    }
  }
}

/** The dimension along which elements lie closer together is read in runs. */
function runsOf(
  { element, strides }: IArraySource,
  { rowAxis, columnAxis }: IPlane,
  grid: IGrid
): {
  isByRow: boolean;
  run: number;
  inRun: number;
  runs: number;
  step: number;
  isJoined: boolean;
} {
  const rowStride = (strides[rowAxis] ?? 0) * grid.rowStep;
  const columnStride = (strides[columnAxis] ?? 0) * grid.columnStep;
  const isByRow =
    grid.rows <= 1 || (grid.columns > 1 && columnStride <= rowStride);
  const step = isByRow ? columnStride : rowStride;
  const inRun = isByRow ? grid.columns : grid.rows;
  const isJoined = step * element.size <= GAP_BYTES;
  return {
    isByRow,
    step,
    inRun,
    isJoined,
    runs: isByRow ? grid.rows : grid.columns,
    run: isJoined ? Math.max(0, inRun - 1) * step + 1 : 1
  };
}

/** Elements from the first of the first run to the last of the last, where runs lie that close. */
function spanOf(
  source: IArraySource,
  plane: IPlane,
  grid: IGrid
): number | undefined {
  const { isByRow, isJoined, run, runs } = runsOf(source, plane, grid);
  const stride = runStrideOf(source, plane, grid, isByRow);
  const isClose = (stride - run) * source.element.size <= GAP_BYTES;
  return isJoined && stride >= run && isClose
    ? Math.max(0, runs - 1) * stride + run
    : undefined;
}

function runStrideOf(
  { strides }: IArraySource,
  plane: IPlane,
  grid: IGrid,
  isByRow: boolean
): number {
  return isByRow
    ? (strides[plane.rowAxis] ?? 0) * grid.rowStep
    : (strides[plane.columnAxis] ?? 0) * grid.columnStep;
}

function costOf(source: IArraySource, plane: IPlane, grid: IGrid): IBudget {
  const { isJoined, inRun, run, runs } = runsOf(source, plane, grid);
  const { size } = source.element;
  const span = spanOf(source, plane, grid);
  if (span !== undefined) {
    return { requests: 1, bytes: span * size };
  }
  const requests = isJoined ? runs : runs * inRun;
  return { requests, bytes: requests * run * size };
}

/** Reads a grid's elements, row by row, as the bytes of each. */
export async function gather(
  source: IArraySource,
  plane: IPlane,
  window: IWindow,
  grid: IGrid,
  signal: AbortSignal
): Promise<Uint8Array> {
  const { size } = source.element;
  const { strides } = source;
  const { isByRow, inRun, isJoined, run, runs, step } = runsOf(
    source,
    plane,
    grid
  );
  const base = source.shape.reduce(
    (sum, _, axis) =>
      axis === plane.rowAxis || axis === plane.columnAxis
        ? sum
        : sum + (plane.fixed[axis] ?? 0) * (strides[axis] ?? 0),
    window.rowStart * (strides[plane.rowAxis] ?? 0) +
      window.columnStart * (strides[plane.columnAxis] ?? 0)
  );
  const runStride = runStrideOf(source, plane, grid, isByRow);
  const out = new Uint8Array(grid.rows * grid.columns * size);
  const place = (
    bytes: Uint8Array,
    at: number,
    line: number,
    item: number
  ): void => {
    const index = isByRow
      ? line * grid.columns + item
      : item * grid.columns + line;
    out.set(bytes.subarray(at, at + size), index * size);
  };
  const span = spanOf(source, plane, grid);
  if (span !== undefined) {
    const bytes = await source.read(base, span, signal);
    for (let line = 0; line < runs; line += 1) {
      for (let item = 0; item < inRun; item += 1) {
        place(bytes, (line * runStride + item * step) * size, line, item);
      }
    }
    return out;
  }
  const readRun = async (line: number): Promise<void> => {
    const start = base + line * runStride;
    if (isJoined) {
      const bytes = await source.read(start, run, signal);
      for (let item = 0; item < inRun; item += 1) {
        place(bytes, item * step * size, line, item);
      }
      return;
    }
    for (let item = 0; item < inRun; item += 1) {
      place(await source.read(start + item * step, 1, signal), 0, line, item);
    }
  };
  for (let line = 0; line < runs; line += AT_ONCE) {
    const lines = Array.from(
      { length: Math.min(AT_ONCE, runs - line) },
      (_, index) => line + index
    );
    await Promise.all(lines.map(readRun));
  }
  return out;
}
