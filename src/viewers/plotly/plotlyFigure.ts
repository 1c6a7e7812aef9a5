/**
 * A Plotly figure from anywhere, made into one that can be drawn.
 *
 * Only data comes through: plain JSON, within bounds, copied but for lists of plain values. Figures that would make the browser ask
 * other servers (map tiles, coastlines, pictures by address) are told apart, since looking at an
 * artifact must not tell anyone about it unasked.
 */

type JsonObject = Record<string, unknown>;

export interface SafeFigure {
  data: JsonObject[];
  layout: JsonObject;
  /** Whether drawing it asks other servers for something. */
  reachesOut: boolean;
}

/** More values than these draw too slowly unless a person asks for it. */
const MOST_VALUES = 2_000_000;
/** The same of objects and lists, each of which is looked at and copied on the page. */
const MOST_NODES = 100_000;
const MOST_DEPTH = 64;

/** Names that would reach an object's prototype instead of a property. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set([
  '__proto__',
  'constructor',
  'prototype'
]);
const MAP_TRACE = /geo$|^choropleth|map(box)?$/;
const MAP_LAYOUT = /^(geo|map|mapbox)\d*$/;
/** `heatmap` and `treemap` end in "map" and are none. */
const NO_MAPS: ReadonlySet<string> = new Set(['heatmap', 'treemap']);

/** Why a figure cannot be drawn. */
export class FigureProblem extends Error {
  constructor(
    readonly reason: 'not-a-figure' | 'too-large' | 'too-deep',
    message: string
  ) {
    super(message);
    this.name = 'FigureProblem';
  }
}

/**
 * Copies a figure's traces and layout; its own config, frames and everything else stay behind.
 *
 * @throws {@link FigureProblem} where it is not a figure, or too large to draw.
 */
export function safeFigure(figure: unknown): SafeFigure {
  const copy = new Copier();
  if (!isObject(figure) || !Array.isArray(figure.data)) {
    throw new FigureProblem('not-a-figure', 'It has no list of traces.');
  }
  const data = figure.data.map(trace => {
    if (!isObject(trace)) {
      throw new FigureProblem('not-a-figure', 'A trace is not an object.');
    }
    return copy.object(trace, 1);
  });
  const layout = isObject(figure.layout) ? copy.object(figure.layout, 1) : {};
  const hasMap =
    data.some(isMapTrace) ||
    Object.keys(layout).some(key => MAP_LAYOUT.test(key));
  return { data, layout, reachesOut: hasMap || copy.foundAddress };
}

function isMapTrace(trace: JsonObject): boolean {
  const { type } = trace;
  return typeof type === 'string' && !NO_MAPS.has(type) && MAP_TRACE.test(type);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

class Copier {
  /** Whether a picture is given by an address instead of by its bytes. */
  foundAddress = false;
  #values = 0;
  #nodes = 0;

  object(source: JsonObject, depth: number): JsonObject {
    const copy: JsonObject = {};
    for (const [key, value] of Object.entries(source)) {
      if (FORBIDDEN_KEYS.has(key)) {
        continue;
      }
      if (key === 'source' && typeof value === 'string') {
        this.foundAddress ||= !/^data:image\//i.test(value);
      }
      copy[key] = this.#value(value, depth + 1);
    }
    return copy;
  }

  #value(value: unknown, depth: number): unknown {
    this.#count(1, 1);
    if (depth > MOST_DEPTH) {
      throw new FigureProblem('too-deep', 'It is nested too deeply.');
    }
    if (Array.isArray(value)) {
      if (value.every(isPlain)) {
        // Millions of them are the bulk of a large figure, and nothing is in them.
        this.#count(value.length, 0);
        return value;
      }
      return value.map(item => this.#value(item, depth + 1));
    }
    if (isObject(value)) {
      return this.object(value, depth);
    }
    return isPlain(value) ? value : null;
  }

  #count(values: number, nodes: number): void {
    this.#values += values;
    this.#nodes += nodes;
    if (this.#values > MOST_VALUES || this.#nodes > MOST_NODES) {
      throw new FigureProblem('too-large', 'It has too many values.');
    }
  }
}

function isPlain(value: unknown): boolean {
  return (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    Number.isFinite(value)
  );
}
