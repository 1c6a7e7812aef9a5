import type { CellkeepError } from '../protocol/errors';
import { SYSTEM_CLOCK, type IClock } from '../transfer/ports';
import { Loading } from './loading';
import { SnapshotModel } from './snapshotModel';

/** A page of a list, and where the next one begins. */
export interface IPage<T> {
  readonly items: ReadonlyArray<T>;
  readonly next_cursor?: string;
}

/** Loads a page; without a cursor the first. */
export type LoadPage<T> = (
  cursor: string | undefined,
  signal: AbortSignal
) => Promise<IPage<T>>;

/** The loaded part of a list. */
export interface IPagedSnapshot<T> {
  /** Undefined until the first page is there. */
  readonly items: ReadonlyArray<T> | undefined;
  readonly complete: boolean;
  readonly loading: boolean;
  readonly error: CellkeepError | undefined;
}

/** A list that comes in pages. Loads when it is told to. */
export class PagedList<T> extends SnapshotModel<IPagedSnapshot<T>> {
  constructor(
    private _load: LoadPage<T>,
    clock: IClock = SYSTEM_CLOCK
  ) {
    super(clock, {
      items: undefined,
      complete: false,
      loading: false,
      error: undefined
    });
  }

  /** Loads the first page again, of another list where one is given; what is shown stays until then. */
  refresh(load?: LoadPage<T>): Promise<void> {
    this._load = load ?? this._load;
    return this._run(undefined, []);
  }

  /** Loads the next page. */
  async more(): Promise<void> {
    if (this._cursor !== undefined && !this._loading.isBusy) {
      await this._run(this._cursor, this._items ?? []);
    }
  }

  override dispose(): void {
    this._loading.stop();
    super.dispose();
  }

  protected makeSnapshot(): IPagedSnapshot<T> {
    return {
      items: this._items,
      complete: this._items !== undefined && this._cursor === undefined,
      loading: this._loading.isBusy,
      error: this._loading.error
    };
  }

  private _run(
    cursor: string | undefined,
    before: ReadonlyArray<T>
  ): Promise<void> {
    return this._loading.run(async signal => {
      const page = await this._load(cursor, signal);
      signal.throwIfAborted();
      this._items = [...before, ...page.items];
      this._cursor = page.next_cursor;
    });
  }

  private _items: ReadonlyArray<T> | undefined;
  private _cursor: string | undefined;
  private readonly _loading = new Loading(() => this.publish());
}
