/** What may be asked of the store's lists. The names are those of the query's parameters. */
import type { Category, RunCondition } from '../protocol/generated';

/** Which runs to list. */
export interface IRunQuery {
  readonly limit?: number;
  readonly cursor?: string;
  readonly q?: string;
}

/** Which rows of the table of runs, and in which order. */
export interface IRunTableQuery extends IRunQuery {
  readonly folder?: string;
  readonly notebook?: string;
  readonly tag?: string;
  /** What they must be like in single columns: all of it, at most ten. */
  readonly where?: ReadonlyArray<RunCondition>;
  /** A column, as `sort` takes it: runs of one value in it come together. */
  readonly group?: string;
  /**
   * name, notebook, folder, tags, created, updated, duration, artifacts, bytes, git_commit, or the
   * id of a column; runs that have nothing there come last, either way.
   */
  readonly sort?: string;
  readonly order?: 'asc' | 'desc';
  /** Where the page begins, instead of after a cursor. */
  readonly offset?: number;
}

/** Which artifacts are meant; those that meet all of it. */
export interface IArtifactFilter {
  /** Words to find. */
  readonly q?: string;
  /** Id of a run. */
  readonly run?: string;
  /** Any of these. */
  readonly category?: ReadonlyArray<Category>;
  readonly kind?: ReadonlyArray<string>;
  readonly media_type?: ReadonlyArray<string>;
  /** Exactly this name. */
  readonly name?: string;
  /** The digest of their bytes. */
  readonly sha256?: string;
  readonly tag?: string;
  /** Bytes. */
  readonly size_min?: number;
  readonly size_max?: number;
  /** Stored at this time or after it, and before that one (RFC 3339). */
  readonly since?: string;
  readonly until?: string;
  readonly notebook?: string;
  readonly folder?: string;
  readonly alias?: string;
  readonly status?: 'stored' | 'damaged';
  /** One group of those that `groups` counts, as `by:key`: exactly what it counts. */
  readonly group?: string;
}

/** One page of artifacts, in which order. */
export interface IArtifactQuery extends IArtifactFilter {
  readonly sort?: 'time' | 'name' | 'size';
  readonly order?: 'asc' | 'desc';
  readonly limit?: number;
  readonly cursor?: string;
}

/** What artifacts can be put into groups by. */
export type GroupBy =
  | 'run'
  | 'notebook'
  | 'folder'
  | 'day'
  | 'hour'
  | 'kind'
  | 'media_type'
  | 'category'
  | 'tag'
  | 'sharing';

/** Whether a filter narrows anything. */
export function isNarrow(filter: IArtifactFilter): boolean {
  return Object.values(filter).some(
    value =>
      value !== undefined &&
      value !== '' &&
      !(Array.isArray(value) && value.length === 0)
  );
}
