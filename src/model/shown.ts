/** What is loaded of the store that is shown, for who does not ask which that is. */
import { Signal } from '@lumino/signaling';

import type {
  Artifact,
  ChangeEvent,
  DeleteReport,
  DeleteRequest
} from '../protocol/generated';
import type { StoreEvents } from '../transport/events';
import type { CatalogModel } from './catalog';
import { StateModel } from './snapshotModel';
import type { ICatalogModel, ICatalogSnapshot } from './types';
import type { ICatalogView } from './view';

/** What the store that is shown says of its changes. */
export class ShownEvents {
  constructor(first: StoreEvents) {
    this.show(first);
  }

  readonly changed = new Signal<this, ChangeEvent>(this);

  readonly missed = new Signal<this, void>(this);

  show(events: StoreEvents): void {
    this._events?.changed.disconnect(this._onChange, this);
    this._events?.missed.disconnect(this._onMissed, this);
    const isOther = this._events !== undefined;
    this._events = events;
    events.changed.connect(this._onChange, this);
    events.missed.connect(this._onMissed, this);
    if (isOther) {
      this.missed.emit();
    }
  }

  private _onChange(_: unknown, change: ChangeEvent): void {
    this.changed.emit(change);
  }

  private _onMissed(): void {
    this.missed.emit();
  }

  private _events: StoreEvents | undefined;
}

/** The list of the store that is shown. */
export class ShownCatalog
  extends StateModel<ICatalogSnapshot>
  implements ICatalogModel
{
  constructor(private _catalog: CatalogModel) {
    super(_catalog.snapshot);
    _catalog.stateChanged.connect(this._onChange, this);
  }

  /** Shows another store, grouped and sorted as this one is. */
  show(catalog: CatalogModel): void {
    const { view } = this.snapshot;
    this._catalog.stateChanged.disconnect(this._onChange, this);
    this._catalog = catalog;
    catalog.setNotebook(this._notebook);
    catalog.setView({ ...view, filter: catalog.snapshot.view.filter });
    catalog.stateChanged.connect(this._onChange, this);
    this._onChange();
  }

  setNotebook(path: string | undefined): void {
    this._notebook = path;
    this._catalog.setNotebook(path);
  }

  setView(view: ICatalogView): void {
    this._catalog.setView(view);
  }

  setExpanded(key: string, expanded: boolean): void {
    this._catalog.setExpanded(key, expanded);
  }

  loadMore(): void {
    this._catalog.loadMore();
  }

  loadMoreOf(key: string): void {
    this._catalog.loadMoreOf(key);
  }

  refresh(): Promise<void> {
    return this._catalog.refresh();
  }

  get(artifactId: string): Artifact | undefined {
    return this._catalog.get(artifactId);
  }

  fetch(artifactId: string): Promise<Artifact> {
    return this._catalog.fetch(artifactId);
  }

  delete(request: Omit<DeleteRequest, 'dry_run'>): Promise<DeleteReport> {
    return this._catalog.delete(request);
  }

  restore(ids: ReadonlyArray<string>): Promise<ReadonlyArray<string>> {
    return this._catalog.restore(ids);
  }

  replace(artifact: Artifact): void {
    this._catalog.replace(artifact);
  }

  renameRun(runId: string, name: string): Promise<void> {
    return this._catalog.renameRun(runId, name);
  }

  private _onChange(): void {
    this.setSnapshot(this._catalog.snapshot);
  }

  private _notebook: string | undefined;
}
