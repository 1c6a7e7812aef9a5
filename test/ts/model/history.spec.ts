import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { CatalogModel } from '../../../src/model/catalog';
import { HistoryModel } from '../../../src/model/history';
import { Library } from '../../../src/model/library';
import { SelectionModel } from '../../../src/model/selection';
import type {
  Artifact,
  ArtifactEdit,
  History,
  Run
} from '../../../src/protocol/generated';
import type { ApiClient } from '../../../src/transport/http';
import type { IArtifactQuery } from '../../../src/transport/queries';
import { TestClock } from '../transfer/world';
import { MemoryStore } from './store';

/** A store that also edits, as the server does. */
class EditedStore extends MemoryStore {
  override readonly library = {
    ...(this as MemoryStore).library,
    edit: async (id: string, edit: ArtifactEdit): Promise<Artifact> => {
      await this.before('edit');
      return this._change(id, edit);
    },
    setAlias: async (id: string, alias: string): Promise<Artifact> => {
      await this.before('setAlias');
      const { aliases = [] } = await this.artifact(id);
      return this._change(id, { aliases: [...aliases, alias] });
    },
    removeAlias: (id: string): Promise<Artifact> =>
      Promise.resolve(this._change(id, { aliases: [] })),
    history: async (
      id: string,
      { limit = 100, cursor }: { limit?: number; cursor?: string } = {}
    ): Promise<History> => {
      this.calls.push('history');
      await this.before('history');
      const { name, run_id } = await this.artifact(id);
      const versions = this.artifactList
        .filter(one => one.name === name)
        .reverse()
        .filter(({ version }) => !cursor || version < Number(cursor));
      const page = versions.slice(0, limit);
      const next_cursor =
        versions.length > limit ? String(page.at(-1)?.version) : undefined;
      return { run_id, name, versions: page, aliases: [], next_cursor };
    }
  };

  override async artifacts(query: IArtifactQuery, signal?: AbortSignal) {
    const page = await super.artifacts({ ...query, limit: 1000 }, signal);
    const items = page.items
      .filter(one => !query.name || one.name === query.name)
      .filter(one => !query.alias || one.aliases?.includes(query.alias));
    return { items: items.slice(0, query.limit) };
  }

  private _change(id: string, change: Partial<Artifact>): Artifact {
    this.artifactList = this.artifactList.map(one =>
      one.id === id ? { ...one, ...change } : one
    );
    return this.artifactList.find(one => one.id === id)!;
  }
}

let store: EditedStore;
let clock: TestClock;
let catalog: CatalogModel;
let library: Library;
let history: HistoryModel;
let run: Run;
let versions: Artifact[];

beforeEach(() => {
  store = new EditedStore();
  clock = new TestClock();
  const api = store as unknown as ApiClient;
  catalog = new CatalogModel({ api, events: store.events, clock });
  library = new Library({ api, events: store.events, catalog });
  history = new HistoryModel({ api, library, clock });
  run = store.addRun('training');
  versions = [1, 2, 3].map(version => store.save(run, 'weights', { version }));
});
afterEach(() => {
  history.dispose();
  library.dispose();
  catalog.dispose();
});

describe('a history', () => {
  it('asks for one version while it is closed, and for all once it is open', async () => {
    history.show(versions[0]);
    expect(store.calls).toEqual([]);
    await clock.pass(200);
    expect(history.snapshot).toMatchObject({
      latest: { version: 3 },
      versions: undefined
    });
    expect(store.calls).not.toContain('history');
    history.setOpen(true);
    await clock.pass(10);
    expect(history.snapshot.versions?.map(({ version }) => version)).toEqual([
      3, 2, 1
    ]);
    // Another version of the same name has the same.
    history.show(versions[2]);
    await clock.pass(1000);
    expect(store.calls.filter(call => call === 'history')).toHaveLength(1);
  });

  it('asks nothing for what someone only passes on the way', async () => {
    const other = store.save(run, 'losses');
    history.show(versions[0]);
    await clock.pass(100);
    history.show(other);
    await clock.pass(200);
    expect(store.calls).toHaveLength(1);
    expect(history.snapshot.latest?.version).toBe(1);
  });

  it('asks once for many changes of its name, and not for others', async () => {
    history.show(versions[0]);
    history.setOpen(true);
    await clock.pass(200);
    store.bring(run, 'losses');
    await clock.pass(1000);
    expect(store.calls.filter(call => call === 'history')).toHaveLength(1);
    for (let version = 4; version < 9; version += 1) {
      store.bring(run, 'weights', { version });
    }
    await clock.pass(1000);
    expect(store.calls.filter(call => call === 'history')).toHaveLength(2);
    expect(history.snapshot.latest?.version).toBe(8);
    const gone = versions[1]!.id;
    store.artifactList = store.artifactList.filter(({ id }) => id !== gone);
    store.announce({ kind: 'deleted', run_id: run.id, artifact_id: gone });
    await clock.pass(1000);
    expect(history.snapshot.versions).toHaveLength(7);
  });

  it('loads older versions when they are asked for, and keeps them through changes', async () => {
    for (let version = 4; version <= 150; version += 1) {
      store.save(run, 'weights', { version });
    }
    history.setOpen(true);
    history.show(versions[0]);
    await clock.pass(200);
    expect(history.snapshot.versions).toHaveLength(100);
    expect(history.snapshot.hasMore).toBe(true);
    await history.more();
    expect(history.snapshot.versions).toHaveLength(150);
    expect(history.snapshot.hasMore).toBe(false);
    store.bring(run, 'weights', { version: 151 });
    await clock.pass(1000);
    expect(history.snapshot.versions).toHaveLength(150);
    await history.more();
    expect(history.snapshot.versions?.at(-1)?.version).toBe(1);
    history.show(store.save(run, 'losses'));
    expect(history.snapshot.hasMore).toBe(false);
  });

  it('says why it cannot be loaded, and is loaded on request', async () => {
    history.setOpen(true);
    history.show(versions[0]);
    store.goAway();
    await clock.pass(200);
    expect(history.snapshot.error?.message).toBe('away');
    store.before = () => undefined;
    history.retry();
    await clock.pass(10);
    expect(history.snapshot.error).toBeUndefined();
    expect(history.snapshot.versions).toHaveLength(3);
  });
});

describe('an edit', () => {
  it('is shown from its answer, before any event, wherever the artifact is', async () => {
    await catalog.refresh();
    catalog.setExpanded(run.id, true);
    await clock.pass(200);
    const selection = new SelectionModel(catalog, library, clock);
    const hidden = store.save(run, 'hidden');
    selection.select(hidden.id);
    await clock.pass(10);
    await library.edit(hidden.id, { notes: 'seen' });
    expect(selection.snapshot.artifact?.notes).toBe('seen');
    await library.edit(versions[0]!.id, { tags: ['paper'] });
    expect(catalog.get(versions[0]!.id)?.tags).toEqual(['paper']);
    selection.dispose();
  });

  it('of tags keeps those that others added meanwhile', async () => {
    const { id } = versions[0]!;
    await store.library.edit(id, { tags: ['theirs', 'old'] });
    await library.changeTags(id, ['mine'], ['old']);
    expect((await store.artifact(id)).tags).toEqual(['theirs', 'mine']);
    const calls: string[] = [];
    store.before = call => void calls.push(call);
    await library.changeTags(id, ['mine'], ['old']);
    expect(calls).not.toContain('edit');
  });

  it('of an alias says which version had it', async () => {
    const [one, two] = versions;
    expect(await library.setAlias(one!, 'best')).toBeUndefined();
    expect(await library.setAlias(one!, 'best')).toBeUndefined();
    expect((await library.setAlias(two!, 'best'))?.id).toBe(one!.id);
  });
});
