/** What a person has set in the table of runs, as it is kept. */
import type { ReadonlyJSONObject } from '@lumino/coreutils';

import type { IRunQuestion } from '../../model/runTable';
import type { IKept } from '../frame/keptState';
import { moved } from '../table/useColumnLayout';
import { firstColumns, type IRunColumn } from './columns';
import { conditionsOf, type IRunFilter } from './conditions';

/** The settings, and how to change them. */
export interface ITableState {
  readonly words: string;
  readonly filters: readonly IRunFilter[];
  readonly group: string;
  /** The keys of the groups of which only their line is shown. */
  readonly folded: readonly string[];
  readonly sort: string;
  readonly descending: boolean;
  /** Ids of the shown columns in their order; the first is the run's name. */
  readonly shown: readonly string[];
  readonly widths: Readonly<Record<string, number>>;
  readonly question: IRunQuestion;
  setWords(words: string): void;
  setFilters(filters: readonly IRunFilter[]): void;
  setGroup(group: string): void;
  setFolded(folded: readonly string[]): void;
  setSort(sort: string, descending: boolean): void;
  /** Shows these columns; undefined for those that are shown where nobody chose. */
  setShown(shown: readonly string[] | undefined): void;
  setWidth(id: string, width: number): void;
  /** Puts a column before another, the run's name staying the first. */
  move(from: number, to: number): void;
}

/** Reads the settings of a table; the columns of values come with its first answer. */
export function tableState(
  { get, set }: IKept,
  columns: readonly IRunColumn[]
): ITableState {
  const chosen: readonly string[] = get('columns', []);
  const filters: readonly IRunFilter[] = get<ReadonlyJSONObject[]>(
    'filters',
    []
  ) as unknown as IRunFilter[];
  const widths = get<Record<string, number>>('widths', {});
  const known = new Set(columns.map(({ id }) => id));
  const wanted = chosen.length > 0 ? chosen : firstColumns(columns);
  const shown = wanted.filter(id => known.has(id));
  const words = get('words', '');
  const group = get('group', '');
  const folded: readonly string[] = get('folded', []);
  const sort = get('sort', 'updated');
  const descending = get('descending', true);
  const where = filters.flatMap(filter =>
    conditionsOf(
      filter,
      columns.find(({ id }) => id === filter.column)
    )
  );
  const setShown = (next: readonly string[] | undefined): void => {
    // A column that no run has at the moment is shown again when one has it.
    const absent = chosen.filter(id => !known.has(id));
    set('columns', next ? [...next, ...absent] : []);
  };
  return {
    ...{ words, filters, group, folded, sort, descending, shown, widths },
    question: { words, where, group, sort, descending },
    setWords: next => set('words', next),
    setFilters: next =>
      set(
        'filters',
        next.map(filter => ({ ...filter }))
      ),
    setGroup: next => {
      set('group', next);
      set('folded', []);
    },
    setFolded: next => set('folded', [...next]),
    setSort: (id, isDescending) => {
      set('sort', id);
      set('descending', isDescending);
    },
    setShown,
    setWidth: (id, width) => set('widths', { ...widths, [id]: width }),
    move: (from, to) => {
      if (from > 0) {
        setShown(moved(shown, from, Math.max(1, to)));
      }
    }
  };
}
