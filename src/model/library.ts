import { Signal, type ISignal } from '@lumino/signaling';

import type {
  Artifact,
  ArtifactEdit,
  ChangeEvent,
  RunInfo,
  RunSettings
} from '../protocol/generated';
import { Disposable } from '../transport/disposable';
import type { ApiClient } from '../transport/http';
import type { ICatalogModel } from './types';

/** A change in the store, whoever made it. */
export type StoreChange = Omit<ChangeEvent, 'seq'>;

/** What a person changes about what is stored, and what of it others changed. */
export interface ILibrary {
  /** Something changed in the store, by this page or by anyone. One change may be told twice. */
  readonly changed: ISignal<ILibrary, StoreChange>;
  /** Changes were missed; what was loaded before may be stale. */
  readonly missed: ISignal<ILibrary, void>;
  /** Changes an artifact's name (of every version), tags, notes or metadata. */
  edit(id: string, edit: ArtifactEdit): Promise<Artifact>;
  /** Adds and removes tags of what the store has now, so that nobody's are lost. */
  changeTags(
    id: string,
    add: ReadonlyArray<string>,
    remove: ReadonlyArray<string>
  ): Promise<Artifact>;
  /**
   * Gives a version an alias.
   *
   * @returns The version that had it until now, if another one did.
   */
  setAlias(artifact: Artifact, alias: string): Promise<Artifact | undefined>;
  /** Takes an alias from a version. */
  removeAlias(id: string, alias: string): Promise<Artifact>;
  /** Sets what a run does with a name saved again, and how long it keeps things. */
  putRunSettings(runId: string, settings: RunSettings): Promise<RunInfo>;
  /** The id of the store, which permanent links begin with. */
  storeId(): Promise<string>;
}

/** What the library needs. */
export interface ILibraryOptions {
  readonly api: ApiClient;
  readonly events: {
    readonly changed: ISignal<unknown, ChangeEvent>;
    readonly missed: ISignal<unknown, void>;
  };
  readonly catalog: ICatalogModel;
}

/** Edits by the server's interface; every model hears of their answers as of its events. */
export class Library extends Disposable implements ILibrary {
  constructor(private readonly _options: ILibraryOptions) {
    super();
    const { events } = _options;
    events.changed.connect(this._onChange, this);
    events.missed.connect(this._onMissed, this);
  }

  readonly changed = new Signal<this, StoreChange>(this);

  readonly missed = new Signal<this, void>(this);

  async edit(id: string, edit: ArtifactEdit): Promise<Artifact> {
    return this._took(await this._api.library.edit(id, edit));
  }

  async changeTags(
    id: string,
    add: ReadonlyArray<string>,
    remove: ReadonlyArray<string>
  ): Promise<Artifact> {
    const before = await this._api.artifact(id);
    const had = before.tags ?? [];
    const kept = had.filter(tag => !remove.includes(tag));
    const tags = [...new Set([...kept, ...add])];
    const isSame =
      tags.length === had.length && tags.every(tag => had.includes(tag));
    return isSame ? before : this.edit(id, { tags });
  }

  async setAlias(
    artifact: Artifact,
    alias: string
  ): Promise<Artifact | undefined> {
    const { id, name, run_id: run } = artifact;
    const { items } = await this._api.artifacts({ run, name, alias, limit: 1 });
    this._took(await this._api.library.setAlias(id, alias));
    const [before] = items;
    return before?.id === id ? undefined : before;
  }

  async removeAlias(id: string, alias: string): Promise<Artifact> {
    return this._took(await this._api.library.removeAlias(id, alias));
  }

  putRunSettings(runId: string, settings: RunSettings): Promise<RunInfo> {
    return this._api.library.putRunSettings(runId, settings);
  }

  async storeId(): Promise<string> {
    const known =
      this._catalog.snapshot.storeStatus ?? (await this._api.status());
    return known.store_id;
  }

  /** What the server answered is shown at once, also where its events do not come through. */
  private _took(artifact: Artifact): Artifact {
    this._catalog.replace(artifact);
    this.changed.emit({ kind: 'updated', run_id: artifact.run_id, artifact });
    return artifact;
  }

  /** That of the store that is shown. */
  private get _api(): ApiClient {
    return this._options.api;
  }

  private get _catalog(): ICatalogModel {
    return this._options.catalog;
  }

  private _onChange(_: unknown, change: ChangeEvent): void {
    this.changed.emit(change);
  }

  private _onMissed(): void {
    this.missed.emit();
  }
}
