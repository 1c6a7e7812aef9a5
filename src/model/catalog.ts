import {
  asCellkeepError,
  isAbort,
  type CellkeepError
} from '../protocol/errors';
import type {
  Artifact,
  ChangeEvent,
  RunInfo,
  StoreStatus
} from '../protocol/generated';
import { SYSTEM_CLOCK, type IClock } from '../transfer/ports';
import type { ApiClient } from '../transport/http';
import type { StoreEvents } from '../transport/events';
import { Gathered } from './gathered';
import { Deletions } from './pendingDelete';
import {
  appended,
  changeRun,
  newEntry,
  replaced,
  withArtifact,
  withRun,
  withoutArtifact,
  type RunList
} from './runList';
import { Search } from './search';
import { SnapshotModel } from './snapshotModel';
import type {
  ICatalogModel,
  ICatalogQuery,
  ICatalogSnapshot,
  IPendingDelete
} from './types';

const RUN_PAGE = 50;
const ARTIFACT_PAGE = 100;
/** The most that one request may ask for. */
const LARGEST_PAGE = 1000;
/** Changes are gathered so long, so that a hundred saves are one change of the list. */
const GATHER_MS = 100;
/** A run that changed is counted by the server, so long after its first change. */
const COUNT_MS = 2000;
/** More unknown runs than this at once are a reason to load the list again. */
const MANY_RUNS = 10;
const UNDO_MS = 6000;

/** What the catalog needs. */
export interface ICatalogOptions {
  readonly api: ApiClient;
  readonly events: StoreEvents;
  readonly clock?: IClock;
}

/** The runs and artifacts of the store, as far as loaded. */
export class CatalogModel
  extends SnapshotModel<ICatalogSnapshot>
  implements ICatalogModel
{
  constructor({ api, events, clock = SYSTEM_CLOCK }: ICatalogOptions) {
    super(clock, EMPTY);
    this._api = api;
    this._events = events;
    this._search = new Search(api, clock, () => this.publish());
    this._deletions = new Deletions({
      clock,
      remove: artifact => this._delete(artifact),
      onChange: () => this.publish()
    });
    this._changes = new Gathered(clock, GATHER_MS, changes =>
      this._applyAll(changes)
    );
    // Counts are added up from events, and one may tell of what a page already had.
    this._recounts = new Gathered(clock, COUNT_MS, runs =>
      this._fetchRuns(new Set(runs))
    );
    events.changed.connect(this._onChange, this);
    events.missed.connect(this._onMissed, this);
  }

  setExpanded(runId: string, expanded: boolean): void {
    this._runs = changeRun(this._runs, runId, () => ({ expanded }));
    const run = this._run(runId);
    if (expanded && run && !run.isLoaded) {
      this.loadMoreArtifacts(runId);
    }
    this.publish();
  }

  loadMoreRuns(): void {
    if (!this._loading && (this._cursor !== undefined || !this._isLoaded)) {
      void this._guard(signal => this._loadRuns(this._cursor, signal));
    }
  }

  loadMoreArtifacts(runId: string): void {
    const run = this._run(runId);
    if (!run || run.loading || (run.isLoaded && run.cursor === undefined)) {
      return;
    }
    void this._loadArtifacts(runId, run.cursor);
  }

  loadMoreResults(): void {
    this._search.more();
  }

  setQuery(query: ICatalogQuery): void {
    this._search.set(query);
  }

  async refresh(): Promise<void> {
    this._loading?.abort();
    await Promise.all([
      this._guard(signal => this._reload(signal)),
      this._search.refresh()
    ]);
  }

  get(artifactId: string): Artifact | undefined {
    if (this._deletions.isHidden(artifactId)) {
      return undefined;
    }
    for (const { artifacts } of this._runs) {
      const found = artifacts.find(({ id }) => id === artifactId);
      if (found) {
        return found;
      }
    }
    return this._search.results?.find(({ id }) => id === artifactId);
  }

  async fetch(artifactId: string): Promise<Artifact> {
    return this.get(artifactId) ?? this._api.artifact(artifactId);
  }

  delete(artifactId: string, undoMs = UNDO_MS): IPendingDelete {
    const artifact = this.get(artifactId);
    if (!artifact) {
      throw new Error('Only an artifact that is shown can be deleted.');
    }
    return this._deletions.start(artifact, undoMs);
  }

  replace(artifact: Artifact): void {
    this._replace(artifact);
    this.publish();
  }

  async renameRun(runId: string, name: string): Promise<void> {
    const { run } = this._run(runId)?.info ?? (await this._api.run(runId));
    this._runs = withRun(this._runs, await this._api.putRun({ ...run, name }));
    this.publish();
  }

  /** Takes the store's numbers, which tell at times that changes were missed. */
  setStatus(status: StoreStatus | undefined, error?: CellkeepError): void {
    this._storeStatus = status ?? this._storeStatus;
    this._error = error;
    this.changed();
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._events.changed.disconnect(this._onChange, this);
    this._events.missed.disconnect(this._onMissed, this);
    // What a person deleted is deleted, also where the page goes before the undo's time is up.
    this._deletions.commitAll();
    this._changes.dispose();
    this._recounts.dispose();
    this._loading?.abort();
    this._search.dispose();
    super.dispose();
  }

  protected makeSnapshot(): ICatalogSnapshot {
    const { results } = this._search;
    return {
      runs: this._runs.map(run => {
        const artifacts = this._deletions.shown(run.artifacts);
        return artifacts === run.artifacts ? run : { ...run, artifacts };
      }),
      complete: this._isLoaded && this._cursor === undefined,
      query: this._search.query,
      results: results && this._deletions.shown(results),
      resultsComplete: this._search.isComplete,
      loading: this._loading !== undefined || this._search.isLoading,
      error: this._search.error ?? this._error,
      storeStatus: this._storeStatus
    };
  }

  private _run(runId: string): RunList[number] | undefined {
    return this._runs.find(({ info }) => info.run.id === runId);
  }

  /** Runs one load of the list at a time, and keeps its error. */
  private async _guard(
    load: (signal: AbortSignal) => Promise<void>
  ): Promise<void> {
    const controller = new AbortController();
    this._loading = controller;
    this.publish();
    try {
      await load(controller.signal);
      this._error = undefined;
    } catch (error) {
      if (controller.signal.aborted || isAbort(error)) {
        return;
      }
      this._error = asCellkeepError(error);
    }
    if (this._loading === controller) {
      this._loading = undefined;
    }
    this.publish();
  }

  private async _loadRuns(
    cursor: string | undefined,
    signal: AbortSignal
  ): Promise<void> {
    const page = await this._api.runs({ limit: RUN_PAGE, cursor }, signal);
    signal.throwIfAborted();
    this._runs = page.items.reduce(withRun, this._runs);
    this._cursor = page.next_cursor;
    this._isLoaded = true;
  }

  /** Loads as many runs as are shown, and the artifacts of those that are open. */
  private async _reload(signal: AbortSignal): Promise<void> {
    const limit = Math.min(Math.max(RUN_PAGE, this._runs.length), LARGEST_PAGE);
    const page = await this._api.runs({ limit }, signal);
    signal.throwIfAborted();
    const before = new Map(this._runs.map(run => [run.info.run.id, run]));
    this._runs = page.items.map(info => {
      const known = before.get(info.run.id);
      if (!known?.expanded) {
        // Closed runs load again when they are opened.
        return newEntry(info);
      }
      return { ...known, info };
    });
    this._cursor = page.next_cursor;
    this._isLoaded = true;
    const open = this._runs.filter(({ expanded }) => expanded);
    await Promise.all(
      open.map(({ info, artifacts }) =>
        this._loadArtifacts(info.run.id, undefined, artifacts.length)
      )
    );
  }

  private async _loadArtifacts(
    runId: string,
    cursor: string | undefined,
    atLeast = 0
  ): Promise<void> {
    this._runs = changeRun(this._runs, runId, () => ({ loading: true }));
    this.changed();
    const limit = Math.min(Math.max(ARTIFACT_PAGE, atLeast), LARGEST_PAGE);
    try {
      const page = await this._api.artifacts({ run: runId, limit, cursor });
      this._runs = changeRun(this._runs, runId, ({ artifacts }) => ({
        artifacts:
          cursor === undefined ? page.items : appended(artifacts, page.items),
        cursor: page.next_cursor,
        complete: page.next_cursor === undefined,
        isLoaded: true,
        loading: false
      }));
      this._error = undefined;
    } catch (error) {
      this._runs = changeRun(this._runs, runId, () => ({ loading: false }));
      this._error = asCellkeepError(error);
    }
    this.publish();
  }

  private _onMissed(): void {
    void this.refresh();
  }

  private _onChange(_: StoreEvents, change: ChangeEvent): void {
    this._changes.add(change);
  }

  private _applyAll(changes: ReadonlyArray<ChangeEvent>): void {
    const unknown = new Set<string>();
    for (const change of changes) {
      if (change.kind === 'run' || !this._run(change.run_id)) {
        unknown.add(change.run_id);
      } else {
        this._apply(change);
        this._recounts.add(change.run_id);
      }
    }
    this.changed();
    this._fetchRuns(unknown);
    if (changes.some(({ kind }) => kind === 'stored')) {
      // Only the server knows what a query finds.
      void this._search.refresh();
    }
  }

  private _fetchRuns(runIds: ReadonlySet<string>): void {
    if (runIds.size > MANY_RUNS) {
      void this._guard(signal => this._reload(signal));
    } else {
      runIds.forEach(runId => void this._fetchRun(runId));
    }
  }

  private _apply({ kind, run_id, artifact, artifact_id }: ChangeEvent): void {
    const id = artifact?.id ?? artifact_id;
    switch (kind) {
      case 'stored':
        if (artifact) {
          this._runs = withArtifact(this._runs, artifact);
        }
        return;
      case 'updated':
        if (artifact) {
          this._replace(artifact);
        }
        return;
      case 'deleted':
        if (id !== undefined && !this._gone.delete(id)) {
          this._runs = withoutArtifact(this._runs, run_id, id);
          this._search.remove(id);
        }
        return;
      case 'run':
        return;
    }
  }

  private _replace(artifact: Artifact): void {
    this._search.replace(artifact);
    this._runs = changeRun(this._runs, artifact.run_id, ({ artifacts }) => ({
      artifacts: replaced(artifacts, artifact)
    }));
  }

  private async _delete({ id, run_id }: Artifact): Promise<number> {
    const { freed_bytes } = await this._api.deleteArtifact(id);
    // The server's event about it will be no news.
    this._gone.add(id);
    this._runs = withoutArtifact(this._runs, run_id, id);
    this._search.remove(id);
    return freed_bytes;
  }

  private async _fetchRun(runId: string): Promise<void> {
    let info: RunInfo;
    try {
      info = await this._api.run(runId);
    } catch (error) {
      const failure = asCellkeepError(error);
      if (failure.code === 'RUN_NOT_FOUND') {
        this._runs = this._runs.filter(run => run.info.run.id !== runId);
      } else {
        this._error = failure;
      }
      return this.changed();
    }
    this._runs = withRun(this._runs, info);
    this.changed();
  }

  private readonly _api: ApiClient;
  private readonly _events: StoreEvents;
  private readonly _search: Search;
  private readonly _deletions: Deletions;
  /** Deleted by this page; the event is still to come. */
  private readonly _gone = new Set<string>();
  private readonly _changes: Gathered<ChangeEvent>;
  private readonly _recounts: Gathered<string>;
  private _runs: RunList = [];
  private _cursor: string | undefined;
  private _isLoaded = false;
  private _loading: AbortController | undefined;
  private _error: CellkeepError | undefined;
  private _storeStatus: StoreStatus | undefined;
}

const EMPTY: ICatalogSnapshot = {
  runs: [],
  complete: false,
  query: { text: '' },
  results: undefined,
  resultsComplete: true,
  loading: false,
  error: undefined,
  storeStatus: undefined
};
