/** Pictures of what columns hold, for their heads. */
import * as React from 'react';

import type { ITableColumn } from '../../codecs/table';
import { displayName, number, percent, shortFloat } from '../../ui/format';
import type { IVisible } from '../frame/Grid';
import { useServices } from '../frame/services';
import type { Remote } from '../work/client';
import type { EngineOf } from '../work/engines';
import type { IColumnSummary } from './engine';
import type { IFilter } from './query';

const WIDTH = 100;
const HEIGHT = 16;

type Summaries = ReadonlyMap<number, IColumnSummary>;
const NONE: Summaries = new Map();

/**
 * Summaries of the columns that are on the screen, made one after the other.
 *
 * @param table - Undefined while there is none to ask, or something else is more urgent.
 * @param order - The table's columns in the order of the screen.
 */
export function useSummaries(
  table: Remote<EngineOf<'table'>> | undefined,
  filters: readonly IFilter[],
  visible: IVisible | undefined,
  order: readonly number[]
): Summaries {
  const key = JSON.stringify(filters);
  const [state, setState] = React.useState({ key, summaries: NONE });
  const isCurrent = state.key === key;
  const summaries = isCurrent ? state.summaries : NONE;
  const wanted = visible
    ? order.filter(
        (_, place) =>
          place < visible.pinned ||
          (place >= visible.columns[0] && place < visible.columns[1])
      )
    : [];
  const next = wanted.find(column => !summaries.has(column));
  React.useEffect(() => {
    if (!table || next === undefined) {
      return;
    }
    const abort = new AbortController();
    table
      .summary(
        { signal: abort.signal },
        next,
        JSON.parse(key) as readonly IFilter[]
      )
      .then(
        summary => {
          if (!abort.signal.aborted) {
            setState(before => ({
              key,
              summaries: new Map(
                before.key === key ? before.summaries : NONE
              ).set(next, summary)
            }));
          }
        },
        // The column's panel says why it cannot be read; its head has no picture then.
        () => undefined
      );
    return () => abort.abort();
  }, [table, key, next]);
  return summaries;
}

/** The picture in a column's head: a histogram, or how many different values there are. */
export function HeadSummary(props: {
  column: ITableColumn;
  summary: IColumnSummary | undefined;
  rows: number;
}): JSX.Element {
  const { column, rows, summary } = props;
  const { trans } = useServices();
  if (!summary) {
    return <span className="jp-Cellkeep-Summary" />;
  }
  const { isWhole, looked, statistics } = summary;
  const { count, distinct, histogram, isDistinctExact, missing, top } =
    statistics;
  const { least, most } = statistics;
  const share = count > 0 ? missing / count : 0;
  const said = isWhole
    ? trans.__('Of all %1 rows', number(looked))
    : trans.__('Of %1 of %2 rows', number(looked), number(rows));
  const ends =
    least !== undefined && most !== undefined
      ? trans.__('%1 to %2', shortFloat(least), shortFloat(most))
      : '';
  const frequent = top
    .slice(0, 3)
    .map(({ value, count: times }) => `${displayName(value)}: ${number(times)}`)
    .join('\n');
  const words = [
    ...(share > 0
      ? [
          trans.__(
            '%1 missing',
            share < 0.01 ? `< ${percent(0.01)}` : percent(share)
          )
        ]
      : []),
    ...(histogram && column.role !== 'text'
      ? []
      : [
          isDistinctExact
            ? trans.__('%1 distinct', number(distinct))
            : trans.__('over %1 distinct', number(distinct))
        ])
  ].join(' · ');
  return (
    <span
      className="jp-Cellkeep-Summary"
      title={[said, ends, frequent].filter(Boolean).join('\n')}
    >
      {histogram && column.role !== 'text' ? (
        <Bars counts={histogram.counts} />
      ) : (
        <Shares shares={top.map(({ count: times }) => times / count)} />
      )}
      <span className="jp-Cellkeep-Summary-words">{words}</span>
    </span>
  );
}

function Bars({ counts }: { counts: readonly number[] }): JSX.Element {
  const most = Math.max(1, ...counts);
  const width = WIDTH / Math.max(1, counts.length);
  const path = counts
    .map((count, index) => {
      // Nothing is nothing, and a single value is to be seen.
      const height = count === 0 ? 0 : Math.max(1, (count / most) * HEIGHT);
      return `M${index * width} ${HEIGHT}v${-height}h${width}v${height}z`;
    })
    .join('');
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}

/** The shares of the most frequent values, side by side, of all. */
function Shares({ shares }: { shares: readonly number[] }): JSX.Element {
  let x = 0;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className="jp-Cellkeep-mod-shares"
    >
      {shares.map((share, index) => {
        const left = x;
        x += share * WIDTH;
        return (
          <rect
            key={index}
            x={left}
            y={3}
            width={Math.max(0, share * WIDTH - 0.8)}
            height={HEIGHT - 6}
            opacity={1 - index * 0.08}
          />
        );
      })}
    </svg>
  );
}
