import * as React from 'react';

import type { IRunTableSnapshot } from '../../model/runTable';
import { useLatest } from '../../ui/useLatest';
import type { IColumnSummary } from '../table/engine';
import { Statistics } from '../table/statistics';
import { type IRunColumn, sliceOf } from './columns';

const SLICE_MS = 10;

interface IKept {
  readonly answer: number;
  readonly looked: number;
  readonly gathered: Statistics;
  readonly summary: IColumnSummary;
}

/**
 * What the loaded rows say of the columns on the screen, a few at a time: each goes on from where it
 * was when more rows have come.
 */
export function useRunSummaries(
  { answer, isLoading, pages, total }: IRunTableSnapshot,
  columns: readonly IRunColumn[]
): (id: string) => IColumnSummary | undefined {
  const [kept, setKept] = React.useState<ReadonlyMap<string, IKept>>(new Map());
  const rows = React.useMemo(() => [...pages.values()].flat(), [pages]);
  const due = columns.filter(({ id }) => {
    const its = kept.get(id);
    return its?.answer !== answer || its.looked !== rows.length;
  });
  const latest = useLatest(due);
  const what = due.map(({ id }) => id).join('\n');
  React.useEffect(() => {
    if (what === '' || isLoading || rows.length === 0) {
      return;
    }
    const timer = setTimeout(() => {
      // As many as a frame has room for: each time the table is drawn anew.
      const end = performance.now() + SLICE_MS;
      const next = new Map(kept);
      for (const column of latest.current) {
        const before = kept.get(column.id);
        const goesOn = before?.answer === answer;
        const gathered = goesOn ? before.gathered : new Statistics(column.role);
        gathered.add(sliceOf(column, rows.slice(goesOn ? before.looked : 0)));
        const summary = {
          statistics: gathered.result(),
          looked: rows.length,
          isWhole: rows.length >= total
        };
        const its = { answer, looked: rows.length, gathered, summary };
        next.set(column.id, its);
        if (performance.now() > end) {
          break;
        }
      }
      setKept(next);
    });
    return () => clearTimeout(timer);
  }, [answer, isLoading, kept, latest, rows, total, what]);
  return id => kept.get(id)?.summary;
}
