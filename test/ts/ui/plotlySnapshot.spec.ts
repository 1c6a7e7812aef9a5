import { describe, expect, it } from 'vitest';

import { thinnedFigure } from '../../../src/viewers/plotly/plotlySnapshot';

const numbers = (length: number) => Array.from({ length }, (_, index) => index);
const thinned = (trace: object) =>
  (thinnedFigure({ data: [trace], layout: {} }) as { data: object[] }).data[0];

describe('a figure for a small picture', () => {
  it('has every n-th of millions of points', () => {
    const trace = thinned({
      y: numbers(10_000),
      name: 'a',
      x: numbers(10_000)
    });
    expect(trace).toMatchObject({ name: 'a' });
    const { x, y } = trace as { x: number[]; y: number[] };
    expect(y).toHaveLength(3334);
    expect(x).toEqual(y);
    expect(y.slice(0, 3)).toEqual([0, 3, 6]);
  });

  it('has every n-th row and column of a grid, at the same places', () => {
    const z = numbers(1400).map(row => numbers(2100).map(item => item + row));
    const trace = thinned({ type: 'heatmap', z, x: numbers(2100) }) as {
      z: number[][];
      x: number[];
      dy: number;
    };
    expect(trace.z).toHaveLength(700);
    expect(trace.z[0]).toHaveLength(700);
    expect(trace.z[1]?.[1]).toBe(5);
    expect(trace.x.slice(0, 2)).toEqual([0, 3]);
    expect(trace.dy).toBe(2);
  });

  it('is left alone where it is small, or no figure', () => {
    const small = { type: 'heatmap', z: [[1, 2]], x: ['a', 'b'], y: ['c'] };
    expect(thinned(small)).toEqual(small);
    for (const other of [null, 'x', { data: 'x' }, { data: [null, 1] }]) {
      expect(thinnedFigure(other)).toEqual(other);
    }
  });
});
