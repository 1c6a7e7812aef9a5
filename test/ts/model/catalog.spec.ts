import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { CatalogModel } from '../../../src/model/catalog';
import { Library } from '../../../src/model/library';
import { SelectionModel } from '../../../src/model/selection';
import { CellkeepError } from '../../../src/protocol/errors';
import type { Run } from '../../../src/protocol/generated';
import { TestClock } from '../transfer/world';
import { MemoryStore } from './store';

let store: MemoryStore;
let clock: TestClock;
let catalog: CatalogModel;
let library: Library;
let run: Run;

beforeEach(() => {
  store = new MemoryStore();
  clock = new TestClock();
  catalog = new CatalogModel({ api: store.api, events: store.events, clock });
  library = new Library({ api: store.api, events: store.events, catalog });
  run = store.addRun('first');
});
afterEach(() => {
  library.dispose();
  catalog.dispose();
});

const names = (index = 0): string[] =>
  catalog.snapshot.runs[index]?.artifacts.map(({ name }) => name) ?? [];
const runNames = (): string[] =>
  catalog.snapshot.runs.map(({ info }) => info.run.name);
const found = (): string[] | undefined =>
  catalog.snapshot.results?.map(({ name }) => name);

async function opened(): Promise<void> {
  await catalog.refresh();
  catalog.setExpanded(run.id, true);
  await clock.pass(200);
}

describe('the catalog', () => {
  it('loads runs and artifacts page by page', async () => {
    for (let index = 1; index < 60; index += 1) {
      store.addRun(`run ${index}`);
    }
    for (let index = 0; index < 150; index += 1) {
      store.save(run, `a${index}`);
    }
    catalog.loadMoreRuns();
    catalog.loadMoreRuns();
    expect(catalog.snapshot.loading).toBe(true);
    await clock.pass(200);
    expect(catalog.snapshot).toMatchObject({ loading: false, complete: false });
    expect(catalog.snapshot.runs).toHaveLength(50);
    expect(runNames()[0]).toBe('first');
    catalog.loadMoreRuns();
    await clock.pass(200);
    expect(catalog.snapshot.complete).toBe(true);
    expect(catalog.snapshot.runs).toHaveLength(60);
    catalog.loadMoreRuns();
    expect(store.calls).toEqual(['runs 50 ', 'runs 50 50']);

    catalog.setExpanded(run.id, true);
    await clock.pass(200);
    expect(names()).toHaveLength(100);
    expect(names()[0]).toBe('a149');
    catalog.loadMoreArtifacts(run.id);
    await clock.pass(200);
    expect(names().at(-1)).toBe('a0');
    expect(catalog.snapshot.runs[0]).toMatchObject({
      complete: true,
      loading: false
    });
    catalog.loadMoreArtifacts(run.id);
    catalog.setExpanded(run.id, false);
    catalog.setExpanded(run.id, true);
    expect(store.calls).toHaveLength(4);
  });

  it('puts what is stored in its place, in one change for many', async () => {
    store.save(run, 'old');
    const other = store.addRun('other');
    store.save(other, 'x');
    await opened();
    expect(runNames()).toEqual(['other', 'first']);
    let changes = 0;
    catalog.stateChanged.connect(() => void (changes += 1));
    for (let index = 0; index < 100; index += 1) {
      const artifact = store.save(run, `new ${index}`);
      store.announce({ kind: 'stored', run_id: run.id, artifact });
    }
    await clock.pass(250);
    expect(changes).toBeLessThanOrEqual(2);
    expect(runNames()).toEqual(['first', 'other']);
    expect(names()[0]).toBe('new 99');
    expect(names()).toHaveLength(101);
    expect(catalog.snapshot.runs[0]?.info).toMatchObject({
      artifacts: 101,
      bytes: 1010
    });
  });

  it('counts no artifact twice, whether a page or an event was first', async () => {
    await opened();
    const artifact = store.save(run, 'x');
    await catalog.refresh();
    store.announce({ kind: 'stored', run_id: run.id, artifact });
    await clock.pass(3000);
    expect(names()).toEqual(['x']);
    expect(catalog.snapshot.runs[0]?.info.artifacts).toBe(1);
  });

  it('asks for runs that it does not know, and for the list where they are many', async () => {
    await opened();
    const other = store.addRun('other');
    const artifact = store.save(other, 'x');
    store.announce({ kind: 'run', run_id: other.id });
    store.announce({ kind: 'stored', run_id: other.id, artifact });
    await clock.pass(300);
    expect(runNames()).toEqual(['other', 'first']);
    expect(store.calls.at(-1)).toBe(`run ${other.id}`);
    for (let index = 0; index < 20; index += 1) {
      const { id } = store.addRun(`many ${index}`);
      store.announce({ kind: 'run', run_id: id });
    }
    await clock.pass(300);
    expect(catalog.snapshot.runs).toHaveLength(22);
    expect(store.calls.filter(call => call.startsWith('run '))).toHaveLength(1);
  });

  it('follows updates and deletions', async () => {
    const artifact = store.save(run, 'x');
    store.save(run, 'y');
    await opened();
    store.announce({
      kind: 'updated',
      run_id: run.id,
      artifact: { ...artifact, summary: 'new' }
    });
    await clock.pass(200);
    expect(catalog.get(artifact.id)?.summary).toBe('new');
    store.artifactList = store.artifactList.filter(one => one !== artifact);
    store.announce({
      kind: 'deleted',
      run_id: run.id,
      artifact_id: artifact.id
    });
    await clock.pass(200);
    expect(names()).toEqual(['y']);
    expect(catalog.snapshot.runs[0]?.info.artifacts).toBe(1);
  });

  it('loads again what it shows after a gap in the events', async () => {
    await opened();
    store.save(run, 'missed');
    const artifact = store.save(run, 'seen');
    store.announce({ kind: 'run', run_id: run.id });
    store.announce({ kind: 'stored', run_id: run.id, artifact }, 1);
    await clock.pass(300);
    expect(names()).toEqual(['seen', 'missed']);
    expect(catalog.snapshot.runs[0]?.expanded).toBe(true);
  });

  it('keeps what it shows when the server is away, says so, and recovers', async () => {
    store.save(run, 'x');
    await opened();
    store.before = () => {
      throw new CellkeepError('STORE_UNREACHABLE', 'away');
    };
    await catalog.refresh();
    expect(names()).toEqual(['x']);
    expect(catalog.snapshot.error?.code).toBe('STORE_UNREACHABLE');
    store.before = () => undefined;
    await catalog.refresh();
    expect(catalog.snapshot.error).toBeUndefined();
  });

  it('renames a run', async () => {
    await opened();
    await catalog.renameRun(run.id, 'better');
    expect(runNames()).toEqual(['better']);
    expect(store.runList[0]?.name).toBe('better');
  });
});

describe('the search', () => {
  beforeEach(() => {
    ['loss', 'loss curve', 'weights'].forEach(name => store.save(run, name));
  });

  it('waits until the typing pauses, and asks once', async () => {
    for (const text of ['l', 'lo', 'los', 'loss']) {
      catalog.setQuery({ text });
      await clock.pass(50);
    }
    expect(store.calls).toEqual([]);
    expect(catalog.snapshot).toMatchObject({
      loading: true,
      query: { text: 'loss' }
    });
    await clock.pass(100);
    expect(store.calls).toEqual(['artifacts loss 100']);
    expect(found()).toEqual(['loss curve', 'loss']);
    catalog.setQuery({ text: '  ' });
    expect(catalog.snapshot.results).toBeUndefined();
  });

  it('drops the answer to an older question', async () => {
    let answerFirst = (): void => undefined;
    store.before = call =>
      call.includes(' l ')
        ? new Promise<void>(resolve => (answerFirst = resolve))
        : undefined;
    catalog.setQuery({ text: 'l' });
    await clock.pass(150);
    catalog.setQuery({ text: 'weights' });
    await clock.pass(150);
    answerFirst();
    await clock.pass(150);
    expect(found()).toEqual(['weights']);
  });

  it('keeps the last results in view while the next are on their way', async () => {
    catalog.setQuery({ text: 'loss' });
    await clock.pass(150);
    catalog.setQuery({ text: 'weights' });
    expect(found()).toEqual(['loss curve', 'loss']);
    expect(catalog.snapshot.loading).toBe(true);
  });

  it('goes on to further pages, and by kind alone', async () => {
    for (let index = 0; index < 120; index += 1) {
      store.save(run, `t${index}`, { kind: 'table' });
    }
    catalog.setQuery({ text: '', kind: 'table' });
    await clock.pass(150);
    expect(found()).toHaveLength(100);
    expect(catalog.snapshot.resultsComplete).toBe(false);
    catalog.loadMoreResults();
    catalog.loadMoreResults();
    await clock.pass(150);
    expect(found()).toHaveLength(120);
    expect(new Set(found()).size).toBe(120);
    expect(catalog.snapshot.resultsComplete).toBe(true);
  });

  it('finds what is stored meanwhile', async () => {
    await opened();
    catalog.setQuery({ text: 'loss' });
    await clock.pass(150);
    const artifact = store.save(run, 'loss again');
    store.announce({ kind: 'stored', run_id: run.id, artifact });
    await clock.pass(200);
    expect(found()?.[0]).toBe('loss again');
  });
});

describe('a deletion', () => {
  it('hides at once, can be taken back, and else happens a moment later', async () => {
    const x = store.save(run, 'x');
    const y = store.save(run, 'y');
    await opened();
    const first = catalog.delete(x.id, 5000);
    expect(names()).toEqual(['y']);
    expect(first.undo()).toBe(true);
    expect(names()).toEqual(['y', 'x']);
    expect(await first.done).toBeUndefined();
    expect(store.calls).not.toContain('delete');

    const second = catalog.delete(y.id, 5000);
    await clock.pass(5000);
    expect(await second.done).toBe(10);
    expect(second.undo()).toBe(false);
    expect(names()).toEqual(['x']);
    store.announce({ kind: 'deleted', run_id: run.id, artifact_id: y.id });
    await clock.pass(200);
    expect(catalog.snapshot.runs[0]?.info.artifacts).toBe(1);
  });

  it('brings the artifact back where the server refuses', async () => {
    const x = store.save(run, 'x');
    await opened();
    store.before = call => {
      if (call === 'delete') {
        throw new CellkeepError('FORBIDDEN', 'no');
      }
    };
    const pending = catalog.delete(x.id);
    pending.commit();
    await expect(pending.done).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(names()).toEqual(['x']);
  });

  it('is not forgotten when the page goes', async () => {
    const x = store.save(run, 'x');
    await opened();
    catalog.delete(x.id);
    catalog.dispose();
    expect(store.calls).toContain('delete');
  });
});

describe('the selection', () => {
  it('knows its neighbours as they are shown, and moves', async () => {
    const [x, y, z] = ['x', 'y', 'z'].map(name => store.save(run, name));
    await opened();
    const selection = new SelectionModel(catalog, library, clock);
    selection.select(y!.id);
    expect(selection.snapshot).toEqual({ artifact: y, previous: z, next: x });
    selection.selectNext();
    expect(selection.snapshot).toMatchObject({ artifact: x, next: undefined });
    selection.selectNext();
    expect(selection.snapshot.artifact).toBe(x);
    selection.selectPrevious();
    expect(selection.snapshot.artifact).toBe(y);
    const deletion = catalog.delete(y!.id);
    expect(selection.snapshot.artifact).toBeUndefined();
    deletion.undo();
    expect(selection.snapshot.artifact).toBe(y);
    selection.dispose();
  });

  it('can be of an artifact that is not in the list', async () => {
    const hidden = store.save(run, 'hidden');
    const selection = new SelectionModel(catalog, library, clock);
    selection.select(hidden.id);
    await clock.pass(10);
    expect(selection.snapshot.artifact).toEqual(hidden);
    selection.select(undefined);
    expect(selection.snapshot.artifact).toBeUndefined();
    selection.dispose();
  });
});
