import { isFiltered, type Grouping, type ICatalogView } from './view';

/** Which groups a person opened and closed; they stay so when the groups come anew. */
export class OpenGroups {
  isOpen(view: ICatalogView, key: string, byItself: boolean): boolean {
    return this._memory(view).get(key) ?? byItself;
  }

  set(view: ICatalogView, key: string, expanded: boolean): void {
    this._memory(view).set(key, expanded);
  }

  /** A search opens what it finds, whatever was closed in the one before. */
  forgetSearch(): void {
    this._found.clear();
  }

  private _memory({ filter, groupBy }: ICatalogView): Map<string, boolean> {
    if (isFiltered(filter)) {
      return this._found;
    }
    const memory = this._all.get(groupBy) ?? new Map<string, boolean>();
    this._all.set(groupBy, memory);
    return memory;
  }

  private readonly _all = new Map<Grouping, Map<string, boolean>>();
  private readonly _found = new Map<string, boolean>();
}
