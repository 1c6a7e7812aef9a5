/** What was made from what, put together from answers of the store, and how one walks it. */
import type {
  Lineage,
  LineageEdge,
  LineageNode
} from '../../protocol/generated';

/** A graph to be drawn and walked. */
export interface IGraph {
  readonly root: string;
  readonly nodes: ReadonlyMap<string, LineageNode>;
  readonly edges: readonly LineageEdge[];
}

/** How a step is known; the store's words for it. */
export type StepKind = LineageEdge['kind'];

/** One step from an artifact, seen from it. */
export interface IStep {
  readonly kind: StepKind;
  readonly node: LineageNode;
}

/** What an artifact was made from, and what was made from it. */
export interface INeighbours {
  readonly sources: readonly IStep[];
  readonly results: readonly IStep[];
}

/** Puts answers together: the first is the picture's own, the others are what a person asked for besides. */
export function mergeLineages(lineages: readonly Lineage[]): IGraph {
  const nodes = new Map<string, LineageNode>();
  const edges = new Map<string, LineageEdge>();
  for (const lineage of lineages) {
    for (const node of lineage.nodes) {
      const known = nodes.get(node.id);
      // An answer that has all steps of an artifact is right for all of them together.
      const more = (known?.more ?? true) && (node.more ?? false);
      nodes.set(node.id, { ...(known ?? node), more });
    }
    for (const edge of lineage.edges) {
      const key = `${edge.source} ${edge.target}`;
      edges.set(key, edges.get(key) ?? edge);
    }
  }
  return {
    root: lineages[0]?.root ?? '',
    nodes,
    edges: [...edges.values()]
  };
}

/** Returns the neighbours of every artifact of a graph. */
export function neighboursOf({
  nodes,
  edges
}: IGraph): ReadonlyMap<string, INeighbours> {
  const found = new Map<string, { sources: IStep[]; results: IStep[] }>();
  for (const id of nodes.keys()) {
    found.set(id, { sources: [], results: [] });
  }
  for (const { kind, source, target } of edges) {
    const from = nodes.get(source);
    const to = nodes.get(target);
    if (from && to) {
      found.get(source)?.results.push({ kind, node: to });
      found.get(target)?.sources.push({ kind, node: from });
    }
  }
  return found;
}

/** Code and inputs that led to several outputs of a run: drawn as one knot instead of each with each. */
export interface IKnot {
  readonly id: string;
  readonly sources: readonly string[];
  readonly targets: readonly string[];
}

/** What is drawn between artifacts. */
export interface IBundled {
  readonly edges: readonly LineageEdge[];
  readonly knots: readonly IKnot[];
}

/** Ties the steps within a run together, where several outputs have the same several sources. */
export function bundle(edges: readonly LineageEdge[]): IBundled {
  const sourcesOf = new Map<string, string[]>();
  for (const { kind, source, target } of edges) {
    if (kind === 'run') {
      append(sourcesOf, target, source);
    }
  }
  const targetsOf = new Map<string, string[]>();
  for (const [target, sources] of sourcesOf) {
    append(targetsOf, sources.sort().join(' '), target);
  }
  const knots: IKnot[] = [];
  const tied = new Set<string>();
  for (const [key, targets] of targetsOf) {
    const sources = key.split(' ');
    if (sources.length > 1 && targets.length > 1) {
      knots.push({ id: `knot ${key}`, sources, targets });
      targets.forEach(target => tied.add(target));
    }
  }
  return {
    knots,
    edges: edges.filter(
      ({ kind, target }) => kind !== 'run' || !tied.has(target)
    )
  };
}

function append(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) {
    list.push(value);
  } else {
    map.set(key, [value]);
  }
}

/** The id of an artifact's element; a picture's own, as an artifact may be in several. */
export function nodeDomId(picture: string, node: string): string {
  return `${picture}-${node}`;
}
