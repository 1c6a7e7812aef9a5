import type { CellkeepError } from '../protocol/errors';
import type { Artifact } from '../protocol/generated';
import { SYSTEM_CLOCK, type IClock } from '../transfer/ports';
import type { ApiClient } from '../transport/http';
import type { ILibrary, StoreChange } from './library';
import { Loading } from './loading';
import { SnapshotModel } from './snapshotModel';

/** While someone runs down the list with the arrow keys, nothing is asked. */
const SETTLE_MS = 150;
/** Changes within this time are one request, such as a hundred saves of a name. */
const BATCH_MS = 300;
const PAGE = 100;
const LARGEST_PAGE = 500;

/** What is known of the versions of one name. */
export interface IHistorySnapshot {
  /** Whether a person wants to see them. */
  readonly isOpen: boolean;
  /** The newest version; undefined until it is known. */
  readonly latest: Artifact | undefined;
  /** The newest first; undefined until they are loaded, which is when they are wanted. */
  readonly versions: ReadonlyArray<Artifact> | undefined;
  /** Whether there are older ones. */
  readonly hasMore: boolean;
  /** Why they could not be loaded. */
  readonly error: CellkeepError | undefined;
}

/** What a history needs. */
export interface IHistoryOptions {
  readonly api: Pick<ApiClient, 'artifacts' | 'library'>;
  readonly library: ILibrary;
  readonly clock?: IClock;
}

/**
 * The versions of the name of one artifact at a time.
 *
 * Closed, it asks only which version is the newest; open, for them page by page. It asks again
 * when the store says that something of that name changed.
 */
export class HistoryModel extends SnapshotModel<IHistorySnapshot> {
  constructor(private readonly _options: IHistoryOptions) {
    super(_options.clock ?? SYSTEM_CLOCK, NOTHING);
    const { library } = _options;
    library.changed.connect(this._onChange, this);
    library.missed.connect(this._reload, this);
  }

  /** Shows the history of another artifact; another version of the same name has the same. */
  show(artifact: Artifact | undefined): void {
    const before = this._artifact;
    this._artifact = artifact;
    const isSame =
      before?.name === artifact?.name && before?.run_id === artifact?.run_id;
    if (!isSame) {
      this._forget();
      this.publish();
      this._loadIn(SETTLE_MS);
    }
  }

  /** Shows all versions, or no longer. */
  setOpen(isOpen: boolean): void {
    this._isOpen = isOpen;
    this.publish();
    if (isOpen && !this._versions) {
      this._loadIn(0);
    }
  }

  /** Loads older versions. */
  async more(): Promise<void> {
    const [artifact, cursor] = [this._artifact, this._cursor];
    if (!artifact || cursor === undefined || this._loading.isBusy) {
      return;
    }
    await this._loading.run(async signal => {
      const page = await this._options.api.library.history(
        artifact.id,
        { limit: PAGE, cursor },
        signal
      );
      signal.throwIfAborted();
      this._versions = [...(this._versions ?? []), ...page.versions];
      this._cursor = page.next_cursor;
    });
  }

  /** Asks again after a failure. */
  retry(): void {
    this._loading.error = undefined;
    this.publish();
    this._loadIn(0);
  }

  protected override letGo(): void {
    this._stop();
    super.letGo();
  }

  protected makeSnapshot(): IHistorySnapshot {
    return {
      isOpen: this._isOpen,
      latest: this._versions?.[0] ?? this._latest,
      versions: this._versions,
      hasMore: this._cursor !== undefined,
      error: this._loading.error
    };
  }

  private _onChange(_: ILibrary, change: StoreChange): void {
    const { _artifact: shown } = this;
    if (!shown || change.run_id !== shown.run_id || change.kind === 'run') {
      return;
    }
    const { artifact } = change;
    const id = artifact?.id ?? change.artifact_id;
    // Of what is gone only the id is told; a closed history knows none but that of its artifact.
    const isIts = artifact
      ? artifact.name === shown.name || this._has(artifact.id)
      : !this._versions || this._has(id);
    if (isIts) {
      this._reload();
    }
  }

  private _has(id: string | undefined): boolean {
    return this._versions?.some(version => version.id === id) ?? false;
  }

  private _reload(): void {
    // One request for what comes in a row, and not put off by each of them.
    if (!this._cancelLoad) {
      this._loadIn(BATCH_MS);
    }
  }

  private _loadIn(ms: number): void {
    this._cancelLoad?.();
    this._cancelLoad = this.clock.later(ms, () => {
      this._cancelLoad = undefined;
      void this._load();
    });
  }

  private async _load(): Promise<void> {
    this._loading.stop();
    const artifact = this._artifact;
    if (!artifact || this.isDisposed) {
      return;
    }
    await this._loading.run(async signal => {
      if (this._isOpen) {
        const shown = this._versions?.length ?? 0;
        const page = await this._options.api.library.history(
          artifact.id,
          { limit: Math.min(Math.max(PAGE, shown), LARGEST_PAGE) },
          signal
        );
        signal.throwIfAborted();
        this._versions = page.versions;
        this._cursor = page.next_cursor;
      } else {
        const { run_id: run, name } = artifact;
        const query = { run, name, limit: 1 };
        const { items } = await this._options.api.artifacts(query, signal);
        signal.throwIfAborted();
        this._versions = undefined;
        this._cursor = undefined;
        [this._latest] = items;
      }
    });
  }

  private _forget(): void {
    this._stop();
    this._latest = undefined;
    this._versions = undefined;
    this._cursor = undefined;
    this._loading.error = undefined;
  }

  private _stop(): void {
    this._cancelLoad?.();
    this._cancelLoad = undefined;
    this._loading.stop();
  }

  private _artifact: Artifact | undefined;
  private _isOpen = false;
  private _latest: Artifact | undefined;
  private _versions: ReadonlyArray<Artifact> | undefined;
  private _cursor: string | undefined;
  private readonly _loading = new Loading(() => this.publish());
  private _cancelLoad: (() => void) | undefined;
}

const NOTHING: IHistorySnapshot = {
  isOpen: false,
  latest: undefined,
  versions: undefined,
  hasMore: false,
  error: undefined
};
