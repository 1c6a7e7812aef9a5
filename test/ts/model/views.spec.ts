import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { CatalogModel } from '../../../src/model/catalog';
import {
  DEFAULT_VIEW,
  type ICatalogFilter,
  type ICatalogView
} from '../../../src/model/view';
import { CellkeepError } from '../../../src/protocol/errors';
import type { Run } from '../../../src/protocol/generated';
import { TestClock } from '../transfer/world';
import { groupsOf, MemoryStore } from './store';

let store: MemoryStore;
let clock: TestClock;
let catalog: CatalogModel;
let run: Run;

beforeEach(() => {
  store = new MemoryStore();
  clock = new TestClock();
  catalog = new CatalogModel({ api: store.api, events: store.events, clock });
  run = store.addRun('first');
});
afterEach(() => catalog.dispose());

const show = (
  view: Partial<ICatalogView>,
  filter: Partial<ICatalogFilter> = {}
): void =>
  catalog.setView({
    ...DEFAULT_VIEW,
    ...view,
    filter: { text: '', ...filter }
  });
/** `label count: names` of each group; closed ones without names. */
const groups = (): string[] =>
  groupsOf(catalog).map(({ label, count, artifacts, expanded }) =>
    expanded
      ? `${label} ${count}: ${artifacts.map(({ name }) => name).join(' ')}`
      : `${label} ${count}`
  );
const flat = (): string[] | undefined =>
  catalog.snapshot.list.type === 'flat'
    ? catalog.snapshot.list.artifacts.map(({ name }) => name)
    : undefined;

describe('groups', () => {
  beforeEach(() => {
    const other = store.addRun('second');
    store.save(run, 'a', { provenance: { via: 'save', notebook: 'x.ipynb' } });
    store.save(run, 'b', { kind: 'table', size: 500 });
    store.save(other, 'c', { kind: 'table' });
  });

  it('are those of the server, the newest open', async () => {
    show({ groupBy: 'kind' });
    expect(catalog.snapshot).toMatchObject({ loading: true });
    await clock.pass(10);
    expect(groups()).toEqual(['table 2: c b', 'text 1']);
    expect(catalog.snapshot).toMatchObject({
      loading: false,
      list: { rest: 'none' },
      found: undefined
    });
    show({ groupBy: 'notebook' });
    await clock.pass(10);
    expect(groups()).toEqual([' 2: c b', 'x.ipynb 1']);
    catalog.setExpanded('x.ipynb', true);
    await clock.pass(10);
    expect(groups()).toEqual([' 2: c b', 'x.ipynb 1: a']);
  });

  it('stay open and closed as a person left them', async () => {
    show({ groupBy: 'kind' });
    await clock.pass(10);
    catalog.setExpanded('table', false);
    catalog.setExpanded('text', true);
    show({ groupBy: 'day' });
    await clock.pass(10);
    expect(groups()).toEqual(['2026-11-23 3: c b a']);
    show({ groupBy: 'kind' });
    await clock.pass(10);
    expect(groups()).toEqual(['table 2', 'text 1: a']);
  });

  it('stand in the order of what is in them', async () => {
    show({ groupBy: 'kind', sort: 'name', descending: false });
    await clock.pass(10);
    expect(groups()).toEqual(['table 2: b c', 'text 1']);
    show({ groupBy: 'kind', sort: 'size', descending: false });
    await clock.pass(10);
    expect(groups()).toEqual(['text 1: a', 'table 2']);
  });

  it('are runs as ever where nothing else is asked for', async () => {
    await catalog.refresh();
    show({ groupBy: 'kind' });
    await clock.pass(10);
    show({});
    expect(groups()).toEqual(['second 1', 'first 2']);
    expect(catalog.snapshot.runs).toHaveLength(2);
  });

  it('follow what is stored, a second apart, without losing what is open', async () => {
    show({ groupBy: 'kind' });
    await clock.pass(10);
    const save = (name: string, kind: string): void => {
      const artifact = store.save(run, name, { kind });
      store.announce({ kind: 'stored', run_id: run.id, artifact });
    };
    save('d', 'table');
    await clock.pass(200);
    expect(groups()).toEqual(['table 3: d c b', 'text 1']);
    store.calls.length = 0;
    for (let index = 0; index < 5; index += 1) {
      save(`e${index}`, 'image');
      await clock.pass(120);
    }
    expect(store.calls.filter(call => call.startsWith('groups'))).toEqual([]);
    await clock.pass(600);
    expect(groups()).toEqual(['image 5', 'table 3: d c b', 'text 1']);
  });

  it('follow updates and deletions', async () => {
    show({ groupBy: 'kind' });
    await clock.pass(10);
    const [c] = groupsOf(catalog)[0]!.artifacts;
    store.announce({
      kind: 'updated',
      run_id: c!.run_id,
      artifact: { ...c!, name: 'renamed' }
    });
    await clock.pass(150);
    expect(groups()[0]).toBe('table 2: renamed b');
    store.artifactList = store.artifactList.filter(({ id }) => id !== c!.id);
    store.announce({ kind: 'deleted', run_id: c!.run_id, artifact_id: c!.id });
    await clock.pass(2000);
    expect(groups()).toEqual(['table 1: b', 'text 1']);
  });

  it('that are too many come when they are asked for', async () => {
    for (let index = 0; index < 1200; index += 1) {
      store.save(run, 'n', {
        provenance: { via: 'save', notebook: `${index}.ipynb` }
      });
    }
    show({ groupBy: 'notebook' });
    await clock.pass(10);
    expect(groupsOf(catalog)).toHaveLength(1000);
    expect(catalog.snapshot.list.rest).toBe('some');
    catalog.loadMore();
    await clock.pass(10);
    expect(groupsOf(catalog)).toHaveLength(1202);
    expect(catalog.snapshot).toMatchObject({ list: { rest: 'none' } });
  });
});

describe('a search', () => {
  beforeEach(() => {
    ['loss', 'loss curve', 'weights'].forEach(name => store.save(run, name));
  });

  it('asks at once, and then for the newest text only', async () => {
    let answer = (): void => undefined;
    store.before = () => new Promise<void>(resolve => (answer = resolve));
    for (const text of ['l', 'lo', 'los', 'loss']) {
      show({}, { text });
      await clock.pass(10);
    }
    expect(store.calls).toEqual(['artifacts l 50']);
    expect(catalog.snapshot).toMatchObject({
      loading: true,
      view: { filter: { text: 'loss' } }
    });
    store.before = () => undefined;
    answer();
    await clock.pass(10);
    expect(store.calls).toEqual(['artifacts l 50', 'artifacts loss 50']);
    expect(groups()).toEqual(['first 2: loss curve loss']);
    expect(catalog.snapshot.found).toEqual({ artifacts: 2, bytes: 20 });
    show({});
    expect(catalog.snapshot.list.view).toBe(DEFAULT_VIEW);
  });

  it('does not wait long for an answer that nobody needs', async () => {
    store.before = call =>
      call.includes(' l ') ? new Promise<void>(() => undefined) : undefined;
    show({}, { text: 'l' });
    show({}, { text: 'weights' });
    await clock.pass(140);
    expect(store.calls).toEqual(['artifacts l 50']);
    await clock.pass(20);
    expect(groups()).toEqual(['first 1: weights']);
  });

  it('keeps what is shown in view while the next is on its way', async () => {
    show({}, { text: 'loss' });
    await clock.pass(200);
    store.before = () => new Promise<void>(() => undefined);
    show({}, { text: 'weights' });
    expect(groups()).toEqual(['first 2: loss curve loss']);
    expect(catalog.snapshot.loading).toBe(true);
  });

  it('shows its first artifacts before they are counted', async () => {
    const other = store.addRun('second');
    for (let index = 0; index < 120; index += 1) {
      store.save(index < 100 ? run : other, `t${index}`, { kind: 'table' });
    }
    let count = (): void => undefined;
    store.before = call =>
      call.startsWith('groups')
        ? new Promise<void>(resolve => (count = resolve))
        : undefined;
    show({}, { text: '', kind: ['table'] });
    await clock.pass(10);
    const sizes = () =>
      groupsOf(catalog).map(one => [one.count, one.artifacts.length]);
    expect(sizes()).toEqual([
      [undefined, 20],
      [undefined, 30]
    ]);
    expect(catalog.snapshot.found).toBeUndefined();
    await clock.pass(200);
    count();
    await clock.pass(10);
    expect(sizes()).toEqual([
      [20, 20],
      [100, 30]
    ]);
    expect(catalog.snapshot.found?.artifacts).toBe(120);
    expect(groupsOf(catalog)[0]?.complete).toBe(true);
    catalog.loadMoreOf(run.id);
    await clock.pass(10);
    const [, first] = groupsOf(catalog);
    const all = new Set(first?.artifacts.map(({ name }) => name));
    expect(all.size).toBe(100);
    expect(first?.complete).toBe(true);
  });

  it('finds what is stored meanwhile', async () => {
    await catalog.refresh();
    show({}, { text: 'loss' });
    await clock.pass(10);
    const artifact = store.save(run, 'loss again');
    store.announce({ kind: 'stored', run_id: run.id, artifact });
    await clock.pass(200);
    expect(groups()).toEqual(['first 3: loss again loss curve loss']);
    expect(catalog.snapshot.found?.artifacts).toBe(3);
  });

  it('that is over shows at once what stood there before, and then what is new', async () => {
    show({ groupBy: 'kind' });
    await clock.pass(10);
    show({ groupBy: 'kind' }, { text: 'loss' });
    await clock.pass(200);
    store.save(run, 'meanwhile');
    show({ groupBy: 'kind' });
    expect(groups()).toEqual(['text 3: weights loss curve loss']);
    await clock.pass(10);
    expect(groups()).toEqual(['text 4: meanwhile weights loss curve loss']);
  });

  it('by what only the server can group opens the first groups', async () => {
    show({ groupBy: 'folder' }, { text: 'loss' });
    await clock.pass(10);
    expect(groups()).toEqual(['/ 2: loss curve loss']);
  });

  it('that fails says so, and is asked again on request', async () => {
    store.before = () => {
      throw new CellkeepError('STORE_UNREACHABLE', 'away');
    };
    show({}, { text: 'loss' });
    await clock.pass(10);
    expect(catalog.snapshot.error?.code).toBe('STORE_UNREACHABLE');
    expect(catalog.snapshot.loading).toBe(false);
    store.before = () => undefined;
    catalog.loadMore();
    await clock.pass(10);
    expect(catalog.snapshot.error).toBeUndefined();
    expect(groups()).toEqual(['first 2: loss curve loss']);
  });
});

describe('a flat list', () => {
  beforeEach(() => {
    for (let index = 0; index < 120; index += 1) {
      store.save(run, `n${String(index).padStart(3, '0')}`);
    }
  });

  it('comes page by page, in any order', async () => {
    show({ groupBy: 'none', sort: 'name', descending: false });
    await clock.pass(10);
    expect(flat()).toHaveLength(50);
    expect(flat()?.[0]).toBe('n000');
    catalog.loadMore();
    catalog.loadMore();
    await clock.pass(10);
    expect(flat()).toHaveLength(120);
    expect(new Set(flat()).size).toBe(120);
    expect(catalog.snapshot.list.rest).toBe('none');
    expect(groupsOf(catalog)).toEqual([]);
  });

  it('keeps what is loaded when something is stored', async () => {
    show({ groupBy: 'none' });
    await clock.pass(10);
    catalog.loadMore();
    await clock.pass(10);
    const artifact = store.save(run, 'new');
    store.announce({ kind: 'stored', run_id: run.id, artifact });
    await clock.pass(200);
    expect(flat()).toHaveLength(121);
    expect(flat()?.[0]).toBe('new');
  });

  it('may be empty', async () => {
    show({ groupBy: 'none' }, { text: 'nothing' });
    await clock.pass(10);
    expect(flat()).toEqual([]);
    expect(catalog.snapshot.list.rest).toBe('none');
    expect(catalog.snapshot.found).toEqual({ artifacts: 0, bytes: 0 });
  });
});

describe('names', () => {
  const of = (notebook: string) => ({
    provenance: { via: 'save' as const, notebook }
  });
  beforeEach(() => {
    const second = store.addRun('second');
    store.save(run, 'df', { ...of('a.ipynb'), version: 1 });
    store.save(run, 'df', { ...of('a.ipynb'), version: 2 });
    store.save(second, 'df', of('a.ipynb'));
    store.save(run, 'old', of('a.ipynb'));
    for (let number = 0; number < 60; number += 1) {
      store.save(second, `n${number}`, of('b.ipynb'));
    }
  });

  it('are one row each across runs, those of the notebook in use first, page by page', async () => {
    catalog.setNotebook('a.ipynb');
    show({ groupBy: 'name' });
    await clock.pass(10);
    const first = groupsOf(catalog);
    expect(first.slice(0, 3)).toMatchObject([
      { label: 'old', count: 1, runs: 1, complete: true },
      { label: 'df', count: 3, runs: 2, expanded: false, complete: false },
      { label: 'n59' }
    ]);
    expect(first[1]!.artifacts.map(({ run_name: name }) => name)).toEqual([
      'second'
    ]);
    expect(catalog.snapshot.list.rest).toBe('some');
    while (catalog.snapshot.list.rest === 'some') {
      catalog.loadMore();
      await clock.pass(10);
    }
    expect(new Set(groupsOf(catalog).map(({ label }) => label)).size).toBe(62);
    expect(groupsOf(catalog)).toHaveLength(62);

    catalog.setExpanded(first[1]!.key, true);
    await clock.pass(10);
    expect(groups()[1]).toBe('df 3: df df df');
    store.announce({
      kind: 'stored',
      run_id: run.id,
      artifact: store.save(run, 'df', { ...of('a.ipynb'), version: 3 })
    });
    await clock.pass(2000);
    expect(groups()[0]).toBe('df 4: df df df df');
    expect(groupsOf(catalog)[0]!.artifacts[0]!.version).toBe(3);

    catalog.setNotebook('b.ipynb');
    await clock.pass(10);
    expect(groupsOf(catalog)[0]!.label).toBe('n59');
  });

  it('give way to other groups when those are there, and come back', async () => {
    show({ groupBy: 'name' }, { text: 'df' });
    await clock.pass(1000);
    expect(groups()).toEqual(['df 3']);
    expect(catalog.snapshot.found).toMatchObject({ artifacts: 3 });
    show({ groupBy: 'kind' });
    expect(groups()).toEqual(['df 3']);
    await clock.pass(1000);
    expect(groups()[0]).toContain('text 64');
    show({ groupBy: 'name' });
    await clock.pass(1000);
    expect(groupsOf(catalog)).toHaveLength(50);
    show({});
    expect(catalog.snapshot.list.view.groupBy).toBe('run');
  });
});
