import {
  asCellkeepError,
  isAbort,
  type CellkeepError
} from '../protocol/errors';
import type { Artifact } from '../protocol/generated';
import type { IClock } from '../transfer/ports';
import type { ApiClient } from '../transport/http';
import { filterOf } from './filterOf';
import { appended, replaced } from './runList';
import type { ICatalogQuery } from './types';

/** A pause in typing that means "now". */
export const SEARCH_DELAY_MS = 100;
const PAGE = 100;
const NO_QUERY: ICatalogQuery = { text: '' };

/** The search: the query, and what it found so far. */
export class Search {
  constructor(
    private readonly _api: Pick<ApiClient, 'artifacts'>,
    private readonly _clock: IClock,
    private readonly _onChange: () => void
  ) {}

  get query(): ICatalogQuery {
    return this._query;
  }

  /** Undefined while nobody searches, and until the first answer. Kept while the next is on its way. */
  get results(): ReadonlyArray<Artifact> | undefined {
    return this._results;
  }

  get isComplete(): boolean {
    return this._cursor === undefined && !this._loading;
  }

  get isLoading(): boolean {
    return this._loading !== undefined || this._takeBack !== undefined;
  }

  get error(): CellkeepError | undefined {
    return this._error;
  }

  /** Whether there is anything to search for. */
  get isActive(): boolean {
    const { text, category, kind } = this._query;
    return text.trim() !== '' || category !== undefined || kind !== undefined;
  }

  /** Searches for something else, once the person pauses. */
  set(query: ICatalogQuery): void {
    this._query = query;
    this._stop();
    if (this.isActive) {
      this._takeBack = this._clock.later(SEARCH_DELAY_MS, () => {
        this._takeBack = undefined;
        void this._load(undefined);
      });
    } else {
      this._query = NO_QUERY;
      this._results = undefined;
      this._error = undefined;
      this._cursor = undefined;
    }
    this._onChange();
  }

  /** Loads the next page. */
  more(): void {
    if (this.isActive && !this.isLoading && this._cursor !== undefined) {
      void this._load(this._cursor);
    }
  }

  /** Asks the same again, from the start; what is shown stays until the answer. */
  async refresh(): Promise<void> {
    if (this.isActive) {
      this._stop();
      await this._load(undefined);
    }
  }

  /** Puts an artifact's newer self in its place. */
  replace(artifact: Artifact): void {
    this._results = this._results && replaced(this._results, artifact);
  }

  /** Takes artifacts out. */
  remove(artifactIds: ReadonlySet<string>): void {
    this._results = this._results?.filter(({ id }) => !artifactIds.has(id));
  }

  dispose(): void {
    this._stop();
  }

  private _stop(): void {
    this._takeBack?.();
    this._takeBack = undefined;
    this._loading?.abort();
    this._loading = undefined;
  }

  private async _load(cursor: string | undefined): Promise<void> {
    const controller = new AbortController();
    this._loading = controller;
    this._onChange();
    try {
      const page = await this._api.artifacts(
        { ...filterOf(this._query), limit: PAGE, cursor },
        controller.signal
      );
      // An answer to an older question says nothing about this one.
      if (this._loading !== controller) {
        return;
      }
      this._results =
        cursor === undefined
          ? page.items
          : appended(this._results ?? [], page.items);
      this._cursor = page.next_cursor;
      this._error = undefined;
    } catch (error) {
      if (this._loading !== controller || isAbort(error)) {
        return;
      }
      this._error = asCellkeepError(error);
    }
    this._loading = undefined;
    this._onChange();
  }

  private _query: ICatalogQuery = NO_QUERY;
  private _results: ReadonlyArray<Artifact> | undefined;
  private _cursor: string | undefined;
  private _error: CellkeepError | undefined;
  private _loading: AbortController | undefined;
  private _takeBack: (() => void) | undefined;
}
