import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { CatalogModel } from '../../../src/model/catalog';
import { TransfersModel } from '../../../src/model/transfers';
import { expandRuns } from '../../../src/plugins/sidebar/expandRuns';
import { groupsOf } from '../model/shown';
import { MemoryStore } from '../model/store';
import { TestClock } from '../transfer/world';

let store: MemoryStore;
let clock: TestClock;
let catalog: CatalogModel;
let transfers: TransfersModel;

beforeEach(() => {
  store = new MemoryStore();
  clock = new TestClock();
  catalog = new CatalogModel({ api: store.api, events: store.events, clock });
  transfers = new TransfersModel(clock);
  store.save(store.addRun('first'), 'x');
});
afterEach(() => {
  catalog.dispose();
  transfers.dispose();
});

const names = (): string[] =>
  groupsOf(catalog)[0]?.artifacts.map(({ name }) => name) ?? [];

describe('the run that a person works in', () => {
  it('opens when the list comes', async () => {
    expandRuns(catalog, transfers);
    await catalog.refresh();
    await clock.pass(200);
    expect(names()).toEqual(['x']);
  });

  it('opens also where the list came before anybody looked', async () => {
    await catalog.refresh();
    await clock.pass(200);
    expandRuns(catalog, transfers);
    await clock.pass(200);
    expect(names()).toEqual(['x']);
  });

  it('stays closed once a person closed it', async () => {
    expandRuns(catalog, transfers);
    await catalog.refresh();
    await clock.pass(200);
    const [run] = groupsOf(catalog);
    catalog.setExpanded(run!.key, false);
    await catalog.refresh();
    await clock.pass(200);
    expect(groupsOf(catalog)[0]?.expanded).toBe(false);
  });
});
