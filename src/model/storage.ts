import { asCellkeepError, type CellkeepError } from '../protocol/errors';
import type {
  Group,
  StoreStatus,
  TrashItem,
  TrashPage
} from '../protocol/generated';
import { SYSTEM_CLOCK, type IClock } from '../transfer/ports';
import type { ApiClient } from '../transport/http';
import type { GroupBy } from '../transport/queries';
import { sumOf } from './groupList';
import { Loading } from './loading';
import { SnapshotModel } from './snapshotModel';
import type { IFound } from './types';

/** What the sizes are shown by. */
export type SizesBy = Extract<GroupBy, 'run' | 'kind'>;

/** The most pieces that can be told apart; the smaller ones are one together. */
const MOST_PIECES = 24;
/** The most groups that are asked for, the latest first; what is older is one piece together. */
const MOST_GROUPS = 2000;
const TRASH_PAGE = 200;
const LARGEST_TRASH_PAGE = 500;

/** A part of the store. */
export interface IPiece {
  /** Id of the run, or the kind; undefined for what is left over. */
  readonly key: string | undefined;
  readonly label: string;
  readonly artifacts: number;
  readonly bytes: number;
  /** How many groups it stands for: 1, more where it is what is left over. */
  readonly groups: number;
}

/** The store in sizes, and its trash. */
export interface IStorageSnapshot {
  readonly status: StoreStatus | undefined;
  readonly by: SizesBy;
  /** Largest first, what is left over last; undefined until they are there. */
  readonly pieces: ReadonlyArray<IPiece> | undefined;
  readonly trash: ITrashSnapshot;
  readonly loading: boolean;
  readonly error: CellkeepError | undefined;
}

/** The loaded part of the trash. */
export interface ITrashSnapshot {
  /** The latest first. */
  readonly items: ReadonlyArray<TrashItem>;
  readonly complete: boolean;
  /** Of all of it. */
  readonly artifacts: number;
  readonly bytes: number;
}

const NO_TRASH: ITrashSnapshot = {
  items: [],
  complete: true,
  artifacts: 0,
  bytes: 0
};

/** What takes how much room. Loads when it is told to. */
export class StorageModel extends SnapshotModel<IStorageSnapshot> {
  constructor(
    private readonly _api: Pick<ApiClient, 'status' | 'library'>,
    by: SizesBy = 'run',
    clock: IClock = SYSTEM_CLOCK
  ) {
    super(clock, {
      status: undefined,
      by,
      pieces: undefined,
      trash: NO_TRASH,
      loading: false,
      error: undefined
    });
    this._by = by;
  }

  /** Shows the sizes by something else. */
  setBy(by: SizesBy): void {
    if (by !== this._by) {
      this._by = by;
      this._pieces = undefined;
      void this.refresh();
    }
  }

  /** Loads everything again; what is shown stays until the answer. */
  async refresh(): Promise<void> {
    const by = this._by;
    const shown = this._trash.items.length;
    await this._loading.run(async signal => {
      const [status, kinds, sizes, trash] = await Promise.all([
        this._api.status(signal),
        // There are few kinds: their sum is that of the store.
        this._api.library.groups('kind', {}, MOST_GROUPS, signal),
        by === 'kind'
          ? undefined
          : this._api.library.groups(by, {}, MOST_GROUPS, signal),
        this._api.library.trash(
          {
            limit: Math.min(Math.max(TRASH_PAGE, shown), LARGEST_TRASH_PAGE)
          },
          signal
        )
      ]);
      signal.throwIfAborted();
      this._trashError = undefined;
      this._status = status;
      this._pieces = piecesOf(sizes?.items ?? kinds.items, sumOf(kinds.items));
      this._setTrash(trash, trash.items);
    });
  }

  /** Loads the next page of the trash. */
  async moreTrash(): Promise<void> {
    const cursor = this._cursor;
    if (cursor === undefined || this._loading.isBusy || this._isPaging) {
      return;
    }
    this._isPaging = true;
    try {
      const page = await this._api.library.trash({ limit: TRASH_PAGE, cursor });
      // A list that was loaded again meanwhile goes on from its own end.
      if (this._cursor === cursor) {
        const known = new Set(
          this._trash.items.map(({ artifact }) => artifact.id)
        );
        this._setTrash(page, [
          ...this._trash.items,
          ...page.items.filter(({ artifact }) => !known.has(artifact.id))
        ]);
      }
    } catch (error) {
      this._trashError = asCellkeepError(error);
    }
    this._isPaging = false;
    this.publish();
  }

  override dispose(): void {
    this._loading.stop();
    super.dispose();
  }

  protected makeSnapshot(): IStorageSnapshot {
    return {
      status: this._status,
      by: this._by,
      pieces: this._pieces,
      trash: this._trash,
      loading: this._loading.isBusy,
      error: this._loading.error ?? this._trashError
    };
  }

  private _setTrash(
    { artifacts, bytes, next_cursor: cursor }: TrashPage,
    items: ReadonlyArray<TrashItem>
  ): void {
    this._cursor = cursor;
    this._trash = { items, complete: cursor === undefined, artifacts, bytes };
  }

  private _by: SizesBy;
  private _status: StoreStatus | undefined;
  private _pieces: ReadonlyArray<IPiece> | undefined;
  private _trash: ITrashSnapshot = NO_TRASH;
  private _cursor: string | undefined;
  private readonly _loading = new Loading(() => this.publish());
  private _isPaging = false;
  private _trashError: CellkeepError | undefined;
}

/** Returns the largest groups, and what is left of the whole as one. */
export function piecesOf(
  groups: ReadonlyArray<Group>,
  whole: IFound,
  most = MOST_PIECES
): ReadonlyArray<IPiece> {
  const sorted = [...groups].sort((left, right) => right.bytes - left.bytes);
  const pieces: IPiece[] = sorted
    .slice(0, most)
    .map(({ key, label, artifacts, bytes }) => ({
      key,
      label,
      artifacts,
      bytes,
      groups: 1
    }));
  const shown = sumOf(pieces);
  const artifacts = whole.artifacts - shown.artifacts;
  if (artifacts > 0) {
    pieces.push({
      key: undefined,
      label: '',
      artifacts,
      bytes: Math.max(0, whole.bytes - shown.bytes),
      groups: Math.max(1, sorted.length - most)
    });
  }
  return pieces;
}
