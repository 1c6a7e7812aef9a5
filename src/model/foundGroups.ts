import {
  asCellkeepError,
  isAbort,
  type CellkeepError
} from '../protocol/errors';
import type { Artifact, ArtifactPage } from '../protocol/generated';
import type { IClock } from '../transfer/ports';
import type { ApiClient } from '../transport/http';
import type { IArtifactFilter } from '../transport/queries';
import { countGroups, type ICounts } from './counts';
import {
  atRest,
  counted,
  fromPage,
  inOrder,
  NOTHING_FOUND,
  withoutArtifacts,
  withReplaced,
  type FoundList
} from './foundList';
import { GroupPages } from './groupPages';
import { Latest } from './latest';
import { OpenGroups } from './openGroups';
import type { IFound } from './types';
import {
  isFiltered,
  isSameList,
  needsCount,
  wantsFirstPage,
  wireFilter,
  wireOrder,
  type ICatalogView
} from './view';

/** What a person sees at first; little, so that it is there soon. */
const FIRST_PAGE = 50;
const GROUPS = 1000;
/** The most groups that there are to be had. */
export const MOST_GROUPS = 10_000;
/** What is typed further within this time would make the counting useless. */
const COUNT_AFTER_MS = 150;
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
    const { api, clock, publish } = _options;
    this._latest = new Latest(clock);
    this._pages = new GroupPages({
      api,
      publish,
      failed: error => (this._error = error)
    });
  }

  /** The view that `list` is of; behind what was asked for last until that is answered. */
  get shown(): ICatalogView | undefined {
    return this._shown;
  }

  get list(): FoundList {
    return this._pages.list;
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
      this._open.forgetSearch();
    }
    if (this._shown && !isFiltered(this._shown.filter)) {
      this._before = { view: this._shown, list: this._pages.list };
    }
    this._view = view;
    this._error = undefined;
    this._wire = wireFilter(view.filter, this._options.clock.now());
    const isTimely = view.sort === 'time' && view.descending;
    // An order that the server does not count in needs all of them.
    this._limit = isTimely ? GROUPS : MOST_GROUPS;
    this._stopCounting();
    if (this._before && isSameList(view, this._before.view)) {
      this._goBack(view, this._before.list);
    } else {
      this._latest.ask(signal => this._answer(view, signal));
    }
  }

  /** Shows nothing, and asks for nothing any more. */
  stop(): void {
    this._latest.stop();
    this._stopCounting();
    this._view = undefined;
    this._shown = undefined;
    this._error = undefined;
    this._pages.begin(undefined, {}, []);
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
      view.groupBy === 'none' && this._pages.again(''),
      needsCount(view) && this._count()
    ]);
  }

  setExpanded(key: string, expanded: boolean): void {
    if (this._shown) {
      this._open.set(this._shown, key, expanded);
    }
    this._pages.setExpanded(key, expanded);
    this._options.publish();
  }

  /** Loads more groups, or the flat list's next page. */
  more(): void {
    if (this._view && this._view !== this._shown) {
      // Either it is on its way, or the answer failed to come.
      if (!this.isLoading) {
        this.show(this._view);
      }
    } else if (this._shown?.groupBy === 'none') {
      this._pages.more('');
    } else if (!this._counting && (this._more || !this._isCounted)) {
      if (!this.isTooMany) {
        this._limit = this._more ? MOST_GROUPS : this._limit;
        void this._count();
      }
    }
  }

  /** Loads a group's next page. */
  moreOf(key: string): void {
    this._pages.more(key);
  }

  replace(artifact: Artifact): void {
    this._change(list => withReplaced(list, artifact));
  }

  remove(artifactIds: ReadonlySet<string>): void {
    this._change(list => withoutArtifacts(list, artifactIds));
  }

  /** What is shown, and what may be shown again. */
  private _change(change: (list: FoundList) => FoundList): void {
    this._pages.list = change(this._pages.list);
    this._before &&= { ...this._before, list: change(this._before.list) };
  }

  /** Shows what stood there before a search, and then what has changed since. */
  private _goBack(view: ICatalogView, list: FoundList): void {
    this._latest.stop();
    this._shown = view;
    this._found = undefined;
    this._isCounted = true;
    this._pages.begin(view, this._wire, list.map(atRest));
    void this.refresh();
  }

  /** Shows the first artifacts; the counts come later, and belong to nothing that others wait for. */
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
    if (page) {
      this._show(view, page);
      if (needsCount(view) && !this._isCounted) {
        this._countLater();
      }
    } else {
      void this._count();
    }
  }

  private _show(view: ICatalogView, page: ArtifactPage): void {
    const list = fromPage(page, view, key =>
      this._open.isOpen(view, key, true)
    );
    const isFlat = view.groupBy === 'none';
    this._shown = view;
    this._pages.begin(
      view,
      this._wire,
      isFlat && list.length === 0 ? [NOTHING_FOUND] : list
    );
    this._isCounted = page.next_cursor === undefined;
    this._more = false;
    this._error = undefined;
    this._found =
      this._isCounted && isFiltered(view.filter)
        ? {
            artifacts: page.items.length,
            bytes: page.items.reduce((sum, { size }) => sum + size, 0)
          }
        : undefined;
    this._options.publish();
  }

  private _countLater(): void {
    const controller = new AbortController();
    this._counting = controller;
    const takeBack = this._options.clock.later(
      COUNT_AFTER_MS,
      () => void this._count()
    );
    controller.signal.addEventListener('abort', takeBack);
  }

  /** Counts the groups of the view that was asked for last, and loads what changed in them. */
  private async _count(): Promise<void> {
    const view = this._view;
    if (!view) {
      return;
    }
    this._stopCounting();
    const controller = new AbortController();
    this._counting = controller;
    const { signal } = controller;
    try {
      const counts = await countGroups(
        this._options.api,
        view,
        this._wire,
        this._limit,
        signal
      );
      if (!signal.aborted) {
        this._take(view, counts);
      }
    } catch (error) {
      this._fail(error, signal);
    }
    if (this._counting === controller) {
      this._counting = undefined;
      this._options.publish();
    }
  }

  private _take(view: ICatalogView, { groups, more, found }: ICounts): void {
    const isNew = view !== this._shown;
    const isFirst = isNew || !this._isCounted;
    if (isNew) {
      this._pages.begin(view, this._wire, []);
    }
    this._shown = view;
    this._isCounted = true;
    this._error = undefined;
    this._found = found;
    this._more = more;
    if (view.groupBy === 'none') {
      return;
    }
    const opened = openedAtFirst(view);
    const before = this._pages.list;
    this._pages.list = counted(inOrder(groups, view), before, (key, index) =>
      this._open.isOpen(
        view,
        key,
        isFirst ? index < opened : isFiltered(view.filter)
      )
    );
    this._pages.againWhereChanged(before);
  }

  private _stopCounting(): void {
    this._counting?.abort();
    this._counting = undefined;
  }

  private _fail(error: unknown, signal: AbortSignal): void {
    if (!signal.aborted && !isAbort(error)) {
      this._error = asCellkeepError(error);
      this._options.publish();
    }
  }

  private readonly _latest: Latest;
  private readonly _pages: GroupPages;
  private readonly _open = new OpenGroups();
  private _view: ICatalogView | undefined;
  private _shown: ICatalogView | undefined;
  /** What was shown last without a filter, to go back to. */
  private _before: { view: ICatalogView; list: FoundList } | undefined;
  private _wire: IArtifactFilter = {};
  private _limit = GROUPS;
  private _more = false;
  private _isCounted = false;
  private _found: IFound | undefined;
  private _error: CellkeepError | undefined;
  /** The count that is on its way, or will be soon. */
  private _counting: AbortController | undefined;
}

/** How many groups open without being asked to: the newest, or the first of what was searched for. */
function openedAtFirst(view: ICatalogView): number {
  if (!isFiltered(view.filter)) {
    return 1;
  }
  return wantsFirstPage(view) ? 0 : OPENED;
}
