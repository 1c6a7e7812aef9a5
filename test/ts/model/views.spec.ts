import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { catalogWorld, flatNames, groupLines, groupsOf, show } from './shown';

let { store, clock, catalog, run, look } = catalogWorld();

beforeEach(() => {
  ({ store, clock, catalog, run, look } = catalogWorld());
});
afterEach(() => catalog.dispose());

describe('groups', () => {
  beforeEach(() => {
    const other = store.addRun('second');
    store.save(run, 'a', { provenance: { via: 'save', notebook: 'x.ipynb' } });
    store.save(run, 'b', { kind: 'table', size: 500 });
    store.save(other, 'c', { kind: 'table' });
  });

  it('are those of the server, the newest open', async () => {
    show(catalog, { groupBy: 'kind' });
    expect(catalog.snapshot).toMatchObject({ loading: true });
    await clock.pass(10);
    expect(groupLines(catalog)).toEqual(['table 2: c b', 'text 1']);
    expect(catalog.snapshot).toMatchObject({
      loading: false,
      list: { rest: 'none' },
      found: undefined
    });
    await look({ groupBy: 'notebook' });
    expect(groupLines(catalog)).toEqual([' 2: c b', 'x.ipynb 1']);
    catalog.setExpanded('x.ipynb', true);
    await clock.pass(10);
    expect(groupLines(catalog)).toEqual([' 2: c b', 'x.ipynb 1: a']);
  });

  it('stay open and closed as a person left them', async () => {
    await look({ groupBy: 'kind' });
    catalog.setExpanded('table', false);
    catalog.setExpanded('text', true);
    await look({ groupBy: 'day' });
    expect(groupLines(catalog)).toEqual(['2026-11-23 3: c b a']);
    await look({ groupBy: 'kind' });
    expect(groupLines(catalog)).toEqual(['table 2', 'text 1: a']);
  });

  it('stand in the order of what is in them', async () => {
    await look({ groupBy: 'kind', sort: 'name', descending: false });
    expect(groupLines(catalog)).toEqual(['table 2: b c', 'text 1']);
    await look({ groupBy: 'kind', sort: 'size', descending: false });
    expect(groupLines(catalog)).toEqual(['text 1: a', 'table 2']);
  });

  it('are runs as ever where nothing else is asked for', async () => {
    await catalog.refresh();
    await look({ groupBy: 'kind' });
    show(catalog, {});
    expect(groupLines(catalog)).toEqual(['second 1', 'first 2']);
    expect(catalog.snapshot.runs).toHaveLength(2);
  });

  it('follow what is stored, a second apart, without losing what is open', async () => {
    await look({ groupBy: 'kind' });
    const save = (name: string, kind: string): void => {
      store.bring(run, name, { kind });
    };
    save('d', 'table');
    await clock.pass(200);
    expect(groupLines(catalog)).toEqual(['table 3: d c b', 'text 1']);
    store.calls.length = 0;
    for (let index = 0; index < 5; index += 1) {
      save(`e${index}`, 'image');
      await clock.pass(120);
    }
    expect(store.calls.filter(call => call.startsWith('groups'))).toEqual([]);
    await clock.pass(600);
    expect(groupLines(catalog)).toEqual([
      'image 5',
      'table 3: d c b',
      'text 1'
    ]);
  });

  it('follow updates and deletions', async () => {
    await look({ groupBy: 'kind' });
    const [c] = groupsOf(catalog)[0]!.artifacts;
    store.announce({
      kind: 'updated',
      run_id: c!.run_id,
      artifact: { ...c!, name: 'renamed' }
    });
    await clock.pass(150);
    expect(groupLines(catalog)[0]).toBe('table 2: renamed b');
    store.artifactList = store.artifactList.filter(({ id }) => id !== c!.id);
    store.announce({ kind: 'deleted', run_id: c!.run_id, artifact_id: c!.id });
    await clock.pass(2000);
    expect(groupLines(catalog)).toEqual(['table 1: b', 'text 1']);
  });

  it('that are too many come when they are asked for', async () => {
    for (let index = 0; index < 1200; index += 1) {
      store.save(run, 'n', {
        provenance: { via: 'save', notebook: `${index}.ipynb` }
      });
    }
    await look({ groupBy: 'notebook' });
    expect(groupsOf(catalog)).toHaveLength(1000);
    expect(catalog.snapshot.list.rest).toBe('some');
    catalog.loadMore();
    await clock.pass(10);
    expect(groupsOf(catalog)).toHaveLength(1202);
    expect(catalog.snapshot).toMatchObject({ list: { rest: 'none' } });
  });
});

describe('a flat list', () => {
  beforeEach(() => {
    for (let index = 0; index < 120; index += 1) {
      store.save(run, `n${String(index).padStart(3, '0')}`);
    }
  });

  it('comes page by page, in any order', async () => {
    await look({ groupBy: 'none', sort: 'name', descending: false });
    expect(flatNames(catalog)).toHaveLength(50);
    expect(flatNames(catalog)?.[0]).toBe('n000');
    catalog.loadMore();
    catalog.loadMore();
    await clock.pass(10);
    expect(flatNames(catalog)).toHaveLength(120);
    expect(new Set(flatNames(catalog)).size).toBe(120);
    expect(catalog.snapshot.list.rest).toBe('none');
    expect(groupsOf(catalog)).toEqual([]);
  });

  it('keeps what is loaded when something is stored', async () => {
    await look({ groupBy: 'none' });
    catalog.loadMore();
    await clock.pass(10);
    store.bring(run, 'new');
    await clock.pass(200);
    expect(flatNames(catalog)).toHaveLength(121);
    expect(flatNames(catalog)?.[0]).toBe('new');
  });

  it('may be empty', async () => {
    await look({ groupBy: 'none' }, { text: 'nothing' });
    expect(flatNames(catalog)).toEqual([]);
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
    await look({ groupBy: 'name' });
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
    expect(groupLines(catalog)[1]).toBe('df 3: df df df');
    store.bring(run, 'df', { ...of('a.ipynb'), version: 3 });
    await clock.pass(2000);
    expect(groupLines(catalog)[0]).toBe('df 4: df df df df');
    expect(groupsOf(catalog)[0]!.artifacts[0]!.version).toBe(3);

    catalog.setNotebook('b.ipynb');
    await clock.pass(10);
    expect(groupsOf(catalog)[0]!.label).toBe('n59');
  });

  it('give way to other groups when those are there, and come back', async () => {
    show(catalog, { groupBy: 'name' }, { text: 'df' });
    await clock.pass(1000);
    expect(groupLines(catalog)).toEqual(['df 3']);
    expect(catalog.snapshot.found).toMatchObject({ artifacts: 3 });
    show(catalog, { groupBy: 'kind' });
    expect(groupLines(catalog)).toEqual(['df 3']);
    await clock.pass(1000);
    expect(groupLines(catalog)[0]).toContain('text 64');
    show(catalog, { groupBy: 'name' });
    await clock.pass(1000);
    expect(groupsOf(catalog)).toHaveLength(50);
    show(catalog, {});
    expect(catalog.snapshot.list.view.groupBy).toBe('run');
  });
});
