import { asCellkeepError, isAbort } from '../protocol/errors';
import type { NameItem } from '../protocol/generated';
import type { IClock } from '../transfer/ports';
import type { ApiClient } from '../transport/http';
import type { IArtifactFilter } from '../transport/queries';
import { Counting } from './counts';
import {
  groupOfEntry,
  hasChanged,
  sumOf,
  withoutArtifacts,
  type GroupList,
  type IGroupEntry
} from './groupList';
import { GroupPages, type IGroupsOptions } from './groupPages';
import { Latest } from './latest';
import { NO_PAGES } from './pages';
import type { CatalogList, IFound } from './types';
import { isFiltered, wireFilter, wireOrder, type ICatalogView } from './view';

/** Names that are asked for at once. */
const PAGE = 50;
/** The most that one request may ask for. */
const LARGEST_PAGE = 500;
/** What is typed further within this time would make the counting useless. */
const COUNT_AFTER_MS = 150;

/** What the names need. */
export interface INameGroupsOptions extends IGroupsOptions {
  readonly api: Pick<ApiClient, 'artifacts' | 'library'>;
  readonly clock: IClock;
}

/** Where the next page begins: first of the names of a notebook, then of all. */
interface INext {
  readonly notebook?: string;
  readonly cursor?: string;
}

/**
 * One group for each name across the runs of its notebook, its versions inside; those of the
 * notebook that a person works in come first.
 */
export class NameGroups extends GroupPages<INameGroupsOptions> {
  constructor(options: INameGroupsOptions) {
    super(options);
    this._latest = new Latest(options.clock);
    this._counting = new Counting(options.clock, signal => this._count(signal));
  }

  get shown(): CatalogList | undefined {
    const view = this._answer;
    return (
      view && {
        type: 'groups',
        view,
        groups: this.groups.map(groupOfEntry),
        rest: this._next ? 'some' : 'none'
      }
    );
  }

  /** Whether there is anything to show. */
  get hasAnswer(): boolean {
    return this._answer !== undefined;
  }

  get isLoading(): boolean {
    return !this.isAnswered && this.failure === undefined;
  }

  /** Whether what is shown answers what was asked for last. */
  get isAnswered(): boolean {
    return this._view === this._answer;
  }

  get found(): IFound | undefined {
    return this._found;
  }

  /** Says whose names come first. */
  setNotebook(path: string | undefined): void {
    if (path !== this._notebook) {
      this._notebook = path;
      if (this._view) {
        this.show(this._view);
      }
    }
  }

  /** Asks for another view; what is shown stays until the answer. */
  show(view: ICatalogView): void {
    this._view = view;
    this.failure = undefined;
    this._wire = wireFilter(view.filter, this.options.clock.now());
    this._counting.stop();
    this._latest.ask(signal =>
      this._askNames(view, this._beginning, PAGE, signal, [])
    );
  }

  /** Shows nothing, and asks for nothing any more. */
  stop(): void {
    this._latest.stop();
    this._counting.stop();
    this._view = this._answer = this._next = this._found = undefined;
    this.failure = undefined;
    this.begin([], undefined);
  }

  /** Asks for as many names again; open ones load what is new in them. */
  refresh(): Promise<void> {
    const view = this._view;
    if (view && !this._latest.isBusy) {
      const wanted = Math.max(PAGE, this.groups.length);
      this._latest.ask(signal =>
        this._askNames(view, this._beginning, wanted, signal, [])
      );
    }
    return Promise.resolve();
  }

  /** Loads more names. */
  more(): void {
    const { _view: view, _next: next } = this;
    if (view && !this._latest.isBusy) {
      if (view !== this._answer) {
        this.show(view);
      } else if (next) {
        this._latest.ask(signal =>
          this._askNames(view, next, PAGE, signal, this.groups)
        );
      }
    }
  }

  remove(artifactIds: ReadonlySet<string>): void {
    // Of which the latest goes, the server says what is the latest now.
    this.change(list =>
      withoutArtifacts(list, artifactIds).filter(
        ({ artifacts }) => artifacts.length > 0
      )
    );
  }

  private get _beginning(): INext {
    return this._notebook === undefined ? {} : { notebook: this._notebook };
  }

  /** Loads so many names, and shows them behind some that are there. */
  private async _askNames(
    view: ICatalogView,
    from: INext,
    wanted: number,
    signal: AbortSignal,
    there: GroupList
  ): Promise<void> {
    const items: NameItem[] = [];
    let next: INext | undefined = from;
    try {
      while (next && items.length < wanted) {
        const limit = Math.min(wanted - items.length, LARGEST_PAGE);
        const page = await this.options.api.library.names(
          { ...this._wire, ...wireOrder(view), ...next, limit },
          signal
        );
        items.push(...page.items);
        const { next_cursor: cursor } = page;
        next =
          cursor !== undefined
            ? { ...next, cursor }
            : next.notebook !== undefined
              ? {}
              : undefined;
      }
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) {
        this.failure = asCellkeepError(error);
        this.options.publish();
      }
      return;
    }
    if (!signal.aborted && view === this._view) {
      this._next = next;
      this._take(view, there, items);
      this.options.publish();
    }
  }

  private _take(
    view: ICatalogView,
    there: GroupList,
    items: ReadonlyArray<NameItem>
  ): void {
    const isNew = view !== this._answer;
    const before = new Map(
      isNew ? [] : this.groups.map(entry => [entry.key, entry])
    );
    const list = new Map(there.map(entry => [entry.key, entry]));
    for (const item of items) {
      const key = keyOf(item);
      if (!list.has(key)) {
        list.set(key, entryOf(key, item, before.get(key)));
        this._items.set(key, item);
      }
    }
    this.failure = undefined;
    this._answer = view;
    if (isNew) {
      this.begin([...list.values()], key => this._versionsOf(key));
      this._found = undefined;
      if (isFiltered(view.filter)) {
        this._counting.later(COUNT_AFTER_MS);
      }
    } else {
      this.groups = [...list.values()];
      for (const entry of this.groups) {
        if (entry.expanded && hasChanged(entry, before.get(entry.key))) {
          void this.again(entry.key);
        }
      }
      if (isFiltered(view.filter) && there.length === 0) {
        void this._counting.now();
      }
    }
  }

  private _versionsOf(key: string) {
    const item = this._items.get(key);
    const { name, run_id: run } = item?.artifact ?? {};
    const place =
      item?.notebook !== undefined
        ? { notebook: item.notebook }
        : { run, group: 'notebook:' };
    return { ...this._wire, name, ...place };
  }

  private async _count(signal: AbortSignal): Promise<void> {
    try {
      const { library } = this.options.api;
      const page = await library.groups(
        'category',
        this._wire,
        undefined,
        signal
      );
      if (!signal.aborted) {
        this._found = sumOf(page.items);
        this.options.publish();
      }
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) {
        this.failure = asCellkeepError(error);
        this.options.publish();
      }
    }
  }

  private readonly _latest: Latest;
  private readonly _counting: Counting;
  private readonly _items = new Map<string, NameItem>();
  private _notebook: string | undefined;
  private _view: ICatalogView | undefined;
  private _answer: ICatalogView | undefined;
  private _next: INext | undefined;
  private _found: IFound | undefined;
  private _wire: IArtifactFilter = {};
}

/** A name belongs to its notebook; of what came from none, to its run. */
function keyOf({ artifact, notebook }: NameItem): string {
  return `${notebook ?? artifact.run_id}\n${artifact.name}`;
}

/** The group of a name, with what is loaded of it where that still holds. */
function entryOf(
  key: string,
  { artifact, bytes, runs, versions: count }: NameItem,
  before: IGroupEntry | undefined
): IGroupEntry {
  const entry = {
    ...NO_PAGES,
    key,
    label: artifact.name,
    count,
    bytes,
    runs,
    lastSeq: artifact.seq,
    expanded: before?.expanded ?? false,
    artifacts: [artifact],
    complete: count <= 1
  };
  return before?.isLoaded && (before.expanded || !hasChanged(entry, before))
    ? {
        ...before,
        ...pick(entry),
        artifacts: [
          artifact,
          ...before.artifacts.filter(({ id }) => id !== artifact.id)
        ]
      }
    : entry;
}

function pick({
  count,
  bytes,
  runs,
  lastSeq
}: IGroupEntry): Partial<IGroupEntry> {
  return { count, bytes, runs, lastSeq };
}
