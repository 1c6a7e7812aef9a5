import { beforeEach, describe, expect, it } from 'vitest';

import { NEWEST_RUNS, rowAt, RunTableModel } from '../../../src/model/runTable';
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
    const start = query.offset ?? 0;
    const end = Math.min(this.total, start + (query.limit ?? 0));
    return {
      items: Array.from({ length: end - start }, (_, index) =>
        rowOf(`${query.sort} ${start + index}`)
      ),
      total: this.total,
      ...(start === 0 && { columns: [] })
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
const nameAt = (place: number): string | undefined =>
  rowAt(model.snapshot.pages, place)?.run.run.name;
/** Places from one to another. */
const places = (start: number, end: number): number[] =>
  Array.from({ length: end - start }, (_, index) => start + index);
const isLoaded = (start: number, end: number): boolean =>
  places(start, end).every(place => nameAt(place) === `updated ${place}`);

beforeEach(() => {
  runs = new Runs(5000);
  model = new RunTableModel(runs, new TestClock());
});

describe('the table of runs', () => {
  it('has the rows around those that are looked at, wherever that is, and no others', async () => {
    model.ask(NEWEST_RUNS);
    await settled();
    expect(isLoaded(0, 400)).toBe(true);
    expect(nameAt(400)).toBeUndefined();
    expect(model.snapshot).toMatchObject({ total: 5000, isLoading: false });
    model.look(places(330, 370));
    await settled();
    expect(isLoaded(0, 650)).toBe(true);
    // A jump: nothing between is loaded.
    model.look(places(4960, 5000));
    await settled();
    expect(isLoaded(4800, 5000)).toBe(true);
    expect(nameAt(2000)).toBeUndefined();
    const { length } = runs.asked;
    expect(length).toBeLessThan(10);
    model.look(places(4960, 5000));
    await settled();
    expect(runs.asked).toHaveLength(length);
  });

  it('loads on request what nobody looked at', async () => {
    model.ask(NEWEST_RUNS);
    await settled();
    const read = await model.read([10, 2000, 2150]);
    expect(rowAt(read, 2150)?.run.run.name).toBe('updated 2150');
    expect(nameAt(2000)).toBe('updated 2000');
  });

  it('shows what it has until something else is answered', async () => {
    model.ask(NEWEST_RUNS);
    await settled();
    model.ask({ ...NEWEST_RUNS, sort: 'name' });
    expect(model.snapshot.question.sort).toBe('updated');
    expect(nameAt(0)).toBe('updated 0');
    await settled();
    expect(model.snapshot.question.sort).toBe('name');
    expect(nameAt(0)).toBe('name 0');
  });

  it('asks again for what is looked at, also where the places became others', async () => {
    model.ask(NEWEST_RUNS);
    model.look(places(1500, 1540));
    await settled();
    const { answer } = model.snapshot;
    runs.total = 4999;
    model.refresh();
    await settled();
    expect(model.snapshot).toMatchObject({ total: 4999, answer: answer + 1 });
    expect(isLoaded(1500, 1540)).toBe(true);
    runs.total = 5001;
    model.look(places(3000, 3040));
    await settled();
    expect(model.snapshot).toMatchObject({ total: 5001, answer: answer + 2 });
    expect(isLoaded(3000, 3040)).toBe(true);
  });

  it('keeps its rows where a question fails, and goes on with what they answer', async () => {
    model.ask(NEWEST_RUNS);
    await settled();
    runs.fails = true;
    model.ask({ ...NEWEST_RUNS, sort: 'name' });
    await settled();
    expect(model.snapshot.error?.message).toContain('away');
    expect(nameAt(0)).toBe('updated 0');
    runs.fails = false;
    model.look(places(900, 940));
    await settled();
    expect(isLoaded(900, 940)).toBe(true);
    model.refresh();
    await settled();
    expect(model.snapshot.error).toBeUndefined();
    expect(nameAt(0)).toBe('name 0');
  });
});
