/** A query as a tab keeps it. */
import type { IFilter, IQuery } from './query';

/** Returns the query of what was kept: filters as they are, the order as "column direction". */
export function queryOf(filters: readonly unknown[], sort: string): IQuery {
  const [column, direction] = sort.split(' ');
  return {
    filters: filters as IFilter[],
    ...(direction
      ? {
          sort: {
            column: Number(column),
            descending: direction === 'descending'
          }
        }
      : {})
  };
}
