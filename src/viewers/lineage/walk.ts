/** Walking a placed lineage with the arrow keys: along its lines, and up and down its columns. */
import type { INeighbours } from './graph';
import type { ILayout, IPlace } from './layout';

/** Where a walk goes. */
export type Direction = 'source' | 'result' | 'above' | 'below';

/** Walks a lineage, and finds back the way that it came. */
export class Walk {
  constructor(
    layout: ILayout,
    private readonly _neighbours: ReadonlyMap<string, INeighbours>
  ) {
    this._nodes = layout.nodes;
  }

  /** Returns where one gets from an artifact, if anywhere. */
  from(id: string, direction: Direction): string | undefined {
    const here = this._nodes.find(place => place.id === id);
    if (!here) {
      return undefined;
    }
    this._visit(id);
    if (direction === 'above' || direction === 'below') {
      const column = this._nodes.filter(({ x }) => x === here.x);
      const step = direction === 'above' ? -1 : 1;
      return column[column.indexOf(here) + step]?.id;
    }
    const { sources = [], results = [] } = this._neighbours.get(id) ?? {};
    const steps = direction === 'source' ? sources : results;
    const ids = new Set(steps.map(({ node }) => node.id));
    const last = [...this._visited].reverse().find(each => ids.has(each));
    return last ?? nearest(here, this._nodes, ids);
  }

  private _visit(id: string): void {
    // The latest visit is last.
    this._visited.delete(id);
    this._visited.add(id);
  }

  private readonly _nodes: readonly IPlace[];
  private readonly _visited = new Set<string>();
}

function nearest(
  { y }: IPlace,
  places: readonly IPlace[],
  ids: ReadonlySet<string>
): string | undefined {
  let found: IPlace | undefined;
  for (const place of places) {
    if (
      ids.has(place.id) &&
      (!found || Math.abs(place.y - y) < Math.abs(found.y - y))
    ) {
      found = place;
    }
  }
  return found?.id;
}
