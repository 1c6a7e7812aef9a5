import type { ArtifactPage } from '../protocol/generated';
import { AskedGroups } from './askedGroups';
import { countGroups, type ICounts } from './counts';
import {
  atRest,
  counted,
  fromPage,
  inOrder,
  NOTHING_FOUND,
  withoutArtifacts,
  type GroupList
} from './groupList';
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
/** Groups that are opened by themselves where what is found cannot be put into them here. */
const OPENED = 3;

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
export class QueryGroups extends AskedGroups {
  get shown(): CatalogList | undefined {
    const { answered: view, groups } = this;
    if (!view) {
      return undefined;
    }
    if (view.groupBy === 'none') {
      const { artifacts, complete } = groups[0] ?? NOTHING_FOUND;
      return {
        type: 'flat',
        view,
        artifacts,
        rest: complete ? 'none' : 'some'
      };
    }
    return { type: 'groups', view, groups, rest: this._rest };
  }

  get found(): IFound | undefined {
    return this._answer?.state === 'counted' ? this._answer.found : undefined;
  }

  protected get answered(): ICatalogView | undefined {
    return this._answer?.view;
  }

  show(view: ICatalogView): void {
    if (view.filter !== this.view?.filter) {
      this._open.forgetSearch();
    }
    const answer = this._answer;
    if (answer && !isFiltered(answer.view.filter)) {
      this._before = { answer, list: this.groups };
    }
    this.turnTo(view);
    const isTimely = view.sort === 'time' && view.descending;
    // An order that the server does not count in needs all of them.
    this._limit = isTimely ? GROUPS : MOST_GROUPS;
    if (this._before && isSameList(view, this._before.answer.view)) {
      this._goBack({ ...this._before.answer, view }, this._before.list);
    } else {
      this.ask(signal => this._askFirst(view, signal));
    }
  }

  override stop(): void {
    super.stop();
    this._answer = undefined;
  }

  async refresh(): Promise<void> {
    const { view } = this;
    if (view === undefined || this.isLoading) {
      return;
    }
    if (!this.isAnswered) {
      return this.show(view);
    }
    this.wire = wireFilter(view.filter, this.options.clock.now());
    await Promise.all([
      view.groupBy === 'none' && this.again(''),
      needsCount(view) && this.counting.now()
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
    if (this.view && !this.isAnswered) {
      // Either it is on its way, or the answer failed to come.
      if (!this.isLoading) {
        this.show(this.view);
      }
    } else if (this.answered?.groupBy === 'none') {
      this.moreOf('');
    } else if (!this.counting.isBusy && this._rest === 'some') {
      this._limit = this._isMore ? MOST_GROUPS : this._limit;
      void this.counting.now();
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
    this.latest.stop();
    this._answer = answer;
    this._begin(answer.view, list.map(atRest));
    void this.refresh();
  }

  /** Shows the first artifacts; the counts come later, and belong to nothing that others wait for. */
  private async _askFirst(
    view: ICatalogView,
    signal: AbortSignal
  ): Promise<void> {
    const page = wantsFirstPage(view)
      ? await this.options.api.artifacts(
          { ...this.wire, ...wireOrder(view), limit: FIRST_PAGE },
          signal
        )
      : undefined;
    // An answer to an older question says nothing about this one.
    if (signal.aborted || view !== this.view) {
      return;
    }
    if (page) {
      this._show(view, page);
      if (needsCount(view) && this._answer?.state === 'begun') {
        this.counting.soon();
      }
    } else {
      void this.counting.now();
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
    const { wire } = this;
    this.begin(list, key => ({
      ...inGroup(wire, view.groupBy, key),
      ...wireOrder(view)
    }));
  }

  /** Counts the groups of the view that was asked for last, and loads what changed in them. */
  protected async count(signal: AbortSignal): Promise<void> {
    const { view, wire, _limit: limit } = this;
    if (!view) {
      return;
    }
    const { api } = this.options;
    const counts = await countGroups(api, view, wire, limit, signal);
    if (!signal.aborted) {
      this._take(view, counts);
      this.options.publish();
    }
  }

  private _take(view: ICatalogView, { groups, more, found }: ICounts): void {
    const isNew = view !== this.answered;
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

  private readonly _open = new OpenGroups();
  private _answer: Answer | undefined;
  /** What was shown last without a filter, to go back to. */
  private _before: { answer: Answer; list: GroupList } | undefined;
  private _limit = GROUPS;
}

/** How many groups open without being asked to: the newest, or the first of what was searched for. */
function openedAtFirst(view: ICatalogView): number {
  if (!isFiltered(view.filter)) {
    return 1;
  }
  return wantsFirstPage(view) ? 0 : OPENED;
}
