import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { TransfersModel } from '../../../src/model/transfers';
import { expandRuns } from '../../../src/plugins/sidebar/expandRuns';
import { catalogWorld, groupsOf } from '../model/shown';

let { store, clock, catalog, run } = catalogWorld();
let transfers: TransfersModel;

beforeEach(() => {
  ({ store, clock, catalog, run } = catalogWorld());
  transfers = new TransfersModel(clock);
  store.save(run, 'x');
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
    catalog.setExpanded(run.id, false);
    await catalog.refresh();
    await clock.pass(200);
    expect(groupsOf(catalog)[0]?.expanded).toBe(false);
  });
});
