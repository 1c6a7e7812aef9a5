import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Deletions, isWhole } from '../../../src/model/deletions';
import { wireFilter } from '../../../src/model/view';
import { CellkeepError } from '../../../src/protocol/errors';
import { isNarrow } from '../../../src/transport/queries';
import { catalogWorld } from './shown';

let { store, catalog, run } = catalogWorld();

beforeEach(() => {
  ({ store, catalog, run } = catalogWorld());
});
afterEach(() => catalog.dispose());

describe('the deletions of a page', () => {
  it('are taken back one after another, the latest first', async () => {
    const [x, y] = ['x', 'y', 'z'].map(name => store.save(run, name));
    const deletions = new Deletions(catalog);
    expect(deletions.latest).toBeUndefined();
    await deletions.delete({ ids: [x!.id] });
    const second = await deletions.delete({ ids: [y!.id] });
    expect(deletions.latest).toBe(second);
    expect(await deletions.undo(second)).toBe(1);
    expect(deletions.latest?.report.ids).toEqual([x!.id]);
    store.emptyTrash();
    expect(await deletions.undo(deletions.latest!)).toBe(0);
    expect(deletions.latest).toBeUndefined();
  });

  it('can be tried again where the server refuses', async () => {
    const x = store.save(run, 'x');
    const deletions = new Deletions(catalog);
    const done = await deletions.delete({ ids: [x.id] });
    store.before = call => {
      if (call === 'restore') {
        throw new CellkeepError('STORE_UNREACHABLE', 'away');
      }
    };
    await expect(deletions.undo(done)).rejects.toThrow('away');
    expect(deletions.latest).toBe(done);
    store.before = () => undefined;
    expect(await deletions.undo(done)).toBe(1);
  });

  it('are not taken back in part where not all of them are named', async () => {
    const report = {
      artifacts: 20_000,
      bytes: 1,
      freed_bytes: 0,
      trashed_bytes: 1,
      dry_run: false,
      ids: Array.from({ length: 10_000 }, (_, index) => String(index))
    };
    const deletions = new Deletions({
      delete: () => Promise.resolve(report),
      restore: ids => Promise.resolve(ids)
    });
    const done = await deletions.delete({ where: { q: 'x' } });
    expect(isWhole(done)).toBe(false);
    expect(deletions.latest).toBeUndefined();
  });
});

describe('the filter of what is looked for', () => {
  it('is as narrow as what is shown, and nothing where nobody searches', () => {
    expect(isNarrow(wireFilter({ text: '  ' }, 0))).toBe(false);
    expect(isNarrow(wireFilter({ text: '', kind: [] }, 0))).toBe(false);
    expect(isNarrow(wireFilter({ text: '', category: ['code'] }, 0))).toBe(
      true
    );
  });
});
