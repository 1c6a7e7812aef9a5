import * as React from 'react';

import type { IRunTableSnapshot } from '../../model/runTable';
import type { IColumnSummary } from '../table/engine';
import { Statistics } from '../table/statistics';
import { type IRunColumn, sliceOf } from './columns';

interface IKept {
  readonly answer: number;
  readonly looked: number;
  readonly gathered: Statistics;
  readonly summary: IColumnSummary;
}

/**
 * What the loaded rows say of the columns on the screen, one column after the other: each goes on
 * from where it was when more rows have come.
 */
export function useRunSummaries(
  { answer, isLoading, rows, total }: IRunTableSnapshot,
  columns: readonly IRunColumn[]
): (id: string) => IColumnSummary | undefined {
  const [kept, setKept] = React.useState<ReadonlyMap<string, IKept>>(new Map());
  const next = columns.find(({ id }) => {
    const its = kept.get(id);
    return its?.answer !== answer || its.looked !== rows.length;
  });
  React.useEffect(() => {
    if (next === undefined || isLoading || rows.length === 0) {
      return;
    }
    const timer = setTimeout(() => {
      const before = kept.get(next.id);
      const goesOn = before?.answer === answer;
      const gathered = goesOn ? before.gathered : new Statistics(next.role);
      gathered.add(sliceOf(next, rows.slice(goesOn ? before.looked : 0)));
      const summary = {
        statistics: gathered.result(),
        looked: rows.length,
        isWhole: rows.length >= total
      };
      const its = { answer, looked: rows.length, gathered, summary };
      setKept(known => new Map(known).set(next.id, its));
    });
    return () => clearTimeout(timer);
  }, [answer, isLoading, kept, next, rows, total]);
  return id => kept.get(id)?.summary;
}
