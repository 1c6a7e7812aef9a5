import { asCellkeepError, type CellkeepError } from '../protocol/errors';
import type { Artifact } from '../protocol/generated';
import type { ApiClient } from '../transport/http';
import type { IArtifactQuery } from '../transport/queries';
import {
  changeGroup,
  hasChanged,
  withReplaced,
  type GroupList,
  type IGroupEntry
} from './groupList';
import { begunAgain, NO_PAGES, nextPage } from './pages';
import type { CatalogList } from './types';

const PAGE = 100;
/** Fifty open groups that all want more ask one after the other; whoever is still seen asks again. */
const AT_ONCE = 2;
/** The most artifacts that one request may ask for. */
const LARGEST_PAGE = 500;

/** What the groups need. */
export interface IGroupsOptions {
  readonly api: Pick<ApiClient, 'artifacts'>;
  /** Something changed that a person waits for. */
  readonly publish: () => void;
}

/** What is asked for to have the artifacts of a group. */
export type QueryOfGroup = (key: string) => IArtifactQuery;

/** Groups of artifacts, which are loaded page by page; which groups there are is not known here. */
export abstract class GroupPages<T extends IGroupsOptions> {
  constructor(protected readonly options: T) {}

  /** What a person sees of it; undefined before there is an answer. */
  abstract get shown(): CatalogList | undefined;

  /** Whether the answer to what was asked for last is on its way. */
  abstract get isLoading(): boolean;

  /** Loads more groups. */
  abstract more(): void;

  /** Why what was asked for last did not come. */
  get error(): CellkeepError | undefined {
    return this.failure;
  }

  get list(): GroupList {
    return this.groups;
  }

  find(key: string): IGroupEntry | undefined {
    return this.groups.find(entry => entry.key === key);
  }

  setExpanded(key: string, expanded: boolean): void {
    this.groups = changeGroup(this.groups, key, () => ({ expanded }));
    const entry = this.find(key);
    if (expanded && entry && !entry.isLoaded) {
      this.moreOf(key);
    }
    this.options.publish();
  }

  /** Loads a group's next page. */
  moreOf(key: string): void {
    const entry = this.find(key);
    const isBusy =
      this.groups.filter(({ loading }) => loading).length >= AT_ONCE;
    if (entry && !entry.loading && !entry.complete && !isBusy) {
      void this._load(key, entry.cursor, PAGE);
    }
  }

  /** Puts an artifact's newer self in its place. */
  replace(artifact: Artifact): void {
    this.change(list => withReplaced(list, artifact));
  }

  protected groups: GroupList = [];
  protected failure: CellkeepError | undefined;

  /** Shows another view; what still comes of the one before is dropped. */
  protected begin(list: GroupList, queryOf: QueryOfGroup | undefined): void {
    this._epoch += 1;
    this._queryOf = queryOf;
    this.groups = list;
  }

  protected change(change: (list: GroupList) => GroupList): void {
    this.groups = change(this.groups);
  }

  /** Loads again what is loaded of a group. */
  protected async again(key: string): Promise<void> {
    const length = this.find(key)?.artifacts.length ?? 0;
    const limit = Math.min(Math.max(PAGE, length), LARGEST_PAGE);
    await this._load(key, undefined, limit);
  }

  /** Open groups load what is new in them; closed ones when they are opened. */
  protected againWhereChanged(before: GroupList): void {
    const were = new Map(before.map(entry => [entry.key, entry]));
    for (const entry of this.groups) {
      const isOld = entry.isLoaded && hasChanged(entry, were.get(entry.key));
      if (entry.expanded && (isOld || !entry.isLoaded) && !entry.loading) {
        void this.again(entry.key);
      } else if (isOld) {
        this.groups = changeGroup(this.groups, entry.key, () => NO_PAGES);
      }
    }
  }

  private async _load(
    key: string,
    cursor: string | undefined,
    limit: number
  ): Promise<void> {
    const query = this._queryOf?.(key);
    if (!query) {
      return;
    }
    const epoch = this._epoch;
    this.groups = changeGroup(this.groups, key, () => ({ loading: true }));
    this.options.publish();
    let change: (entry: IGroupEntry) => Partial<IGroupEntry>;
    let failure: CellkeepError | undefined;
    try {
      const page = await this.options.api.artifacts({
        ...query,
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
      this.groups = changeGroup(this.groups, key, change);
      this.failure = failure;
      this.options.publish();
    }
  }

  private _queryOf: QueryOfGroup | undefined;
  private _epoch = 0;
}
