import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';

import type { Provenance, RunRow } from '../../../src/protocol/generated';
import { codeOf } from '../../../src/viewers/compare/code';
import {
  firstColumns,
  runColumns,
  type IRunColumn
} from '../../../src/viewers/runs/columns';
import { conditionsOf } from '../../../src/viewers/runs/conditions';
import { keyOf, RunLines } from '../../../src/viewers/runs/lines';
import { tableState } from '../../../src/viewers/runs/tableState';
import { MemoryStore } from '../model/store';

const trans = nullTranslator.load('');
const COLUMNS = runColumns(
  [
    { id: 'metadata:lr', label: 'lr', runs: 3, number: true },
    { id: 'metadata:model', label: 'model', runs: 3, number: false }
  ],
  trans
);
const column = (id: string): IRunColumn => {
  const found = COLUMNS.find(one => one.id === id);
  expect(found).toBeDefined();
  return found!;
};

function rowOf(values: Record<string, unknown>): RunRow {
  const run = { ...new MemoryStore().addRun('trial'), tags: ['a', 'b'] };
  const info = { run, artifacts: 2, bytes: 1500, updated_at: run.created_at };
  return { run: info, values };
}

describe('the columns of the table of runs', () => {
  it('say what there is as people read it, and nothing where there is nothing', () => {
    const row = rowOf({ 'metadata:lr': 0.1 });
    expect(column('name').text(row)).toBe('trial');
    expect(column('bytes').number(row)).toBe(1500);
    expect(column('tags').text(row)).toBe('a, b');
    expect(column('duration').text(row)).toBeNull();
    expect(column('metadata:lr').number(row)).toBe(0.1);
    expect(column('metadata:model').text(row)).toBeNull();
  });

  it('are those that a person chose, the name always first', () => {
    const kept: Record<string, unknown> = {};
    const state = () =>
      tableState(
        {
          get: (name, initial) =>
            name in kept ? (kept[name] as typeof initial) : initial,
          set: (name, value) => void (kept[name] = value)
        },
        COLUMNS
      );
    expect(state().shown).toEqual(firstColumns(COLUMNS));
    state().setShown(['name', 'bytes', 'metadata:lr', 'tags']);
    state().move(2, 0);
    expect(state().shown).toEqual(['name', 'metadata:lr', 'bytes', 'tags']);
    state().move(0, 3);
    expect(state().shown[0]).toBe('name');
    // A column that no run has at the moment is not forgotten.
    kept['columns'] = ['name', 'metadata:gone', 'bytes'];
    state().setShown(['name']);
    expect(kept['columns']).toEqual(['name', 'metadata:gone']);
    state().setShown(undefined);
    expect(state().shown).toEqual(firstColumns(COLUMNS));
  });
});

describe('a condition on a column', () => {
  const asked = (
    id: string,
    comparison: Parameters<typeof conditionsOf>[0]['comparison'],
    value: string,
    upTo?: string
  ) =>
    conditionsOf({ column: id, comparison, value, upTo }, column(id)).map(
      ({ op, value: wanted }) => [op, wanted]
    );

  it('is a number where the column has numbers', () => {
    expect(asked('metadata:lr', 'less', '1e-2')).toEqual([['lt', 0.01]]);
    expect(asked('metadata:model', 'less', '1e-2')).toEqual([['lt', '1e-2']]);
    expect(asked('metadata:lr', 'between', '1', '2')).toEqual([
      ['ge', 1],
      ['le', 2]
    ]);
  });

  it('finds a value whether a run has it as a number or as a text', () => {
    expect(asked('metadata:lr', 'equals', '3')).toEqual([['in', [3, '3']]]);
    expect(asked('metadata:model', 'oneOf', 'cnn, "a, b"')).toEqual([
      ['in', ['cnn', 'a, b']]
    ]);
    expect(asked('metadata:lr', 'missing', '')).toEqual([
      ['missing', undefined]
    ]);
    // A commit is told by its beginning.
    expect(asked('git_commit', 'equals', '0123abc')).toEqual([
      ['contains', '0123abc']
    ]);
  });

  it('is a time where the column has times', () => {
    const midnight = new Date(2026, 10, 30).toISOString();
    expect(asked('created', 'atLeast', '2026-11-30')).toEqual([
      ['ge', midnight]
    ]);
  });
});

describe('the lines of the table', () => {
  const groups = [
    { value: 'cnn', runs: 2 },
    { value: 3, runs: 3 },
    { runs: 1 }
  ];
  const told = (lines: RunLines) =>
    Array.from({ length: lines.length }, (_, index) => {
      const line = lines.at(index);
      return line?.type === 'run' ? line.place : [line?.value, line?.runs];
    });

  it('are the runs, and over those of one value what they have in common', () => {
    expect(told(new RunLines(3, undefined, new Set()))).toEqual([0, 1, 2]);
    const lines = new RunLines(6, groups, new Set());
    expect(told(lines)).toEqual([
      ...[['cnn', 2], 0, 1],
      ...[[3, 3], 2, 3, 4],
      ...[[undefined, 1], 5]
    ]);
    expect(lines.meant([0, 1])).toEqual([0, 1]);
    expect(lines.places([0, 1])).toEqual([]);
    expect(lines.places([1, 6])).toEqual([0, 1, 2, 3]);
    expect(lines.meant([7, 8])).toEqual([5]);
    expect([lines.at(-1), lines.at(9)]).toEqual([undefined, undefined]);
  });

  it('are the group alone where it is folded, and its runs keep their places', () => {
    const lines = new RunLines(
      6,
      groups,
      new Set([keyOf(3), keyOf(undefined)])
    );
    expect(told(lines)).toEqual([['cnn', 2], 0, 1, [3, 3], [undefined, 1]]);
    expect(lines.meant([3, 4])).toEqual([2, 3, 4]);
    expect(lines.places([2, 5])).toEqual([1]);
    expect(lines.at(3)).toMatchObject({ isFolded: true, place: 2 });
  });
});

describe('the code of a run', () => {
  it('has each cell once, as it was executed last, in the order of execution', () => {
    const store = new MemoryStore();
    const run = store.addRun('r');
    const cell = (name: string, provenance: Omit<Provenance, 'via'>) =>
      store.save(run, name, { provenance: { via: 'cell', ...provenance } });
    const code = codeOf([
      cell('late', { cell_id: 'b', execution_count: 7, source: 'plot()' }),
      cell('old', { cell_id: 'a', execution_count: 1, source: 'lr = 1' }),
      cell('new', { cell_id: 'a', execution_count: 5, source: 'lr = 2\n' }),
      cell('file', {})
    ]);
    expect(code).toBe('# %%\nlr = 2\n\n# %%\nplot()\n');
    expect(codeOf([])).toBe('');
  });
});
