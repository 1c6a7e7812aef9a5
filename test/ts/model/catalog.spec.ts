import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Library } from '../../../src/model/library';
import { SelectionModel } from '../../../src/model/selection';
import { CellkeepError } from '../../../src/protocol/errors';
import { catalogWorld, groupsOf } from './shown';

let { store, clock, catalog, run } = catalogWorld();
let library: Library;

beforeEach(() => {
  ({ store, clock, catalog, run } = catalogWorld());
  library = new Library({ api: store.api, events: store.events, catalog });
});
afterEach(() => {
  library.dispose();
  catalog.dispose();
});

const names = (index = 0): string[] =>
  groupsOf(catalog)[index]?.artifacts.map(({ name }) => name) ?? [];
const runNames = (): string[] => groupsOf(catalog).map(({ label }) => label);

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
    catalog.loadMore();
    catalog.loadMore();
    expect(catalog.snapshot.loading).toBe(true);
    await clock.pass(200);
    expect(catalog.snapshot).toMatchObject({
      loading: false,
      list: { rest: 'some' }
    });
    expect(catalog.snapshot.runs).toHaveLength(50);
    expect(runNames()[0]).toBe('first');
    catalog.loadMore();
    await clock.pass(200);
    expect(catalog.snapshot.list.rest).toBe('none');
    expect(catalog.snapshot.runs).toHaveLength(60);
    catalog.loadMore();
    expect(store.calls).toEqual(['runs 50 ', 'runs 50 50']);

    catalog.setExpanded(run.id, true);
    await clock.pass(200);
    expect(names()).toHaveLength(100);
    expect(names()[0]).toBe('a149');
    catalog.loadMoreOf(run.id);
    await clock.pass(200);
    expect(names().at(-1)).toBe('a0');
    expect(groupsOf(catalog)[0]).toMatchObject({
      complete: true,
      loading: false
    });
    catalog.loadMoreOf(run.id);
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
      store.bring(run, `new ${index}`);
    }
    await clock.pass(250);
    expect(changes).toBeLessThanOrEqual(2);
    expect(runNames()).toEqual(['first', 'other']);
    expect(names()[0]).toBe('new 99');
    expect(names()).toHaveLength(101);
    expect(groupsOf(catalog)[0]).toMatchObject({
      count: 101,
      bytes: 1010
    });
  });

  it('changes a few times while thousands come, and at once for the next', async () => {
    store.save(run, 'old');
    await opened();
    let changes = 0;
    catalog.stateChanged.connect(() => void (changes += 1));
    for (let index = 0; index < 2000; index += 1) {
      store.bring(run, `new ${index}`);
      if (index % 100 === 0) {
        await clock.pass(100); // two seconds in all
      }
    }
    expect(changes).toBeLessThanOrEqual(5);
    await clock.pass(3000);
    expect(names()).toHaveLength(2001);
    changes = 0;
    store.bring(run, 'alone');
    await clock.pass(100);
    expect(changes).toBe(1);
    expect(names()[0]).toBe('alone');
  });

  it('counts no artifact twice, whether a page or an event was first', async () => {
    await opened();
    const artifact = store.save(run, 'x');
    await catalog.refresh();
    store.announce({ kind: 'stored', run_id: run.id, artifact });
    await clock.pass(3000);
    expect(names()).toEqual(['x']);
    expect(groupsOf(catalog)[0]?.count).toBe(1);
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
    expect(groupsOf(catalog)[0]?.count).toBe(1);
  });

  it('loads again what it shows after a gap in the events', async () => {
    await opened();
    store.save(run, 'missed');
    const artifact = store.save(run, 'seen');
    store.announce({ kind: 'run', run_id: run.id });
    store.announce({ kind: 'stored', run_id: run.id, artifact }, 1);
    await clock.pass(300);
    expect(names()).toEqual(['seen', 'missed']);
    expect(groupsOf(catalog)[0]?.expanded).toBe(true);
  });

  it('keeps what it shows when the server is away, says so, and recovers', async () => {
    store.save(run, 'x');
    await opened();
    store.goAway();
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

describe('a deletion', () => {
  it('takes off the list at once, and comes back in its place', async () => {
    const [x, y] = ['x', 'y', 'z'].map(name => store.save(run, name));
    await opened();
    const report = await catalog.delete({ ids: [y!.id] });
    expect(report).toMatchObject({ artifacts: 1, trashed_bytes: 10 });
    expect(names()).toEqual(['z', 'x']);
    expect(groupsOf(catalog)[0]).toMatchObject({
      count: 2,
      bytes: 20
    });
    // The store's own word about it is no news.
    store.announce({ kind: 'deleted', run_id: run.id, artifact_id: y!.id });
    await clock.pass(200);
    expect(groupsOf(catalog)[0]?.count).toBe(2);

    expect(await catalog.restore([y!.id])).toEqual([y!.id]);
    store.announce({ kind: 'stored', run_id: run.id, artifact: y! });
    await clock.pass(200);
    expect(names()).toEqual(['z', 'y', 'x']);
    // Another page deletes it once more: that is news again.
    store.announce({ kind: 'deleted', run_id: run.id, artifact_id: y!.id });
    store.announce({ kind: 'deleted', run_id: run.id, artifact_id: x!.id });
    await clock.pass(200);
    expect(names()).toEqual(['z']);
  });

  it('changes nothing where the server refuses', async () => {
    const x = store.save(run, 'x');
    await opened();
    store.before = call => {
      if (call === 'delete') {
        throw new CellkeepError('FORBIDDEN', 'no');
      }
    };
    await expect(catalog.delete({ ids: [x.id] })).rejects.toMatchObject({
      code: 'FORBIDDEN'
    });
    expect(names()).toEqual(['x']);
  });

  it('takes off a run with all that it has, and the run comes back with it', async () => {
    const other = store.addRun('other');
    store.save(other, 'o');
    const x = store.save(run, 'x');
    await opened();
    await catalog.delete({ run_id: run.id });
    expect(runNames()).toEqual(['other']);
    store.announce({ kind: 'deleted', run_id: run.id, artifact_id: x.id });
    await clock.pass(2500);
    expect(runNames()).toEqual(['other']);

    await catalog.restore([x.id]);
    store.announce({ kind: 'stored', run_id: run.id, artifact: x });
    await clock.pass(2500);
    expect(runNames()).toEqual(['first', 'other']);
  });

  it('of a closed run elsewhere is counted by the server', async () => {
    const [x, y] = ['x', 'y'].map(name => store.save(run, name));
    await catalog.refresh();
    await store.library.delete({ ids: [x!.id] });
    store.announce({ kind: 'deleted', run_id: run.id, artifact_id: x!.id });
    await clock.pass(2500);
    expect(groupsOf(catalog)[0]?.count).toBe(1);
    await store.library.delete({ ids: [y!.id] });
    store.announce({ kind: 'deleted', run_id: run.id, artifact_id: y!.id });
    await clock.pass(2500);
    expect(runNames()).toEqual([]);
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
    await catalog.delete({ ids: [y!.id] });
    expect(selection.snapshot.artifact).toBeUndefined();
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

  it('stays when the search that found it is over', async () => {
    const x = store.save(run, 'x');
    await catalog.refresh();
    const { view } = catalog.snapshot;
    catalog.setView({ ...view, filter: { ...view.filter, text: 'x' } });
    await clock.pass(1000);
    const selection = new SelectionModel(catalog, library, clock);
    selection.select(x.id);
    catalog.setView(view);
    await clock.pass(1000);
    expect(names()).toEqual([]);
    expect(selection.snapshot.artifact).toEqual(x);
    selection.dispose();
  });
});
