import type { IArtifactFilter } from '../transport/queries';
import type { ICatalogQuery } from './types';

/**
 * Returns the filter of what a person looks for.
 *
 * The list, a deletion and an export of what was found all ask with it: none of them may mean
 * more than what is shown.
 */
export function filterOf(query: ICatalogQuery): IArtifactFilter {
  const { text, category, kind, ...rest } = query;
  // A query that can say more must say it here too, or this does not compile.
  const nothing: Record<string, never> = rest;
  return {
    ...nothing,
    q: text.trim() || undefined,
    category: category && [category],
    kind: kind === undefined ? undefined : [kind]
  };
}

/** Whether a filter narrows anything. */
export function isNarrow(filter: IArtifactFilter): boolean {
  return Object.values(filter).some(
    value => value !== undefined && value !== ''
  );
}
