/**
 * A still picture of a Plotly figure.
 */

import { picturesOf } from '../markup/hiddenFrame';
import { PLOTLY_LIBRARY } from './library';
import { safeFigure } from './plotlyFigure';

const LIBRARY = {
  ...PLOTLY_LIBRARY,
  drawing: new URL('./snapshotDrawing.js', import.meta.url).toString()
};
const MOST_MS = 20_000;
const PNG = 'data:image/png;base64,';
/** As many points of a trace as such a picture can show. */
const MOST_POINTS = 4000;
/** As many rows or columns of a grid. */
const MOST_SIDE = 700;

const DTYPES: Readonly<
  Record<string, new (buffer: ArrayBuffer) => ArrayLike<number>>
> = {
  f8: Float64Array,
  f4: Float32Array,
  i1: Int8Array,
  u1: Uint8Array,
  i2: Int16Array,
  u2: Uint16Array,
  i4: Int32Array,
  u4: Uint32Array
};

/**
 * Draw a figure once, where it can reach nothing.
 *
 * @returns Null where it asks other servers for something, or plotly.js cannot draw it in time.
 */
export async function plotlySnapshot(figure: unknown): Promise<Blob | null> {
  try {
    const { data, layout, reachesOut } = safeFigure(thinnedFigure(figure));
    if (reachesOut) {
      return null;
    }
    const { width: _width, height: _height, ...rest } = layout;
    const never = new AbortController().signal;
    const options = { milliseconds: MOST_MS, signal: never };
    const drawn = { data, layout: rest };
    let url = '';
    await picturesOf(LIBRARY, drawn, options, (_, text) => (url = text));
    return url.startsWith(PNG) ? await (await fetch(url)).blob() : null;
  } catch (error) {
    console.debug('Cellkeep: no picture of this figure.', error);
    return null;
  }
}

/** A figure of millions of points takes plotly.js minutes; of every n-th of them the picture is the same. */
export function thinnedFigure(figure: unknown): unknown {
  const traces = (figure as { data?: unknown } | null)?.data;
  return Array.isArray(traces)
    ? { ...(figure as object), data: traces.map(thinned) }
    : figure;
}

function thinned(trace: unknown): unknown {
  if (typeof trace !== 'object' || trace === null) {
    return trace;
  }
  const fields = trace as Record<string, unknown>;
  const { type = 'scatter' } = fields;
  switch (type) {
    case 'scatter':
    case 'scattergl':
    case 'bar':
      return thinnedPoints(fields);
    case 'heatmap':
    case 'contour':
      return thinnedGrid(fields);
    default:
      return trace;
  }
}

function thinnedPoints(
  trace: Record<string, unknown>
): Record<string, unknown> {
  const columns = Object.entries(trace).flatMap(([key, value]) => {
    const values = valuesOf(value);
    return values && values.length > MOST_POINTS ? [{ key, values }] : [];
  });
  const result = { ...trace };
  for (const { key, values } of columns) {
    result[key] = everyNth(values, Math.ceil(values.length / MOST_POINTS));
  }
  return result;
}

/** Rows and columns of a grid, with the places that stand at them. */
function thinnedGrid(trace: Record<string, unknown>): Record<string, unknown> {
  const { z } = trace;
  if (!Array.isArray(z) || !z.every(row => Array.isArray(row))) {
    return trace;
  }
  const rows = z as unknown[][];
  const rowStep = Math.ceil(rows.length / MOST_SIDE) || 1;
  const width = rows[0]?.length ?? 0;
  const columnStep = Math.ceil(width / MOST_SIDE) || 1;
  const { x, y, dx = 1, dy = 1 } = trace;
  return {
    ...trace,
    z: everyNth(rows, rowStep).map(row => everyNth(row, columnStep)),
    ...(Array.isArray(x)
      ? { x: everyNth(x as unknown[], columnStep) }
      : { dx: Number(dx) * columnStep }),
    ...(Array.isArray(y)
      ? { y: everyNth(y as unknown[], rowStep) }
      : { dy: Number(dy) * rowStep })
  };
}

function everyNth<T>(values: ArrayLike<T>, step: number): T[] {
  const count = Math.ceil(values.length / step);
  return Array.from({ length: count }, (_, i) => values[i * step] as T);
}

/** plotly.py writes numbers as a list, or as base64 of their bytes. */
function valuesOf(value: unknown): ArrayLike<unknown> | undefined {
  if (Array.isArray(value)) {
    return value as unknown[];
  }
  const packed = value as { bdata?: unknown; dtype?: unknown } | null;
  const Numbers = DTYPES[String(packed?.dtype)];
  if (!Numbers || typeof packed?.bdata !== 'string') {
    return undefined;
  }
  const binary = atob(packed.bdata);
  const bytes = Uint8Array.from(binary, letter => letter.charCodeAt(0));
  return new Numbers(bytes.buffer);
}
