import { asCellkeepError } from '../protocol/errors';
import type { Artifact, ChangeEvent, RunInfo } from '../protocol/generated';
import type { IClock } from '../transfer/ports';
import type { ApiClient } from '../transport/http';
import { Batcher } from './batcher';
import type { IGroupEntry } from './groupList';
import { Loading } from './loading';
import { GroupPages, type IGroupsOptions } from './groupPages';
import {
  groupOfRun,
  withArtifacts,
  withRun,
  withoutRunArtifacts
} from './runList';
import type { CatalogList } from './types';
import { DEFAULT_VIEW } from './view';

const RUN_PAGE = 50;
/** The most that one request may ask for. */
const LARGEST_PAGE = 500;
/** How long after its first change a run is counted by the server again. */
const COUNT_MS = 2000;
/** More unknown runs than this at once are a reason to load the list again. */
const MANY_RUNS = 10;

/** What the runs need. */
export interface IRunGroupsOptions extends IGroupsOptions {
  readonly api: Pick<ApiClient, 'runs' | 'run' | 'artifacts'>;
  readonly clock: IClock;
  /** Something changed. */
  readonly changed: () => void;
}

/** The runs of the store, newest first, each with the loaded part of its artifacts. */
export class RunGroups extends GroupPages<IRunGroupsOptions> {
  constructor(options: IRunGroupsOptions) {
    super(options);
    this.begin([], run => ({ run }));
    // Counts are added up from events, and one may tell of what a page already had.
    this._recounts = new Batcher(options.clock, COUNT_MS, runs =>
      this._fetchRuns(new Set(runs))
    );
  }

  get shown(): CatalogList {
    const isAll = this._isLoaded && this._cursor === undefined;
    return {
      type: 'groups',
      view: DEFAULT_VIEW,
      groups: this.groups,
      rest: isAll ? 'none' : 'some'
    };
  }

  get isLoading(): boolean {
    return this._loading.isBusy;
  }

  /** Loads the next page of runs. */
  more(): void {
    if (!this.isLoading && (this._cursor !== undefined || !this._isLoaded)) {
      void this._loading.run(signal => this._loadRuns(this._cursor, signal));
    }
  }

  /** Loads as many runs as are shown, and the artifacts of those that are open. */
  async refresh(): Promise<void> {
    await this._loading.run(signal => this._reload(signal));
  }

  put(info: RunInfo): void {
    this.groups = withRun(this.groups, info);
  }

  /** Takes in what happened in the store. */
  apply(changes: ReadonlyArray<ChangeEvent>): void {
    const known = new Set(this.groups.map(({ key }) => key));
    const unknown = new Set<string>();
    const stored = new Map<string, Map<string, Artifact>>();
    for (const { kind, run_id, artifact } of changes) {
      if (kind === 'run' || !known.has(run_id)) {
        unknown.add(run_id);
        continue;
      }
      if (kind === 'stored' && artifact) {
        const inRun = stored.get(run_id) ?? new Map<string, Artifact>();
        stored.set(run_id, inRun.set(artifact.id, artifact));
      }
      this._recounts.add(run_id);
    }
    for (const [runId, inRun] of stored) {
      this.groups = withArtifacts(this.groups, runId, inRun);
    }
    this._fetchRuns(unknown);
  }

  remove(artifactIds: ReadonlySet<string>): void {
    this.groups = withoutRunArtifacts(this.groups, artifactIds);
  }

  /** Takes a run off the list. */
  drop(runId: string): void {
    this.groups = this.groups.filter(({ key }) => key !== runId);
  }

  dispose(): void {
    this._recounts.dispose();
    this._loading.stop();
  }

  private async _loadRuns(
    cursor: string | undefined,
    signal: AbortSignal
  ): Promise<void> {
    const page = await this.options.api.runs(
      { limit: RUN_PAGE, cursor },
      signal
    );
    signal.throwIfAborted();
    this.groups = page.items.reduce(withRun, this.groups);
    this._cursor = page.next_cursor;
    this._isLoaded = true;
  }

  private async _reload(signal: AbortSignal): Promise<void> {
    const limit = Math.min(
      Math.max(RUN_PAGE, this.groups.length),
      LARGEST_PAGE
    );
    const page = await this.options.api.runs({ limit }, signal);
    signal.throwIfAborted();
    const open = new Map(
      this.groups.filter(isOpen).map(entry => [entry.key, entry])
    );
    // Closed runs load again when they are opened.
    this.groups = page.items.map(info =>
      groupOfRun(info, open.get(info.run.id))
    );
    this._cursor = page.next_cursor;
    this._isLoaded = true;
    await Promise.all(
      this.groups.filter(isOpen).map(({ key }) => this.again(key))
    );
  }

  private _fetchRuns(runIds: ReadonlySet<string>): void {
    if (runIds.size > MANY_RUNS) {
      void this.refresh();
    } else {
      runIds.forEach(runId => void this._fetchRun(runId));
    }
  }

  private async _fetchRun(runId: string): Promise<void> {
    try {
      this.put(await this.options.api.run(runId));
    } catch (error) {
      const failure = asCellkeepError(error);
      if (failure.code === 'RUN_NOT_FOUND') {
        this.drop(runId);
      } else {
        this.failure = failure;
      }
    }
    this.options.changed();
  }

  private readonly _recounts: Batcher<string>;
  private _cursor: string | undefined;
  private _isLoaded = false;
  private readonly _loading = new Loading(() => {
    if (!this.isLoading) {
      this.failure = this._loading.error;
    }
    this.options.publish();
  });
}

function isOpen({ expanded }: IGroupEntry): boolean {
  return expanded;
}
