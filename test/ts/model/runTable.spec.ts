import { beforeEach, describe, expect, it } from 'vitest';

import { NEWEST_RUNS, RunTableModel } from '../../../src/model/runTable';
import type { RunRow, RunTable } from '../../../src/protocol/generated';
import type { IRunTableQuery } from '../../../src/transport/queries';
import { TestClock } from '../transfer/world';
import { MemoryStore } from './store';

/** Runs of a server that answers when it is told to. */
class Runs {
  constructor(public total: number) {}

  readonly asked: IRunTableQuery[] = [];
  fails = false;

  async runTable(
    query: IRunTableQuery = {},
    signal?: AbortSignal
  ): Promise<RunTable> {
    this.asked.push(query);
    await Promise.resolve();
    signal?.throwIfAborted();
    if (this.fails) {
      throw new Error('the server is away');
    }
    const start = Number(query.cursor ?? 0);
    const end = Math.min(this.total, start + (query.limit ?? 0));
    return {
      items: Array.from({ length: end - start }, (_, index) =>
        rowOf(`${query.sort} ${start + index}`)
      ),
      total: this.total,
      ...(start === 0 && { columns: [] }),
      ...(end < this.total && { next_cursor: String(end) })
    };
  }
}

function rowOf(name: string): RunRow {
  const run = new MemoryStore().addRun(name);
  const info = { run, artifacts: 1, bytes: 1, updated_at: run.created_at };
  return { run: info, values: {} };
}

let runs: Runs;
let model: RunTableModel;
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 200; turn += 1) {
    await Promise.resolve();
  }
};
const names = (): string[] =>
  model.snapshot.rows.map(({ run }) => run.run.name);

beforeEach(() => {
  runs = new Runs(5000);
  model = new RunTableModel(runs, new TestClock());
});

describe('the table of runs', () => {
  it('has rows ahead of those that are looked at, and each of them once', async () => {
    model.ask(NEWEST_RUNS);
    await settled();
    const first = names().length;
    expect(first).toBeGreaterThanOrEqual(600);
    expect(first).toBeLessThan(1000);
    expect(model.snapshot).toMatchObject({ total: 5000, isLoading: false });
    model.look(first - 10);
    await settled();
    expect(names().length).toBeGreaterThanOrEqual(first + 500);
    model.look(4990);
    await settled();
    expect(names()).toHaveLength(5000);
    expect(new Set(names()).size).toBe(5000);
    const { length } = runs.asked;
    model.look(5000);
    await settled();
    expect(runs.asked).toHaveLength(length);
  });

  it('shows what it has until something else is answered', async () => {
    model.ask(NEWEST_RUNS);
    await settled();
    model.ask({ ...NEWEST_RUNS, sort: 'name' });
    expect(model.snapshot.question.sort).toBe('updated');
    expect(names()[0]).toBe('updated 0');
    await settled();
    expect(model.snapshot.question.sort).toBe('name');
    expect(names()[0]).toBe('name 0');
  });

  it('asks again for as much as was looked at', async () => {
    model.ask(NEWEST_RUNS);
    model.look(1500);
    await settled();
    const { answer } = model.snapshot;
    runs.total = 4999;
    model.refresh();
    await settled();
    expect(model.snapshot).toMatchObject({ total: 4999, answer: answer + 1 });
    expect(names().length).toBeGreaterThan(1500);
  });

  it('keeps its rows where a question fails, and goes on with what they answer', async () => {
    model.ask(NEWEST_RUNS);
    await settled();
    runs.fails = true;
    model.ask({ ...NEWEST_RUNS, sort: 'name' });
    await settled();
    expect(model.snapshot.error?.message).toContain('away');
    expect(names()[0]).toBe('updated 0');
    runs.fails = false;
    model.look(names().length);
    await settled();
    expect(names().every(name => name.startsWith('updated'))).toBe(true);
    model.refresh();
    await settled();
    expect(model.snapshot.error).toBeUndefined();
    expect(names()[0]).toBe('name 0');
  });
});
