import type { NameItem } from '../protocol/generated';
import { AskedGroups } from './askedGroups';
import {
  hasChanged,
  sumOf,
  withoutArtifacts,
  type GroupList,
  type IGroupEntry
} from './groupList';
import { NO_PAGES } from './pages';
import type { CatalogList, IFound } from './types';
import { isFiltered, wireOrder, type ICatalogView } from './view';

/** Names that are asked for at once. */
const PAGE = 50;
/** The most that one request may ask for. */
const LARGEST_PAGE = 500;

/** Where the next page begins: first of the names of a notebook, then of all. */
interface INext {
  readonly notebook?: string;
  readonly cursor?: string;
}

/**
 * One group for each name across the runs of its notebook, its versions inside; those of the
 * notebook that a person works in come first.
 */
export class NameGroups extends AskedGroups {
  get shown(): CatalogList | undefined {
    const { answered: view, groups } = this;
    const rest = this._next ? 'some' : 'none';
    return view && { type: 'groups', view, groups, rest };
  }

  get found(): IFound | undefined {
    return this._found;
  }

  /** Says whose names come first. */
  setNotebook(path: string | undefined): void {
    if (path !== this._notebook) {
      this._notebook = path;
      if (this.view) {
        this.show(this.view);
      }
    }
  }

  show(view: ICatalogView): void {
    this.turnTo(view);
    this.ask(signal => this._askNames(view, this._beginning, PAGE, signal, []));
  }

  override stop(): void {
    super.stop();
    this.answered = this._next = this._found = undefined;
  }

  /** Asks for as many names again; open ones load what is new in them. */
  refresh(): Promise<void> {
    const { view } = this;
    if (view && !this.latest.isBusy) {
      const wanted = Math.max(PAGE, this.groups.length);
      this.ask(signal =>
        this._askNames(view, this._beginning, wanted, signal, [])
      );
    }
    return Promise.resolve();
  }

  /** Loads more names. */
  more(): void {
    const { view, _next: next } = this;
    if (view && !this.latest.isBusy) {
      if (view !== this.answered) {
        this.show(view);
      } else if (next) {
        this.ask(signal =>
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
    while (next && items.length < wanted) {
      const limit = Math.min(wanted - items.length, LARGEST_PAGE);
      const page = await this.options.api.library.names(
        { ...this.wire, ...wireOrder(view), ...next, limit },
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
    if (!signal.aborted && view === this.view) {
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
    const isNew = view !== this.answered;
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
    this.answered = view;
    if (isNew) {
      this.begin([...list.values()], key => this._versionsOf(key));
      this._found = undefined;
      if (isFiltered(view.filter)) {
        this.counting.soon();
      }
    } else {
      this.groups = [...list.values()];
      for (const entry of this.groups) {
        if (entry.expanded && hasChanged(entry, before.get(entry.key))) {
          void this.again(entry.key);
        }
      }
      if (isFiltered(view.filter) && there.length === 0) {
        void this.counting.now();
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
    return { ...this.wire, name, ...place };
  }

  protected async count(signal: AbortSignal): Promise<void> {
    const { library } = this.options.api;
    const page = await library.groups('category', this.wire, undefined, signal);
    if (!signal.aborted) {
      this._found = sumOf(page.items);
      this.options.publish();
    }
  }

  protected answered: ICatalogView | undefined;
  private readonly _items = new Map<string, NameItem>();
  private _notebook: string | undefined;
  private _next: INext | undefined;
  private _found: IFound | undefined;
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
        count,
        bytes,
        runs,
        lastSeq: entry.lastSeq,
        artifacts: [
          artifact,
          ...before.artifacts.filter(({ id }) => id !== artifact.id)
        ]
      }
    : entry;
}
