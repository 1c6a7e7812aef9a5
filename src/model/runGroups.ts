import {
  asCellkeepError,
  isAbort,
  type CellkeepError
} from '../protocol/errors';
import type { Artifact, ChangeEvent, RunInfo } from '../protocol/generated';
import type { IClock } from '../transfer/ports';
import type { ApiClient } from '../transport/http';
import { Gathered } from './gathered';
import { begunAgain, nextPage, replaced } from './pages';
import {
  changeRun,
  newEntry,
  withArtifact,
  withRun,
  withoutArtifacts,
  type IRunEntry,
  type RunList
} from './runList';

const RUN_PAGE = 50;
const ARTIFACT_PAGE = 100;
/** The most that one request may ask for. */
const LARGEST_PAGE = 500;
/** A run that changed is counted by the server, so long after its first change. */
const COUNT_MS = 2000;
/** More unknown runs than this at once are a reason to load the list again. */
const MANY_RUNS = 10;

/** What the runs need. */
export interface IRunGroupsOptions {
  readonly api: Pick<ApiClient, 'runs' | 'run' | 'artifacts'>;
  readonly clock: IClock;
  /** Something changed that a person waits for. */
  readonly publish: () => void;
  /** Something changed. */
  readonly changed: () => void;
}

/** The runs of the store, newest first, each with the loaded part of its artifacts. */
export class RunGroups {
  constructor(private readonly _options: IRunGroupsOptions) {
    // Counts are added up from events, and one may tell of what a page already had.
    this._recounts = new Gathered(_options.clock, COUNT_MS, runs =>
      this._fetchRuns(new Set(runs))
    );
  }

  get list(): RunList {
    return this._runs;
  }

  get isComplete(): boolean {
    return this._isLoaded && this._cursor === undefined;
  }

  get isLoading(): boolean {
    return this._loading !== undefined;
  }

  get error(): CellkeepError | undefined {
    return this._error;
  }

  find(runId: string): IRunEntry | undefined {
    return this._runs.find(({ info }) => info.run.id === runId);
  }

  setExpanded(runId: string, expanded: boolean): void {
    this._runs = changeRun(this._runs, runId, () => ({ expanded }));
    const run = this.find(runId);
    if (expanded && run && !run.isLoaded) {
      this.moreOf(runId);
    }
    this._options.publish();
  }

  /** Loads the next page of runs. */
  more(): void {
    if (!this._loading && (this._cursor !== undefined || !this._isLoaded)) {
      void this._guard(signal => this._loadRuns(this._cursor, signal));
    }
  }

  /** Loads the next page of a run's artifacts. */
  moreOf(runId: string): void {
    const run = this.find(runId);
    if (!run || run.loading || (run.isLoaded && run.cursor === undefined)) {
      return;
    }
    void this._loadArtifacts(runId, run.cursor);
  }

  /** Loads as many runs as are shown, and the artifacts of those that are open. */
  async refresh(): Promise<void> {
    this._loading?.abort();
    await this._guard(signal => this._reload(signal));
  }

  put(info: RunInfo): void {
    this._runs = withRun(this._runs, info);
  }

  /** Takes in what happened in the store. */
  apply(changes: ReadonlyArray<ChangeEvent>): void {
    const unknown = new Set<string>();
    for (const { kind, run_id, artifact } of changes) {
      if (kind === 'run' || !this.find(run_id)) {
        unknown.add(run_id);
        continue;
      }
      if (kind === 'stored' && artifact) {
        this._runs = withArtifact(this._runs, artifact);
      }
      this._recounts.add(run_id);
    }
    this._fetchRuns(unknown);
  }

  replace(artifact: Artifact): void {
    this._runs = changeRun(this._runs, artifact.run_id, ({ artifacts }) => ({
      artifacts: replaced(artifacts, artifact)
    }));
  }

  remove(artifactIds: ReadonlySet<string>): void {
    this._runs = withoutArtifacts(this._runs, artifactIds);
  }

  /** Takes a run off the list. */
  drop(runId: string): void {
    this._runs = this._runs.filter(({ info }) => info.run.id !== runId);
  }

  dispose(): void {
    this._recounts.dispose();
    this._loading?.abort();
  }

  /** Runs one load of the list at a time, and keeps its error. */
  private async _guard(
    load: (signal: AbortSignal) => Promise<void>
  ): Promise<void> {
    const controller = new AbortController();
    this._loading = controller;
    this._options.publish();
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
    this._options.publish();
  }

  private async _loadRuns(
    cursor: string | undefined,
    signal: AbortSignal
  ): Promise<void> {
    const { api } = this._options;
    const page = await api.runs({ limit: RUN_PAGE, cursor }, signal);
    signal.throwIfAborted();
    this._runs = page.items.reduce(withRun, this._runs);
    this._cursor = page.next_cursor;
    this._isLoaded = true;
  }

  private async _reload(signal: AbortSignal): Promise<void> {
    const limit = Math.min(Math.max(RUN_PAGE, this._runs.length), LARGEST_PAGE);
    const page = await this._options.api.runs({ limit }, signal);
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
    run: string,
    cursor: string | undefined,
    atLeast = 0
  ): Promise<void> {
    this._runs = changeRun(this._runs, run, () => ({ loading: true }));
    this._options.changed();
    const limit = Math.min(Math.max(ARTIFACT_PAGE, atLeast), LARGEST_PAGE);
    try {
      const page = await this._options.api.artifacts({ run, limit, cursor });
      const put = cursor === undefined ? begunAgain : nextPage;
      this._runs = changeRun(this._runs, run, entry => put(entry, page));
      this._error = undefined;
    } catch (error) {
      this._runs = changeRun(this._runs, run, () => ({ loading: false }));
      this._error = asCellkeepError(error);
    }
    this._options.publish();
  }

  private _fetchRuns(runIds: ReadonlySet<string>): void {
    if (runIds.size > MANY_RUNS) {
      void this._guard(signal => this._reload(signal));
    } else {
      runIds.forEach(runId => void this._fetchRun(runId));
    }
  }

  private async _fetchRun(runId: string): Promise<void> {
    try {
      this.put(await this._options.api.run(runId));
    } catch (error) {
      const failure = asCellkeepError(error);
      if (failure.code === 'RUN_NOT_FOUND') {
        this.drop(runId);
      } else {
        this._error = failure;
      }
    }
    this._options.changed();
  }

  private readonly _recounts: Gathered<string>;
  private _runs: RunList = [];
  private _cursor: string | undefined;
  private _isLoaded = false;
  private _loading: AbortController | undefined;
  private _error: CellkeepError | undefined;
}
