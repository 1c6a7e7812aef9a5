/**
 * A still picture of a Plotly figure.
 */

import { safeFigure } from './plotlyFigure';

const WIDTH = 700;
const HEIGHT = 450;
/** As many points of a trace as such a picture can show. */
const MOST_POINTS = 4000;

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
 * Draw a figure once, off the page.
 *
 * @returns Null where it asks other servers for something, or plotly.js cannot draw it.
 */
export async function plotlySnapshot(figure: unknown): Promise<Blob | null> {
  try {
    const { data, layout, reachesOut } = safeFigure(figure);
    if (reachesOut) {
      return null;
    }
    const { default: Plotly } = await import('plotly.js-strict-dist-min');
    const { width: _width, height: _height, ...rest } = layout;
    const url = await Plotly.toImage(
      { data: data.map(thinned), layout: rest },
      { format: 'png', width: WIDTH, height: HEIGHT }
    );
    return await (await fetch(url)).blob();
  } catch (error) {
    console.debug('Cellkeep: no picture of this figure.', error);
    return null;
  }
}

/** A trace of a million points takes plotly.js minutes; of every n-th of them the picture is the same. */
function thinned(trace: Record<string, unknown>): Record<string, unknown> {
  const { type = 'scatter' } = trace;
  if (type !== 'scatter' && type !== 'scattergl' && type !== 'bar') {
    return trace;
  }
  const columns = Object.entries(trace).flatMap(([key, value]) => {
    const values = valuesOf(value);
    return values && values.length > MOST_POINTS ? [{ key, values }] : [];
  });
  const result = { ...trace };
  for (const { key, values } of columns) {
    const step = Math.ceil(values.length / MOST_POINTS);
    const count = Math.ceil(values.length / step);
    result[key] = Array.from({ length: count }, (_, i) => values[i * step]);
  }
  return result;
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
