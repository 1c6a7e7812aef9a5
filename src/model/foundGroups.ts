import {
  asCellkeepError,
  isAbort,
  type CellkeepError
} from '../protocol/errors';
import type { Artifact, ArtifactPage } from '../protocol/generated';
import type { IClock } from '../transfer/ports';
import type { ApiClient } from '../transport/http';
import type { IArtifactFilter } from '../transport/queries';
import {
  changeGroup,
  counted,
  daysOfHours,
  fromPage,
  hasChanged,
  inOrder,
  sumOf,
  withoutArtifacts,
  type FoundList,
  type IFoundEntry
} from './foundList';
import { Latest } from './latest';
import { begunAgain, NO_PAGES, nextPage, replaced } from './pages';
import type { IFound } from './types';
import {
  countedBy,
  inGroup,
  isFiltered,
  wireFilter,
  wireOrder,
  type Grouping,
  type ICatalogView
} from './view';

/** What a person sees at first; little, so that it is there soon. */
const FIRST_PAGE = 50;
const PAGE = 100;
/** The most artifacts that one request may ask for. */
const LARGEST_PAGE = 500;
const GROUPS = 1000;
/** The most groups that there are to be had. */
export const MOST_GROUPS = 10_000;
/** Groups that are opened by themselves where what is found cannot be put into them here. */
const OPENED = 3;

/** What the list needs. */
export interface IFoundGroupsOptions {
  readonly api: Pick<ApiClient, 'artifacts' | 'library'>;
  readonly clock: IClock;
  /** Something changed that a person waits for. */
  readonly publish: () => void;
}

/**
 * What a view shows, in groups or as one list: a first page of artifacts as soon as it can be
 * had, then the groups' counts, then whatever a person opens.
 */
export class FoundGroups {
  constructor(private readonly _options: IFoundGroupsOptions) {
    this._latest = new Latest(_options.clock);
  }

  /** The view that `list` is of; behind what was asked for last until that is answered. */
  get shown(): ICatalogView | undefined {
    return this._shown;
  }

  get list(): FoundList {
    return this._list;
  }

  /** Whether these are all groups. */
  get isComplete(): boolean {
    return this._isCounted && !this._more;
  }

  /** Whether there are more groups than can be had. */
  get isTooMany(): boolean {
    return this._more && this._limit >= MOST_GROUPS;
  }

  get found(): IFound | undefined {
    return this._found;
  }

  /** Whether the answer to what was asked for last is on its way. */
  get isLoading(): boolean {
    return this._view !== this._shown && this._error === undefined;
  }

  get error(): CellkeepError | undefined {
    return this._error;
  }

  /** Asks for another view; what is shown stays until the answer. */
  show(view: ICatalogView): void {
    if (view.filter !== this._view?.filter) {
      // A search opens what it finds, whatever was closed in the one before.
      this._openedFound.clear();
    }
    this._view = view;
    this._error = undefined;
    this._wire = wireFilter(view.filter, this._options.clock.now());
    const isTimely = view.sort === 'time' && view.descending;
    // An order that the server does not count in needs all of them.
    this._limit = isTimely ? GROUPS : MOST_GROUPS;
    this._counting?.abort();
    this._latest.ask(signal => this._answer(view, signal));
  }

  /** Shows nothing, and asks for nothing any more. */
  stop(): void {
    this._latest.stop();
    this._counting?.abort();
    this._view = undefined;
    this._shown = undefined;
    this._list = [];
    this._error = undefined;
    this._epoch += 1;
  }

  /** Asks the same again; what is loaded stays, and only what changed is loaded anew. */
  async refresh(): Promise<void> {
    const view = this._view;
    if (view === undefined || this.isLoading) {
      return;
    }
    if (view !== this._shown) {
      return this.show(view);
    }
    this._wire = wireFilter(view.filter, this._options.clock.now());
    await Promise.all([
      view.groupBy === 'none' && this._loadPage('', true),
      needsCount(view) && this._count()
    ]);
  }

  setExpanded(key: string, expanded: boolean): void {
    this._memory(this._shown).set(key, expanded);
    this._list = changeGroup(this._list, key, () => ({ expanded }));
    const entry = this._find(key);
    if (expanded && entry && !entry.isLoaded) {
      this.moreOf(key);
    }
    this._options.publish();
  }

  /** Loads more groups, or the flat list's next page. */
  more(): void {
    if (this._view && this._view !== this._shown) {
      // The answer failed to come.
      if (!this.isLoading) {
        this.show(this._view);
      }
    } else if (this._shown?.groupBy === 'none') {
      this.moreOf('');
    } else if (!this._counting && !this._latest.isBusy) {
      if (this._more && this._limit < MOST_GROUPS) {
        this._limit = MOST_GROUPS;
        void this._count();
      } else if (!this._isCounted) {
        void this._count();
      }
    }
  }

  /** Loads a group's next page. */
  moreOf(key: string): void {
    const entry = this._find(key);
    if (entry && !entry.loading && !entry.complete) {
      void this._loadPage(key, false);
    }
  }

  replace(artifact: Artifact): void {
    this._list = this._list.map(entry => {
      const artifacts = replaced(entry.artifacts, artifact);
      return artifacts === entry.artifacts ? entry : { ...entry, artifacts };
    });
  }

  remove(artifactIds: ReadonlySet<string>): void {
    this._list = withoutArtifacts(this._list, artifactIds);
  }

  dispose(): void {
    this.stop();
  }

  /** Shows the first artifacts, then the counts; the latter belong to no question that others wait for. */
  private async _answer(
    view: ICatalogView,
    signal: AbortSignal
  ): Promise<void> {
    let page: ArtifactPage | undefined;
    try {
      if (wantsFirstPage(view)) {
        page = await this._options.api.artifacts(
          { ...this._wire, ...wireOrder(view), limit: FIRST_PAGE },
          signal
        );
      }
    } catch (error) {
      return this._fail(error, signal);
    }
    // An answer to an older question says nothing about this one.
    if (signal.aborted || view !== this._view) {
      return;
    }
    const isAll = page !== undefined && page.next_cursor === undefined;
    this._seed =
      page && fromPage(page, view, key => this._isOpen(key, true, view));
    if (this._seed && isInTimeOrder(view)) {
      this._show(view, this._seed, isAll);
    }
    if (needsCount(view) && !(isAll && isInTimeOrder(view))) {
      // Not awaited: the next letter need not wait for it.
      void this._count();
    }
  }

  private _show(view: ICatalogView, list: FoundList, isAll: boolean): void {
    this._epoch += 1;
    this._shown = view;
    this._list =
      view.groupBy === 'none' && list.length === 0
        ? [{ ...NOTHING, complete: true, isLoaded: true }]
        : list;
    this._isCounted = isAll;
    this._more = false;
    this._error = undefined;
    this._found =
      isAll && isFiltered(view.filter)
        ? {
            artifacts: list.reduce((sum, { count = 0 }) => sum + count, 0),
            bytes: list.reduce((sum, { bytes }) => sum + bytes, 0)
          }
        : undefined;
    this._options.publish();
  }

  /** Counts the groups of the view that was asked for last, and loads what changed in them. */
  private async _count(): Promise<void> {
    const view = this._view;
    if (!view) {
      return;
    }
    this._counting?.abort();
    const controller = new AbortController();
    this._counting = controller;
    const { signal } = controller;
    try {
      const page = await this._options.api.library.groups(
        countedBy(view.groupBy),
        this._wire,
        this._limit,
        signal
      );
      const sum =
        page.more && isFiltered(view.filter)
          ? await this._options.api.library.groups(
              countedBy('none'),
              this._wire,
              undefined,
              signal
            )
          : page;
      if (signal.aborted) {
        return;
      }
      const groups =
        view.groupBy === 'day'
          ? daysOfHours(page.items, page.more)
          : page.items;
      const isNew = view !== this._shown;
      const isFirst = isNew || !this._isCounted;
      if (isNew) {
        this._epoch += 1;
        this._list = this._seed ?? [];
      }
      const before = this._list;
      this._shown = view;
      this._isCounted = true;
      this._more = view.groupBy !== 'none' && page.more;
      this._error = undefined;
      this._found = isFiltered(view.filter) ? sumOf(sum.items) : undefined;
      if (view.groupBy !== 'none') {
        const opened = openedAtFirst(view, this._seed !== undefined);
        this._list = counted(inOrder(groups, view), before, (key, index) =>
          this._isOpen(
            key,
            isFirst ? index < opened : isFiltered(view.filter),
            view
          )
        );
        this._loadChanged(before);
      }
    } catch (error) {
      this._fail(error, signal);
    } finally {
      if (this._counting === controller) {
        this._counting = undefined;
      }
    }
    this._options.publish();
  }

  /** Open groups load what is new in them; closed ones when they are opened. */
  private _loadChanged(before: FoundList): void {
    const were = new Map(before.map(entry => [entry.key, entry]));
    for (const entry of this._list) {
      const isOld = entry.isLoaded && hasChanged(entry, were.get(entry.key));
      if (entry.expanded && (isOld || !entry.isLoaded) && !entry.loading) {
        void this._loadPage(entry.key, true);
      } else if (isOld) {
        this._list = changeGroup(this._list, entry.key, () => NO_PAGES);
      }
    }
  }

  private async _loadPage(key: string, again: boolean): Promise<void> {
    const entry = this._find(key);
    const view = this._shown;
    if (!entry || !view) {
      return;
    }
    const epoch = this._epoch;
    const loaded = again ? entry.artifacts.length : 0;
    const cursor = again ? undefined : entry.cursor;
    this._list = changeGroup(this._list, key, () => ({ loading: true }));
    this._options.publish();
    let change: (entry: IFoundEntry) => Partial<IFoundEntry>;
    try {
      const page = await this._options.api.artifacts({
        ...inGroup(this._wire, view.groupBy, key),
        ...wireOrder(view),
        limit: Math.min(Math.max(PAGE, loaded), LARGEST_PAGE),
        cursor
      });
      const put = cursor === undefined ? begunAgain : nextPage;
      change = now => put(now, page);
      this._error = undefined;
    } catch (error) {
      change = () => ({ loading: false });
      this._error = asCellkeepError(error);
    }
    // Another view has come: its groups may have the same keys.
    if (epoch === this._epoch) {
      this._list = changeGroup(this._list, key, change);
    }
    this._options.publish();
  }

  private _fail(error: unknown, signal: AbortSignal): void {
    if (!signal.aborted && !isAbort(error)) {
      this._error = asCellkeepError(error);
      this._options.publish();
    }
  }

  private _find(key: string): IFoundEntry | undefined {
    return this._list.find(entry => entry.key === key);
  }

  /** What a person opened or closed stays so, also when the groups come anew. */
  private _isOpen(key: string, byItself: boolean, view: ICatalogView): boolean {
    return this._memory(view).get(key) ?? byItself;
  }

  private _memory(view: ICatalogView | undefined): Map<string, boolean> {
    if (view === undefined || isFiltered(view.filter)) {
      return this._openedFound;
    }
    const memory = this._opened.get(view.groupBy) ?? new Map();
    this._opened.set(view.groupBy, memory);
    return memory;
  }

  private readonly _latest: Latest;
  /** What a person opened and closed, by what it is grouped by. */
  private readonly _opened = new Map<Grouping, Map<string, boolean>>();
  /** The same of the present search. */
  private readonly _openedFound = new Map<string, boolean>();
  private _view: ICatalogView | undefined;
  private _shown: ICatalogView | undefined;
  private _wire: IArtifactFilter = {};
  private _list: FoundList = [];
  /** The first page of the view that was asked for last, in groups. */
  private _seed: FoundList | undefined;
  private _limit = GROUPS;
  private _more = false;
  private _isCounted = false;
  private _found: IFound | undefined;
  private _error: CellkeepError | undefined;
  private _counting: AbortController | undefined;
  /** Goes up with each view, so that pages of an older one are known. */
  private _epoch = 0;
}

/** The flat list where nothing is found. */
const NOTHING: IFoundEntry = {
  ...NO_PAGES,
  key: '',
  label: '',
  count: 0,
  bytes: 0,
  lastSeq: 0,
  expanded: true
};

/** Whether the artifacts themselves say which groups they are in, and some are to be shown at once. */
function wantsFirstPage({ groupBy, filter }: ICatalogView): boolean {
  return (
    groupBy === 'none' ||
    (isFiltered(filter) && groupBy !== 'notebook' && groupBy !== 'folder')
  );
}

/** Whether groups in the order of their first artifacts stay so when they are counted. */
function isInTimeOrder({ groupBy, sort, descending }: ICatalogView): boolean {
  return groupBy === 'none' || (sort === 'time' && descending);
}

/** Whether there is anything to count: of a flat list only what a filter finds. */
function needsCount({ groupBy, filter }: ICatalogView): boolean {
  return groupBy !== 'none' || isFiltered(filter);
}

/** How many groups open without being asked to: the newest, or the first of what was searched for. */
function openedAtFirst({ filter }: ICatalogView, isSeeded: boolean): number {
  if (!isFiltered(filter)) {
    return 1;
  }
  return isSeeded ? 0 : OPENED;
}
