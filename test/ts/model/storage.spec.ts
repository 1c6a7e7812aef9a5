import { describe, expect, it } from 'vitest';

import { piecesOf, StorageModel } from '../../../src/model/storage';
import { CellkeepError } from '../../../src/protocol/errors';
import type {
  Group,
  GroupPage,
  StoreStatus,
  TrashPage
} from '../../../src/protocol/generated';
import type { ApiClient } from '../../../src/transport/http';
import { TestClock } from '../transfer/world';
import { MemoryStore } from './store';

const group = (key: string, bytes: number, artifacts = 1): Group => ({
  key,
  label: `run ${key}`,
  artifacts,
  bytes,
  last_seq: 1
});

describe('the pieces', () => {
  it('are the largest, and what is left over as one', () => {
    const groups = [
      group('a', 1),
      group('b', 30, 3),
      group('c', 20),
      group('d', 2)
    ];
    const pieces = piecesOf(groups, { artifacts: 6, bytes: 53 }, 2);
    expect(pieces.map(({ key, bytes }) => [key, bytes])).toEqual([
      ['b', 30],
      ['c', 20],
      [undefined, 3]
    ]);
    expect(pieces[2]).toMatchObject({ artifacts: 2, groups: 2 });
  });

  it('count also what no group was sent for', () => {
    const pieces = piecesOf([group('a', 5)], { artifacts: 3, bytes: 9 });
    expect(pieces[1]).toMatchObject({ artifacts: 2, bytes: 4, groups: 1 });
  });

  it('have nothing left over where all of them are shown', () => {
    expect(
      piecesOf([group('a', 5), group('b', 0)], { artifacts: 2, bytes: 5 })
    ).toHaveLength(2);
    expect(piecesOf([], { artifacts: 0, bytes: 0 })).toEqual([]);
  });
});

/** A store with runs, kinds and a trash of so many. */
function world(trashed = 0) {
  const store = new MemoryStore();
  const run = store.addRun('first');
  const items = Array.from({ length: trashed }, (_, index) => ({
    artifact: store.save(run, `gone ${index}`),
    deleted_at: '2026-11-23T12:00:00.000Z'
  }));
  const state = {
    failure: undefined as CellkeepError | undefined,
    gate: Promise.resolve(),
    calls: [] as string[]
  };
  const call = async (name: string): Promise<void> => {
    state.calls.push(name);
    await state.gate;
    if (state.failure) {
      throw state.failure;
    }
  };
  const api = {
    status: async (): Promise<StoreStatus> => {
      await call('status');
      return { bytes: 100 } as StoreStatus;
    },
    library: {
      groups: async (by: string): Promise<GroupPage> => {
        await call(`groups ${by}`);
        const found =
          by === 'run'
            ? [group('r', 60, 2)]
            : [group('table', 60, 2), group('file', 40)];
        return { items: found, more: false };
      },
      trash: async ({ limit = 100, cursor = '0' }): Promise<TrashPage> => {
        await call(`trash ${cursor}`);
        const start = Number(cursor);
        const more = start + limit < items.length;
        return {
          items: items.slice(start, start + limit),
          artifacts: items.length,
          bytes: 10 * items.length,
          ...(more ? { next_cursor: String(start + limit) } : {})
        };
      }
    }
  } as unknown as ApiClient;
  return { model: new StorageModel(api, 'run', new TestClock()), state };
}

describe('the storage', () => {
  it('is measured by run, with what no run was sent for, and by type', async () => {
    const { model, state } = world();
    await model.refresh();
    expect(model.snapshot).toMatchObject({ loading: false, by: 'run' });
    expect(model.snapshot.pieces?.map(({ key }) => key)).toEqual([
      'r',
      undefined
    ]);
    state.calls.length = 0;
    model.setBy('kind');
    await model.refresh();
    expect(model.snapshot.pieces?.map(({ label }) => label)).toEqual([
      'run table',
      'run file'
    ]);
    expect(state.calls).not.toContain('groups run');
    model.dispose();
  });

  it('pages through the trash, and keeps what is loaded when measured again', async () => {
    const { model } = world(450);
    await model.refresh();
    expect(model.snapshot.trash).toMatchObject({
      complete: false,
      artifacts: 450
    });
    expect(model.snapshot.trash.items).toHaveLength(200);
    await Promise.all([model.moreTrash(), model.moreTrash()]);
    expect(model.snapshot.trash.items).toHaveLength(400);
    await model.refresh();
    expect(model.snapshot.trash.items).toHaveLength(400);
    await model.moreTrash();
    expect(model.snapshot.trash).toMatchObject({ complete: true, bytes: 4500 });
    expect(model.snapshot.trash.items).toHaveLength(450);
    model.dispose();
  });

  it('keeps what it knows where the store is away, and says so', async () => {
    const { model, state } = world();
    await model.refresh();
    state.failure = new CellkeepError('STORE_UNREACHABLE', 'away');
    await model.refresh();
    expect(model.snapshot.error?.message).toBe('away');
    expect(model.snapshot.status?.bytes).toBe(100);
    state.failure = undefined;
    await model.refresh();
    expect(model.snapshot.error).toBeUndefined();
    model.dispose();
  });

  it('never shows an answer to an older question', async () => {
    const { model, state } = world();
    let open = (): void => undefined;
    state.gate = new Promise(resolve => (open = resolve));
    const first = model.refresh();
    state.gate = Promise.resolve();
    model.setBy('kind');
    await model.refresh();
    open();
    await first;
    expect(model.snapshot.pieces?.map(({ key }) => key)).toEqual([
      'table',
      'file'
    ]);
    model.dispose();
  });
});
