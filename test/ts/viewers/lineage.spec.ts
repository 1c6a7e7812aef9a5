/** What was made from what: put together, tied into knots, placed and walked. */
import { describe, expect, it } from 'vitest';

import type {
  Lineage,
  LineageEdge,
  LineageNode
} from '../../../src/protocol/generated';
import {
  bundle,
  mergeLineages,
  neighboursOf
} from '../../../src/viewers/lineage/graph';
import { NODE_WIDTH, place } from '../../../src/viewers/lineage/layout';
import { Walk } from '../../../src/viewers/lineage/walk';

function node(id: string, more?: boolean): LineageNode {
  return {
    id,
    name: id,
    version: 1,
    run_id: 'r',
    sha256: '0'.repeat(64),
    depth: 0,
    here: true,
    ...(more === undefined ? {} : { more })
  };
}

/** Steps written as "source-target", or "source=target" where they are of a run. */
function edges(...steps: string[]): LineageEdge[] {
  return steps.map(step => {
    const [source = '', target = ''] = step.split(/[-=]/);
    return { source, target, kind: step.includes('=') ? 'run' : 'used' };
  });
}

function lineage(root: string, more: string[], ...steps: string[]): Lineage {
  const ids = new Set([root, ...steps.flatMap(step => step.split(/[-=]/))]);
  return {
    root,
    nodes: [...ids].map(id => node(id, more.includes(id) || undefined)),
    edges: edges(...steps),
    more: more.length > 0
  };
}

describe('a lineage', () => {
  it('grows by what is asked for besides, and the answer that has all of the steps is right', () => {
    const graph = mergeLineages([
      lineage('c', ['a', 'b'], 'a-b', 'b-c'),
      lineage('b', ['a', 'd'], 'a-b', 'b-c', 'b-d')
    ]);
    expect([...graph.nodes.keys()].sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(graph.edges).toHaveLength(3);
    expect(graph.nodes.get('a')?.more).toBe(true);
    expect(graph.nodes.get('b')?.more).toBe(false);
    expect(graph.nodes.get('c')?.more).toBe(false);
    expect(graph.nodes.get('d')?.more).toBe(true);
  });

  it('ties several outputs with the same several sources into one knot', () => {
    const steps = ['code', 'data'].flatMap(source =>
      ['x', 'y', 'z'].map(target => `${source}=${target}`)
    );
    const { edges: rest, knots } = bundle(edges(...steps, 'x-w', 'data=only'));
    expect(knots).toMatchObject([
      { sources: ['code', 'data'], targets: ['x', 'y', 'z'] }
    ]);
    expect(rest.map(({ source, target }) => source + target)).toEqual([
      'xw',
      'dataonly'
    ]);
  });

  it('stands from left to right, and no two artifacts on each other', () => {
    const { edges: steps, nodes } = lineage(
      'b',
      [],
      'a-b',
      'b-c',
      'a-c',
      'p=x',
      'q=x',
      'p=y',
      'q=y',
      'b-x'
    );
    const ids = nodes.map(({ id }) => id);
    const layout = place({ ids, edges: steps });
    const at = new Map(layout.nodes.map(one => [one.id, one]));
    for (const { source, target } of steps) {
      const right = (at.get(source)?.x ?? NaN) + NODE_WIDTH;
      expect(at.get(target)?.x).toBeGreaterThan(right);
    }
    expect(new Set(layout.nodes.map(({ x, y }) => `${x} ${y}`)).size).toBe(
      ids.length
    );
    expect(layout.knots).toHaveLength(1);
    // Four lines of their own, and four to and from the knot.
    expect(layout.lines).toHaveLength(8);
    expect(layout.lines.filter(({ arrives }) => !arrives)).toHaveLength(2);
  });

  it('is walked along its steps, and back the way that one came', () => {
    const graph = mergeLineages([
      lineage('d', [], 'a-d', 'b-d', 'c-d', 'a-e', 'b-e')
    ]);
    const layout = place({ ids: [...graph.nodes.keys()], edges: graph.edges });
    const walk = new Walk(layout, neighboursOf(graph));
    const column = layout.nodes
      .filter(({ id }) => 'abc'.includes(id))
      .map(({ id }) => id);
    const [first = '', second = '', third = ''] = column;
    expect(walk.from(first, 'below')).toBe(second);
    expect(walk.from(second, 'below')).toBe(third);
    expect(walk.from(third, 'below')).toBeUndefined();
    expect(walk.from(first, 'above')).toBeUndefined();
    expect(walk.from(first, 'source')).toBeUndefined();
    expect(walk.from('c', 'result')).toBe('d');
    expect(walk.from('d', 'source')).toBe('c');
    expect(walk.from('a', 'result')).toBe('d');
    expect(walk.from('d', 'source')).toBe('a');
  });

  it('with circles, which no store makes, is placed all the same', () => {
    const steps = edges('a-b', 'b-a', 'a-a');
    const layout = place({ ids: ['a', 'b'], edges: steps });
    expect(layout.nodes).toHaveLength(2);
  });
});
