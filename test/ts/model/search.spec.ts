import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { DEFAULT_VIEW } from '../../../src/model/view';
import { catalogWorld, groupLines, groupsOf, show } from './shown';

let { store, clock, catalog, run, look } = catalogWorld();

beforeEach(() => {
  ({ store, clock, catalog, run, look } = catalogWorld());
});
afterEach(() => catalog.dispose());

describe('a search', () => {
  beforeEach(() => {
    ['loss', 'loss curve', 'weights'].forEach(name => store.save(run, name));
  });

  it('asks at once, and then for the newest text only', async () => {
    let answer = (): void => undefined;
    store.before = () => new Promise<void>(resolve => (answer = resolve));
    for (const text of ['l', 'lo', 'los', 'loss']) {
      await look({}, { text });
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
    expect(groupLines(catalog)).toEqual(['first 2: loss curve loss']);
    expect(catalog.snapshot.found).toEqual({ artifacts: 2, bytes: 20 });
    show(catalog, {});
    expect(catalog.snapshot.list.view).toBe(DEFAULT_VIEW);
  });

  it('does not wait long for an answer that nobody needs', async () => {
    store.before = call =>
      call.includes(' l ') ? new Promise<void>(() => undefined) : undefined;
    show(catalog, {}, { text: 'l' });
    show(catalog, {}, { text: 'weights' });
    await clock.pass(140);
    expect(store.calls).toEqual(['artifacts l 50']);
    await clock.pass(20);
    expect(groupLines(catalog)).toEqual(['first 1: weights']);
  });

  it('keeps what is shown in view while the next is on its way', async () => {
    show(catalog, {}, { text: 'loss' });
    await clock.pass(200);
    store.before = () => new Promise<void>(() => undefined);
    show(catalog, {}, { text: 'weights' });
    expect(groupLines(catalog)).toEqual(['first 2: loss curve loss']);
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
    await look({}, { text: '', kind: ['table'] });
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
    await look({}, { text: 'loss' });
    store.bring(run, 'loss again');
    await clock.pass(200);
    expect(groupLines(catalog)).toEqual([
      'first 3: loss again loss curve loss'
    ]);
    expect(catalog.snapshot.found?.artifacts).toBe(3);
  });

  it('that is over shows at once what stood there before, and then what is new', async () => {
    await look({ groupBy: 'kind' });
    show(catalog, { groupBy: 'kind' }, { text: 'loss' });
    await clock.pass(200);
    store.save(run, 'meanwhile');
    show(catalog, { groupBy: 'kind' });
    expect(groupLines(catalog)).toEqual(['text 3: weights loss curve loss']);
    await clock.pass(10);
    expect(groupLines(catalog)).toEqual([
      'text 4: meanwhile weights loss curve loss'
    ]);
  });

  it('by what only the server can group opens the first groups', async () => {
    await look({ groupBy: 'folder' }, { text: 'loss' });
    expect(groupLines(catalog)).toEqual(['/ 2: loss curve loss']);
  });

  it('that fails says so, and is asked again on request', async () => {
    store.goAway();
    await look({}, { text: 'loss' });
    expect(catalog.snapshot.error?.code).toBe('STORE_UNREACHABLE');
    expect(catalog.snapshot.loading).toBe(false);
    store.before = () => undefined;
    catalog.loadMore();
    await clock.pass(10);
    expect(catalog.snapshot.error).toBeUndefined();
    expect(groupLines(catalog)).toEqual(['first 2: loss curve loss']);
  });
});
