import type { Artifact } from '../protocol/generated';
import { SYSTEM_CLOCK, type IClock } from '../transfer/ports';
import type { ILibrary, StoreChange } from './library';
import { SnapshotModel } from './snapshotModel';
import type {
  CatalogList,
  ICatalogModel,
  ISelectionModel,
  ISelectionSnapshot
} from './types';

/** The selected artifact, and its neighbours in the list as it is shown. */
export class SelectionModel
  extends SnapshotModel<ISelectionSnapshot>
  implements ISelectionModel
{
  constructor(
    private readonly _catalog: ICatalogModel,
    library: Pick<ILibrary, 'changed'>,
    clock: IClock = SYSTEM_CLOCK
  ) {
    super(clock, NOTHING);
    _catalog.stateChanged.connect(this._onCatalog, this);
    library.changed.connect(this._onChange, this);
  }

  select(artifactId: string | undefined): void {
    this._id = artifactId;
    this._known = undefined;
    this.publish();
    if (artifactId !== undefined && !this._catalog.get(artifactId)) {
      void this._fetch(artifactId);
    }
  }

  selectNext(): void {
    const { next } = this.snapshot;
    if (next) {
      this.select(next.id);
    }
  }

  selectPrevious(): void {
    const { previous } = this.snapshot;
    if (previous) {
      this.select(previous.id);
    }
  }

  protected makeSnapshot(): ISelectionSnapshot {
    const list = shownArtifacts(this._catalog.snapshot.list);
    const index = list.findIndex(({ id }) => id === this._id);
    const artifact = list[index] ?? this._unlisted();
    return {
      artifact,
      previous: index > 0 ? list[index - 1] : undefined,
      next: index >= 0 ? list[index + 1] : list[0]
    };
  }

  /** An artifact of a closed run, or one that was opened by its id, stays selected. */
  private _unlisted(): Artifact | undefined {
    if (this._id === undefined) {
      return undefined;
    }
    return this._catalog.get(this._id) ?? this._known;
  }

  private _onCatalog(): void {
    const { artifact, previous, next } = this.makeSnapshot();
    const now = this.snapshot;
    const isSame =
      artifact === now.artifact &&
      previous === now.previous &&
      next === now.next;
    if (!isSame) {
      this.publish();
    }
    if (!artifact && now.artifact && this._id !== undefined) {
      // The list is another, or it was deleted.
      void this._fetch(this._id);
    }
  }

  /** The catalog keeps fresh only what it has loaded. */
  private _onChange(_: unknown, { artifact }: StoreChange): void {
    if (artifact && this._known?.id === artifact.id) {
      this._known = artifact;
      this._onCatalog();
    }
  }

  private async _fetch(artifactId: string): Promise<void> {
    try {
      const artifact = await this._catalog.fetch(artifactId);
      if (this._id === artifactId) {
        this._known = artifact;
        this.publish();
      }
    } catch (error) {
      // It was deleted, or the server is away; then there is nothing to show.
      console.debug('Cellkeep: could not load the selected artifact.', error);
    }
  }

  private _id: string | undefined;
  private _known: Artifact | undefined;
}

const NOTHING: ISelectionSnapshot = {
  artifact: undefined,
  previous: undefined,
  next: undefined
};

/** Every artifact of the list, in the order in which it is shown. */
function shownArtifacts(list: CatalogList): ReadonlyArray<Artifact> {
  return list.type === 'flat'
    ? list.artifacts
    : list.groups
        .filter(({ expanded }) => expanded)
        .flatMap(({ artifacts }) => artifacts);
}
