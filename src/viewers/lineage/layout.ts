/** Where everything of a lineage stands: sources left, results right. */
import { Graph, layout } from '@dagrejs/dagre';

import type { LineageEdge } from '../../protocol/generated';
import { bundle, type IBundled, type StepKind } from './graph';

/** The size of an artifact in the picture, in its own pixels. */
export const NODE_WIDTH = 208;
export const NODE_HEIGHT = 62;
/** A knot is a dot with its word below. */
const KNOT_WIDTH = 64;
const KNOT_HEIGHT = 36;
const KNOT_RADIUS = 4;
const LABEL_WIDTH = 74;
const LABEL_HEIGHT = 14;
/** With more lines than this, only those of the chosen artifact carry their words. */
const MOST_LABELS = 80;
/** Above it the exact ranking costs seconds, and the picture is as readable without. */
const EXACT_RANKS = 150;
const MARGIN = 24;

/** What is placed: ids and steps. */
export interface ILayoutRequest {
  readonly ids: readonly string[];
  readonly edges: readonly LineageEdge[];
}

/** Where something stands: its upper left corner, of a knot its middle. */
export interface IPlace {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

/** One line of the picture. */
export interface ILine {
  readonly kind: StepKind;
  /** The artifacts that it comes from and leads to; several where it ends at a knot. */
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  /** An SVG path. */
  readonly path: string;
  /** Where its word stands, if it has one: those at a knot share the knot's. */
  readonly x: number;
  readonly y: number;
  readonly word: boolean;
  /** Whether it ends at an artifact, and so has an arrow head. */
  readonly arrives: boolean;
}

/** A lineage, placed. */
export interface ILayout {
  readonly width: number;
  readonly height: number;
  /** Column by column from the left, each from above. */
  readonly nodes: readonly IPlace[];
  readonly knots: readonly IPlace[];
  readonly lines: readonly ILine[];
  /** Whether there is room for the words of every line. */
  readonly labelled: boolean;
}

interface IPoint {
  readonly x: number;
  readonly y: number;
}

interface IDrawn {
  readonly kind: StepKind;
  readonly word: boolean;
  readonly from: string;
  readonly to: string;
  readonly sources: readonly string[];
  readonly targets: readonly string[];
}

/** Places a lineage. */
export function place({ ids, edges }: ILayoutRequest): ILayout {
  const bundled = bundle(edges);
  const knots = new Set(bundled.knots.map(({ id }) => id));
  const drawn = linesOf(bundled);
  const labelled = drawn.length <= MOST_LABELS;
  const graph = new Graph<object, IPoint, { points: IPoint[] } & IPoint>();
  graph.setGraph({
    rankdir: 'LR',
    nodesep: 14,
    edgesep: 8,
    ranksep: labelled ? 14 : 90,
    marginx: MARGIN,
    marginy: MARGIN,
    ranker: ids.length > EXACT_RANKS ? 'longest-path' : 'network-simplex'
  });
  for (const id of ids) {
    const size = { width: NODE_WIDTH, height: NODE_HEIGHT };
    graph.setNode(id, { ...size, x: 0, y: 0 });
  }
  for (const id of knots) {
    const size = { width: KNOT_WIDTH, height: KNOT_HEIGHT };
    graph.setNode(id, { ...size, x: 0, y: 0 });
  }
  const label = { width: LABEL_WIDTH, height: LABEL_HEIGHT, labelpos: 'c' };
  for (const { from, to, word } of drawn) {
    const room = labelled && word ? label : {};
    graph.setEdge(from, to, { ...room, points: [], x: 0, y: 0 });
  }
  layout(graph, { disableOptimalOrderHeuristic: ids.length > EXACT_RANKS });
  const half = (id: string): number =>
    knots.has(id) ? KNOT_RADIUS : NODE_WIDTH / 2;
  return {
    ...(graph.graph() as { width: number; height: number }),
    labelled,
    nodes: ids
      .map(id => {
        const { x, y } = graph.node(id);
        return { id, x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 };
      })
      .sort((one, other) => one.x - other.x || one.y - other.y),
    knots: [...knots].map(id => ({ ...graph.node(id), id })),
    lines: drawn.map(({ from, to, ...line }) => {
      const start = graph.node(from);
      const end = graph.node(to);
      const way = [
        { x: start.x + half(from), y: start.y },
        ...graph.edge(from, to).points.slice(1, -1),
        { x: end.x - half(to), y: end.y }
      ];
      const { x, y } = way[Math.floor(way.length / 2)] ?? start;
      return { ...line, path: curve(way), x, y, arrives: !knots.has(to) };
    })
  };
}

function linesOf({ edges, knots }: IBundled): IDrawn[] {
  return [
    ...edges.map(({ kind, source, target }) => ({
      kind,
      word: true,
      from: source,
      to: target,
      sources: [source],
      targets: [target]
    })),
    ...knots.flatMap(({ id, sources, targets }) => [
      ...sources.map(source => ({
        kind: 'run' as const,
        word: false,
        from: source,
        to: id,
        sources: [source],
        targets
      })),
      ...targets.map(target => ({
        kind: 'run' as const,
        word: false,
        from: id,
        to: target,
        sources,
        targets: [target]
      }))
    ])
  ];
}

/** A line that leaves and reaches every point level, as text is read. */
function curve(points: readonly IPoint[]): string {
  return points
    .map(({ x, y }, index) => {
      const before = points[index - 1];
      if (!before) {
        return `M${round(x)} ${round(y)}`;
      }
      const bend = round((before.x + x) / 2);
      return `C${bend} ${round(before.y)} ${bend} ${round(y)} ${round(x)} ${round(y)}`;
    })
    .join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
