import type { CellkeepError } from '../protocol/errors';
import type {
  Artifact,
  ChangeEvent,
  DeleteReport,
  DeleteRequest,
  StoreStatus
} from '../protocol/generated';
import { SYSTEM_CLOCK, type IClock } from '../transfer/ports';
import type { ApiClient } from '../transport/http';
import type { StoreEvents } from '../transport/events';
import type { AskedGroups } from './askedGroups';
import { NameGroups } from './nameGroups';
import { QueryGroups } from './queryGroups';
import { Batcher } from './batcher';
import { RunGroups } from './runGroups';
import { SnapshotModel } from './snapshotModel';
import type { ICatalogModel, ICatalogSnapshot } from './types';
import { DEFAULT_VIEW, isRunList, type ICatalogView } from './view';

/** Changes within this time are applied together, so that a hundred saves are one change of the list. */
const BATCH_MS = 100;
/** After so many at once the list rests: nobody reads one that moves so fast. */
const MANY = 50;
const MANY_MS = 1000;
/** What only the server can count is asked for again at most so often. */
const REFRESH_MS = 1000;

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
    const publish = (): void => {
      this._settle();
      this.publish();
    };
    const changed = (): void => this.changed();
    this._runs = new RunGroups({ api, clock, publish, changed });
    this._found = new QueryGroups({ api, clock, publish });
    this._names = new NameGroups({ api, clock, publish });
    this._changes = new Batcher(
      clock,
      BATCH_MS,
      changes => this._applyAll(changes),
      count => (count < MANY ? 0 : MANY_MS)
    );
    events.changed.connect(this._onChange, this);
    events.missed.connect(this._onMissed, this);
  }

  setView(view: ICatalogView): void {
    this._view = view;
    this._asked?.show(view);
    this._settle();
    this.publish();
  }

  setNotebook(path: string | undefined): void {
    this._names.setNotebook(path);
  }

  setExpanded(key: string, expanded: boolean): void {
    (this._shown ?? this._runs).setExpanded(key, expanded);
  }

  loadMore(): void {
    (this._asked ?? this._runs).more();
  }

  loadMoreOf(key: string): void {
    (this._shown ?? this._runs).moreOf(key);
  }

  async refresh(): Promise<void> {
    await Promise.all(this._all.map(each => each.refresh()));
  }

  get(artifactId: string): Artifact | undefined {
    const lists = this._all.flatMap(({ list }) => list);
    for (const { artifacts } of lists) {
      const known = artifacts.find(({ id }) => id === artifactId);
      if (known) {
        return known;
      }
    }
    return undefined;
  }

  async fetch(artifactId: string): Promise<Artifact> {
    return this.get(artifactId) ?? this._api.artifact(artifactId);
  }

  async delete(request: Omit<DeleteRequest, 'dry_run'>): Promise<DeleteReport> {
    const report = await this._api.library.delete(request);
    if (request.run_id !== undefined) {
      this._runs.drop(request.run_id);
    }
    this._remove(new Set(report.ids));
    this._refreshFound();
    this.publish();
    return report;
  }

  async restore(
    artifactIds: ReadonlyArray<string>
  ): Promise<ReadonlyArray<string>> {
    // The store's events put back what came back, each in its place.
    return (await this._api.library.restore(artifactIds)).ids;
  }

  replace(artifact: Artifact): void {
    this._all.forEach(each => each.replace(artifact));
    this.publish();
  }

  async renameRun(runId: string, name: string): Promise<void> {
    const { run } = this._runs.find(runId)?.run ?? (await this._api.run(runId));
    this._runs.put(await this._api.putRun({ ...run, name }));
    this._both.forEach(each => void each.refresh());
    this.publish();
  }

  /** Takes the store's numbers, which tell at times that changes were missed. */
  setStatus(status: StoreStatus | undefined, error?: CellkeepError): void {
    this._storeStatus = status ?? this._storeStatus;
    this._error = error;
    this.changed();
  }

  protected override letGo(): void {
    this._changes.dispose();
    this._cancelRefresh?.();
    this._runs.dispose();
    this._both.forEach(each => each.stop());
    super.letGo();
  }

  protected makeSnapshot(): ICatalogSnapshot {
    return {
      view: this._view,
      list: this._shown?.shown ?? this._runs.shown,
      runs: this._runs.list.flatMap(({ run }) => run ?? []),
      found: this._shown?.found,
      loading: (this._asked ?? this._runs).isLoading,
      answered: this._asked?.isAnswered ?? true,
      error: this._asked?.error ?? this._runs.error ?? this._error,
      storeStatus: this._storeStatus
    };
  }

  /** The lists beside that of the runs. */
  private get _both(): readonly AskedGroups[] {
    return [this._found, this._names];
  }

  private get _all(): readonly (RunGroups | AskedGroups)[] {
    return [this._runs, ...this._both];
  }

  /** The list that is asked for; undefined for the runs as they are listed. */
  private get _asked(): AskedGroups | undefined {
    return isRunList(this._view)
      ? undefined
      : this._view.groupBy === 'name'
        ? this._names
        : this._found;
  }

  /** The list that has an answer: the one that is asked for, or the one before it. */
  private get _shown(): AskedGroups | undefined {
    return this._both.find(({ hasAnswer }) => hasAnswer);
  }

  /** What was shown before goes when what is asked for is there. */
  private _settle(): void {
    const asked = this._asked;
    if (asked?.hasAnswer ?? true) {
      this._both.filter(each => each !== asked).forEach(each => each.stop());
    }
  }

  private _onMissed(): void {
    void this.refresh();
  }

  private _onChange(_: StoreEvents, change: ChangeEvent): void {
    this._changes.add(change);
  }

  private _applyAll(changes: ReadonlyArray<ChangeEvent>): void {
    // In one batch: a run of thousands that is deleted goes in one step.
    const gone = new Set<string>();
    for (const { kind, artifact, artifact_id } of changes) {
      const id = artifact?.id ?? artifact_id;
      if (kind === 'updated' && artifact) {
        this._all.forEach(each => each.replace(artifact));
      }
      if (kind === 'deleted' && id) {
        gone.add(id);
      } else if (id) {
        gone.delete(id);
      }
    }
    this._runs.apply(changes);
    this._remove(gone);
    this.changed();
    // Only the server knows what a filter finds, and what groups there are.
    this._refreshFound();
  }

  /** At once after a rest, and then once a second while things go on. */
  private _refreshFound(): void {
    const wait = this._refreshedAt + REFRESH_MS - this.clock.now();
    this._cancelRefresh ??= this.clock.later(Math.max(0, wait), () => {
      this._cancelRefresh = undefined;
      this._refreshedAt = this.clock.now();
      this._both.forEach(each => void each.refresh());
    });
  }

  private _remove(artifactIds: ReadonlySet<string>): void {
    if (artifactIds.size > 0) {
      this._all.forEach(each => each.remove(artifactIds));
    }
  }

  private readonly _api: ApiClient;
  private readonly _runs: RunGroups;
  private readonly _found: QueryGroups;
  private readonly _names: NameGroups;
  private readonly _changes: Batcher<ChangeEvent>;
  private _view: ICatalogView = DEFAULT_VIEW;
  private _refreshedAt = -Infinity;
  private _cancelRefresh: (() => void) | undefined;
  private _error: CellkeepError | undefined;
  private _storeStatus: StoreStatus | undefined;
}

const EMPTY: ICatalogSnapshot = {
  view: DEFAULT_VIEW,
  list: { type: 'groups', view: DEFAULT_VIEW, groups: [], rest: 'some' },
  runs: [],
  found: undefined,
  loading: false,
  answered: true,
  error: undefined,
  storeStatus: undefined
};
