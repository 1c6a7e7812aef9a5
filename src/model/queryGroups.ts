import { asCellkeepError, isAbort } from '../protocol/errors';
import type { ArtifactPage } from '../protocol/generated';
import type { IClock } from '../transfer/ports';
import type { ApiClient } from '../transport/http';
import type { IArtifactFilter } from '../transport/queries';
import { countGroups, Counting, type ICounts } from './counts';
import {
  atRest,
  counted,
  fromPage,
  groupOfEntry,
  inOrder,
  NOTHING_FOUND,
  withoutArtifacts,
  type GroupList
} from './groupList';
import { GroupPages, type IGroupsOptions } from './groupPages';
import { Latest } from './latest';
import { OpenGroups } from './openGroups';
import type { CatalogList, IFound } from './types';
import {
  inGroup,
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
/** The most groups that the server gives. */
export const MOST_GROUPS = 10_000;
/** What is typed further within this time would make the counting useless. */
const COUNT_AFTER_MS = 150;
/** Groups that are opened by themselves where what is found cannot be put into them here. */
const OPENED = 3;

/** What the list needs. */
export interface IQueryGroupsOptions extends IGroupsOptions {
  readonly api: Pick<ApiClient, 'artifacts' | 'library'>;
  readonly clock: IClock;
}

/** What is known of the view that is shown: some first artifacts, and later all groups. */
type Answer =
  | { readonly state: 'begun'; readonly view: ICatalogView }
  | {
      readonly state: 'counted';
      readonly view: ICatalogView;
      /** Whether there are more groups than were asked for. */
      readonly more: boolean;
      readonly found: IFound | undefined;
    };

/**
 * What a view shows, in groups or as one list: a first page of artifacts as soon as it can be
 * had, then the groups' counts, then whatever a person opens.
 */
export class QueryGroups extends GroupPages<IQueryGroupsOptions> {
  constructor(options: IQueryGroupsOptions) {
    super(options);
    const { clock } = options;
    this._latest = new Latest(clock);
    this._counting = new Counting(clock, signal => this._count(signal));
  }

  get shown(): CatalogList | undefined {
    const view = this._answer?.view;
    if (!view) {
      return undefined;
    }
    if (view.groupBy === 'none') {
      const { artifacts, complete } = this.groups[0] ?? NOTHING_FOUND;
      return {
        type: 'flat',
        view,
        artifacts,
        rest: complete ? 'none' : 'some'
      };
    }
    const groups = this.groups.map(groupOfEntry);
    return { type: 'groups', view, groups, rest: this._rest };
  }

  /** Whether there is anything to show. */
  get hasAnswer(): boolean {
    return this._answer !== undefined;
  }

  get found(): IFound | undefined {
    return this._answer?.state === 'counted' ? this._answer.found : undefined;
  }

  get isLoading(): boolean {
    return !this.isAnswered && this.failure === undefined;
  }

  /** Whether what is shown answers what was asked for last. */
  get isAnswered(): boolean {
    return this._view === this._answer?.view;
  }

  /** Asks for another view; what is shown stays until the answer. */
  show(view: ICatalogView): void {
    if (view.filter !== this._view?.filter) {
      this._open.forgetSearch();
    }
    const answer = this._answer;
    if (answer && !isFiltered(answer.view.filter)) {
      this._before = { answer, list: this.groups };
    }
    this._view = view;
    this.failure = undefined;
    this._wire = wireFilter(view.filter, this.options.clock.now());
    const isTimely = view.sort === 'time' && view.descending;
    // An order that the server does not count in needs all of them.
    this._limit = isTimely ? GROUPS : MOST_GROUPS;
    this._counting.stop();
    if (this._before && isSameList(view, this._before.answer.view)) {
      this._goBack({ ...this._before.answer, view }, this._before.list);
    } else {
      this._latest.ask(signal => this._ask(view, signal));
    }
  }

  /** Shows nothing, and asks for nothing any more. */
  stop(): void {
    this._latest.stop();
    this._counting.stop();
    this._view = undefined;
    this._answer = undefined;
    this.failure = undefined;
    this.begin([], undefined);
  }

  /** Asks the same again; what is loaded stays, and only what changed is loaded anew. */
  async refresh(): Promise<void> {
    const view = this._view;
    if (view === undefined || this.isLoading) {
      return;
    }
    if (view !== this._answer?.view) {
      return this.show(view);
    }
    this._wire = wireFilter(view.filter, this.options.clock.now());
    await Promise.all([
      view.groupBy === 'none' && this.again(''),
      needsCount(view) && this._counting.now()
    ]);
  }

  override setExpanded(key: string, expanded: boolean): void {
    if (this._answer) {
      this._open.set(this._answer.view, key, expanded);
    }
    super.setExpanded(key, expanded);
  }

  /** Loads more groups, or the flat list's next page. */
  more(): void {
    const shown = this._answer?.view;
    if (this._view && this._view !== shown) {
      // Either it is on its way, or the answer failed to come.
      if (!this.isLoading) {
        this.show(this._view);
      }
    } else if (shown?.groupBy === 'none') {
      this.moreOf('');
    } else if (!this._counting.isBusy && this._rest === 'some') {
      this._limit = this._isMore ? MOST_GROUPS : this._limit;
      void this._counting.now();
    }
  }

  remove(artifactIds: ReadonlySet<string>): void {
    this.change(list => withoutArtifacts(list, artifactIds));
  }

  /** What is shown, and what may be shown again. */
  protected override change(change: (list: GroupList) => GroupList): void {
    super.change(change);
    this._before &&= { ...this._before, list: change(this._before.list) };
  }

  private get _isMore(): boolean {
    return this._answer?.state === 'counted' && this._answer.more;
  }

  /** What is missing of the groups. */
  private get _rest(): CatalogList['rest'] {
    if (this._isMore) {
      return this._limit >= MOST_GROUPS ? 'too many' : 'some';
    }
    return this._answer?.state === 'counted' ? 'none' : 'some';
  }

  /** Shows what stood there before a search, and then what has changed since. */
  private _goBack(answer: Answer, list: GroupList): void {
    this._latest.stop();
    this._answer = answer;
    this._begin(answer.view, list.map(atRest));
    void this.refresh();
  }

  /** Shows the first artifacts; the counts come later, and belong to nothing that others wait for. */
  private async _ask(view: ICatalogView, signal: AbortSignal): Promise<void> {
    let page: ArtifactPage | undefined;
    try {
      if (wantsFirstPage(view)) {
        page = await this.options.api.artifacts(
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
      if (needsCount(view) && this._answer?.state === 'begun') {
        this._counting.later(COUNT_AFTER_MS);
      }
    } else {
      void this._counting.now();
    }
  }

  private _show(view: ICatalogView, page: ArtifactPage): void {
    const list = fromPage(page, view, key =>
      this._open.isOpen(view, key, true)
    );
    const isFlat = view.groupBy === 'none';
    this._answer =
      page.next_cursor === undefined
        ? {
            state: 'counted',
            view,
            more: false,
            found: isFiltered(view.filter)
              ? {
                  artifacts: page.items.length,
                  bytes: page.items.reduce((sum, { size }) => sum + size, 0)
                }
              : undefined
          }
        : { state: 'begun', view };
    this.failure = undefined;
    this._begin(view, isFlat && list.length === 0 ? [NOTHING_FOUND] : list);
    this.options.publish();
  }

  private _begin(view: ICatalogView, list: GroupList): void {
    const wire = this._wire;
    this.begin(list, key => ({
      ...inGroup(wire, view.groupBy, key),
      ...wireOrder(view)
    }));
  }

  /** Counts the groups of the view that was asked for last, and loads what changed in them. */
  private async _count(signal: AbortSignal): Promise<void> {
    const { _view: view, _wire: wire, _limit: limit } = this;
    if (!view) {
      return;
    }
    try {
      const { api } = this.options;
      const counts = await countGroups(api, view, wire, limit, signal);
      if (!signal.aborted) {
        this._take(view, counts);
        this.options.publish();
      }
    } catch (error) {
      this._fail(error, signal);
    }
  }

  private _take(view: ICatalogView, { groups, more, found }: ICounts): void {
    const isNew = view !== this._answer?.view;
    const isFirst = isNew || this._answer?.state === 'begun';
    if (isNew) {
      this._begin(view, []);
    }
    this._answer = { state: 'counted', view, more, found };
    this.failure = undefined;
    if (view.groupBy === 'none') {
      return;
    }
    const opened = openedAtFirst(view);
    const before = this.groups;
    this.groups = counted(inOrder(groups, view), before, (key, index) =>
      this._open.isOpen(
        view,
        key,
        isFirst ? index < opened : isFiltered(view.filter)
      )
    );
    this.againWhereChanged(before);
  }

  private _fail(error: unknown, signal: AbortSignal): void {
    if (!signal.aborted && !isAbort(error)) {
      this.failure = asCellkeepError(error);
      this.options.publish();
    }
  }

  private readonly _latest: Latest;
  private readonly _counting: Counting;
  private readonly _open = new OpenGroups();
  private _view: ICatalogView | undefined;
  private _answer: Answer | undefined;
  /** What was shown last without a filter, to go back to. */
  private _before: { answer: Answer; list: GroupList } | undefined;
  private _wire: IArtifactFilter = {};
  private _limit = GROUPS;
}

/** How many groups open without being asked to: the newest, or the first of what was searched for. */
function openedAtFirst(view: ICatalogView): number {
  if (!isFiltered(view.filter)) {
    return 1;
  }
  return wantsFirstPage(view) ? 0 : OPENED;
}
