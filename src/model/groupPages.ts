import { asCellkeepError, type CellkeepError } from '../protocol/errors';
import type { ApiClient } from '../transport/http';
import type { IArtifactFilter } from '../transport/queries';
import {
  changeGroup,
  hasChanged,
  type FoundList,
  type IFoundEntry
} from './foundList';
import { begunAgain, NO_PAGES, nextPage } from './pages';
import { inGroup, wireOrder, type ICatalogView } from './view';

const PAGE = 100;
/** Fifty open groups that all want more ask one after the other; whoever is still seen asks again. */
const AT_ONCE = 2;
/** The most artifacts that one request may ask for. */
const LARGEST_PAGE = 500;

/** What the pages need. */
export interface IGroupPagesOptions {
  readonly api: Pick<ApiClient, 'artifacts'>;
  /** Something changed that a person waits for. */
  readonly publish: () => void;
  /** A page did not come; undefined: one came. */
  readonly failed: (error: CellkeepError | undefined) => void;
}

/** The groups of one view, and their artifacts page by page. */
export class GroupPages {
  constructor(private readonly _options: IGroupPagesOptions) {}

  list: FoundList = [];

  /** Shows another view; what still comes of the one before is dropped. */
  begin(
    view: ICatalogView | undefined,
    wire: IArtifactFilter,
    list: FoundList
  ): void {
    this._epoch += 1;
    this._view = view;
    this._wire = wire;
    this.list = list;
  }

  find(key: string): IFoundEntry | undefined {
    return this.list.find(entry => entry.key === key);
  }

  setExpanded(key: string, expanded: boolean): void {
    this.list = changeGroup(this.list, key, () => ({ expanded }));
    const entry = this.find(key);
    if (expanded && entry && !entry.isLoaded) {
      this.more(key);
    }
  }

  /** Loads a group's next page. */
  more(key: string): void {
    const entry = this.find(key);
    const isBusy = this.list.filter(({ loading }) => loading).length >= AT_ONCE;
    if (entry && !entry.loading && !entry.complete && !isBusy) {
      void this._load(key, entry.cursor, PAGE);
    }
  }

  /** Loads again what is loaded of a group. */
  async again(key: string): Promise<void> {
    const length = this.find(key)?.artifacts.length ?? 0;
    const limit = Math.min(Math.max(PAGE, length), LARGEST_PAGE);
    await this._load(key, undefined, limit);
  }

  /** Open groups load what is new in them; closed ones when they are opened. */
  againWhereChanged(before: FoundList): void {
    const were = new Map(before.map(entry => [entry.key, entry]));
    for (const entry of this.list) {
      const isOld = entry.isLoaded && hasChanged(entry, were.get(entry.key));
      if (entry.expanded && (isOld || !entry.isLoaded) && !entry.loading) {
        void this.again(entry.key);
      } else if (isOld) {
        this.list = changeGroup(this.list, entry.key, () => NO_PAGES);
      }
    }
  }

  private async _load(
    key: string,
    cursor: string | undefined,
    limit: number
  ): Promise<void> {
    const view = this._view;
    if (!view) {
      return;
    }
    const epoch = this._epoch;
    this.list = changeGroup(this.list, key, () => ({ loading: true }));
    this._options.publish();
    let change: (entry: IFoundEntry) => Partial<IFoundEntry>;
    let failure: CellkeepError | undefined;
    try {
      const page = await this._options.api.artifacts({
        ...inGroup(this._wire, view.groupBy, key),
        ...wireOrder(view),
        limit,
        cursor
      });
      const put = cursor === undefined ? begunAgain : nextPage;
      change = now => put(now, page);
    } catch (error) {
      change = () => ({ loading: false });
      failure = asCellkeepError(error);
    }
    // The groups of another view may have the same keys.
    if (epoch === this._epoch) {
      this.list = changeGroup(this.list, key, change);
      this._options.failed(failure);
      this._options.publish();
    }
  }

  private _view: ICatalogView | undefined;
  private _wire: IArtifactFilter = {};
  private _epoch = 0;
}
