/** A store in memory behind the client's interface, for tests of the models. */
import type { Event } from '@jupyterlab/services';
import { Stream } from '@lumino/signaling';

import { CellkeepError } from '../../../src/protocol/errors';
import type {
  Artifact,
  ArtifactPage,
  ChangeEvent,
  DeleteReport,
  DeleteRequest,
  Group,
  GroupPage,
  IdList,
  NameItem,
  NamePage,
  Run,
  RunInfo,
  RunPage
} from '../../../src/protocol/generated';
import { CHANGE_SCHEMA, StoreEvents } from '../../../src/transport/events';
import type { ApiClient } from '../../../src/transport/http';
import type {
  GroupBy,
  IArtifactFilter,
  IArtifactQuery,
  IRunQuery
} from '../../../src/transport/queries';
import { artifact as artifactOf } from '../plugins/artifact';
import { RUN } from '../transfer/world';

const TIME = Date.parse('2026-11-23T12:00:00.000Z');

export class MemoryStore {
  readonly calls: string[] = [];
  readonly runList: Run[] = [];
  artifactList: Artifact[] = [];
  /** Called before each answer; may throw, or return a promise to wait for. */
  before: (call: string) => void | Promise<void> = () => undefined;

  readonly stream = new Stream<Event.IManager, Event.Emission>(
    {} as Event.IManager
  );
  readonly events = new StoreEvents({ stream: this.stream });

  /** Lets it answer nothing from now on. */
  goAway(): void {
    this.before = () => {
      throw new CellkeepError('STORE_UNREACHABLE', 'away');
    };
  }

  get api(): ApiClient {
    return this as unknown as ApiClient;
  }

  addRun(name: string): Run {
    const id = String(this.runList.length).padStart(32, 'a');
    const run: Run = { ...RUN, id, name, created_at: timestamp(0) };
    this.runList.push(run);
    return run;
  }

  save(run: Run, name: string, changes: Partial<Artifact> = {}): Artifact {
    this._seq += 1;
    const artifact = artifactOf({
      id: String(this._seq).padStart(32, '0'),
      seq: this._seq,
      run_id: run.id,
      run_name: run.name,
      name,
      size: 10,
      stored_at: timestamp(this._seq),
      ...changes
    });
    this.artifactList.push(artifact);
    return artifact;
  }

  /** Saves, and tells of it. */
  bring(run: Run, name: string, changes: Partial<Artifact> = {}): void {
    const artifact = this.save(run, name, changes);
    this.announce({ kind: 'stored', run_id: run.id, artifact });
  }

  announce(change: Omit<ChangeEvent, 'seq'>, skipped = 0): void {
    this._changes += 1 + skipped;
    const { _changes: seq } = this;
    this.stream.emit(
      JSON.parse(
        JSON.stringify({ schema_id: CHANGE_SCHEMA, seq, ...change })
      ) as Event.Emission
    );
  }

  async runs({ limit = 50, cursor }: IRunQuery): Promise<RunPage> {
    await this._call(`runs ${limit} ${cursor ?? ''}`);
    const infos = this.runList
      .map(run => this._info(run))
      .sort((left, right) => (left.updated_at < right.updated_at ? 1 : -1));
    const start = Number(cursor ?? 0);
    const items = infos.slice(start, start + limit);
    const more = start + limit < infos.length;
    return more ? { items, next_cursor: String(start + limit) } : { items };
  }

  async run(id: string): Promise<RunInfo> {
    await this._call(`run ${id}`);
    const run = this.runList.find(one => one.id === id);
    if (!run) {
      throw new CellkeepError('RUN_NOT_FOUND', 'no such run');
    }
    return this._info(run);
  }

  async putRun(run: Run): Promise<RunInfo> {
    await this._call(`putRun ${run.name}`);
    const index = this.runList.findIndex(({ id }) => id === run.id);
    this.runList[index] = run;
    return this._info(run);
  }

  async artifacts(
    query: IArtifactQuery,
    signal?: AbortSignal
  ): Promise<ArtifactPage> {
    const { limit = 100, cursor } = query;
    await this._call(
      `artifacts ${query.run ? 'of a run' : (query.group ?? query.q ?? '')} ${limit}`
    );
    signal?.throwIfAborted();
    const found = this._found(query).sort(comparison(query));
    const start =
      cursor === undefined
        ? 0
        : found.findIndex(({ seq }) => seq === Number(cursor)) + 1;
    const items = found.slice(start, start + limit);
    return found.length > start + limit
      ? { items, next_cursor: String(items.at(-1)!.seq) }
      : { items };
  }

  readonly library = {
    groups: async (
      by: GroupBy,
      filter: IArtifactFilter = {},
      limit = 1000,
      signal?: AbortSignal
    ): Promise<GroupPage> => {
      await this._call(`groups ${by} ${filter.q ?? ''}`);
      signal?.throwIfAborted();
      const groups = new Map<string, Group>();
      for (const one of this._found(filter)) {
        const key = this._keyOf(one, by);
        const { artifacts = 0, bytes = 0 } = groups.get(key) ?? {};
        groups.set(key, {
          key,
          label: by === 'run' ? one.run_name : key,
          artifacts: artifacts + 1,
          bytes: bytes + one.size,
          last_seq: one.seq
        });
      }
      const items = [...groups.values()].sort(
        (left, right) => right.last_seq - left.last_seq
      );
      return { items: items.slice(0, limit), more: items.length > limit };
    },
    names: async (
      query: IArtifactQuery = {},
      signal?: AbortSignal
    ): Promise<NamePage> => {
      const { cursor = '0', limit = 100, notebook } = query;
      await this._call(`names ${notebook ?? ''} ${limit}`);
      signal?.throwIfAborted();
      const items = new Map<string, NameItem>();
      for (const artifact of this._found(query).sort(comparison(query))) {
        const path = artifact.provenance.notebook;
        const key = `${path ?? artifact.run_id} ${artifact.name}`;
        const versions = this._found({ ...query, name: artifact.name }).filter(
          one => one.provenance.notebook === path
        );
        items.set(
          key,
          items.get(key) ?? {
            artifact,
            notebook: path,
            versions: versions.length,
            runs: new Set(versions.map(({ run_id: run }) => run)).size,
            bytes: 0
          }
        );
      }
      const end = Number(cursor) + limit;
      return {
        items: [...items.values()].slice(Number(cursor), end),
        ...(items.size > end && { next_cursor: String(end) })
      };
    },
    delete: async (request: DeleteRequest): Promise<DeleteReport> => {
      await this._call('delete');
      const gone = this.artifactList.filter(
        ({ id, run_id }) =>
          request.ids?.includes(id) || run_id === request.run_id
      );
      this.artifactList = this.artifactList.filter(one => !gone.includes(one));
      this._trash.push(...gone);
      const bytes = gone.reduce((sum, { size }) => sum + size, 0);
      return {
        artifacts: gone.length,
        bytes,
        freed_bytes: 0,
        trashed_bytes: bytes,
        dry_run: false,
        ids: gone.map(({ id }) => id)
      };
    },
    restore: async (ids: ReadonlyArray<string>): Promise<IdList> => {
      await this._call('restore');
      const back = this._trash.filter(({ id }) => ids.includes(id));
      this._trash = this._trash.filter(one => !back.includes(one));
      this.artifactList.push(...back);
      return { ids: back.map(({ id }) => id) };
    }
  };

  async artifact(id: string): Promise<Artifact> {
    await this._call(`artifact ${id}`);
    const found = this.artifactList.find(one => one.id === id);
    if (!found) {
      throw new CellkeepError('ARTIFACT_NOT_FOUND', 'no such artifact');
    }
    return found;
  }

  emptyTrash(): void {
    this._trash = [];
  }

  private _found(filter: IArtifactFilter): Artifact[] {
    const { run, q, kind, category, size_min, since, until, group } = filter;
    const { name, notebook } = filter;
    const [by, ...key] = group?.split(':') ?? [];
    return this.artifactList
      .filter(one => run === undefined || one.run_id === run)
      .filter(one => q === undefined || one.name.includes(q))
      .filter(one => name === undefined || one.name === name)
      .filter(
        one => notebook === undefined || one.provenance.notebook === notebook
      )
      .filter(one => kind === undefined || kind.includes(one.kind))
      .filter(one => category === undefined || category.includes(one.category))
      .filter(one => size_min === undefined || one.size >= size_min)
      .filter(one => since === undefined || one.stored_at >= since)
      .filter(one => until === undefined || one.stored_at < until)
      .filter(
        one =>
          by === undefined || this._keyOf(one, by as GroupBy) === key.join(':')
      );
  }

  private _keyOf(artifact: Artifact, by: GroupBy): string {
    switch (by) {
      case 'run':
        return artifact.run_id;
      case 'notebook':
        return artifact.provenance.notebook ?? '';
      case 'folder':
        return (
          this.runList.find(({ id }) => id === artifact.run_id)?.folder ?? '/'
        );
      case 'hour':
        return artifact.stored_at.slice(0, 13);
      case 'day':
        return artifact.stored_at.slice(0, 10);
      case 'tag':
        return artifact.tags?.[0] ?? '';
      case 'sharing':
        return 'mine';
      default:
        return artifact[by];
    }
  }

  private _info(run: Run): RunInfo {
    const own = this.artifactList.filter(({ run_id }) => run_id === run.id);
    const emptied =
      own.length === 0 && this._trash.some(({ run_id }) => run_id === run.id);
    return {
      ...(emptied ? { emptied } : {}),
      run,
      artifacts: own.length,
      bytes: own.reduce((sum, { size }) => sum + size, 0),
      updated_at: own.at(-1)?.stored_at ?? run.created_at
    };
  }

  private async _call(name: string): Promise<void> {
    this.calls.push(name);
    await this.before(name);
  }

  private _trash: Artifact[] = [];
  private _seq = 0;
  private _changes = 0;
}

function comparison({ sort = 'time', order = 'desc' }: IArtifactQuery) {
  return (left: Artifact, right: Artifact): number => {
    const ascending =
      sort === 'name'
        ? left.name.localeCompare(right.name)
        : sort === 'size'
          ? left.size - right.size
          : left.seq - right.seq;
    return order === 'desc' ? -ascending : ascending;
  };
}

export function timestamp(second: number): string {
  return new Date(TIME + 1000 * second).toISOString();
}
