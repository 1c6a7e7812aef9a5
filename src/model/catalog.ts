import {
  asCellkeepError,
  isAbort,
  type CellkeepError
} from '../protocol/errors';
import type {
  Artifact,
  ChangeEvent,
  DeleteReport,
  DeleteRequest,
  RunInfo,
  StoreStatus
} from '../protocol/generated';
import { SYSTEM_CLOCK, type IClock } from '../transfer/ports';
import type { ApiClient } from '../transport/http';
import type { StoreEvents } from '../transport/events';
import { Gathered } from './gathered';
import {
  appended,
  changeRun,
  newEntry,
  replaced,
  withArtifact,
  withRun,
  withoutArtifacts,
  type RunList
} from './runList';
import { Search } from './search';
import { SnapshotModel } from './snapshotModel';
import type { ICatalogModel, ICatalogQuery, ICatalogSnapshot } from './types';

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

  async delete(request: Omit<DeleteRequest, 'dry_run'>): Promise<DeleteReport> {
    const report = await this._api.library.delete(request);
    const { run_id: runId } = request;
    if (runId !== undefined) {
      this._runs = this._runs.filter(({ info }) => info.run.id !== runId);
    }
    this._remove(new Set(report.ids));
    this.publish();
    return report;
  }

  async restore(
    artifactIds: ReadonlyArray<string>
  ): Promise<ReadonlyArray<string>> {
    // The store's events put back what came back, each in its place.
    return (await this._api.library.restore(artifactIds)).ids;
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
    this._changes.dispose();
    this._recounts.dispose();
    this._loading?.abort();
    this._search.dispose();
    super.dispose();
  }

  protected makeSnapshot(): ICatalogSnapshot {
    return {
      runs: this._runs,
      complete: this._isLoaded && this._cursor === undefined,
      query: this._search.query,
      results: this._search.results,
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
    // Gathered: a run of thousands that is deleted goes in one step.
    const gone = new Set<string>();
    for (const change of changes) {
      const id = change.artifact?.id ?? change.artifact_id;
      if (id !== undefined) {
        if (change.kind === 'deleted') {
          gone.add(id);
        } else {
          gone.delete(id);
        }
      }
      if (change.kind === 'run' || !this._run(change.run_id)) {
        unknown.add(change.run_id);
      } else {
        this._apply(change);
        this._recounts.add(change.run_id);
      }
    }
    this._remove(gone);
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

  private _apply({ kind, run_id, artifact }: ChangeEvent): void {
    switch (kind) {
      case 'stored':
        if (artifact) {
          this._runs = withArtifact(this._runs, artifact);
        }
        return;
      case 'updated':
        if (artifact) {
          this._search.replace(artifact);
          this._runs = changeRun(this._runs, run_id, ({ artifacts }) => ({
            artifacts: replaced(artifacts, artifact)
          }));
        }
        return;
      case 'deleted':
      case 'run':
        return;
    }
  }

  private _remove(artifactIds: ReadonlySet<string>): void {
    if (artifactIds.size === 0) {
      return;
    }
    this._runs = withoutArtifacts(this._runs, artifactIds);
    this._search.remove(artifactIds);
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
