import * as React from 'react';

import { displayName, number } from '../../ui/format';
import type { IHistogram } from '../table/histogram';
import type { IStatistics } from '../table/statistics';
import { useServices } from './services';

const WIDTH = 240;
const HEIGHT = 80;

/** Statistics of numbers or texts, with their histogram or most frequent values. */
export function StatisticsView(props: {
  statistics: IStatistics;
}): JSX.Element {
  const { statistics } = props;
  const { trans } = useServices();
  const {
    count,
    deviation,
    distinct,
    histogram,
    least,
    mean,
    missing,
    most,
    top
  } = statistics;
  const facts: [string, string][] = [
    [trans.__('Values'), number(count - missing)]
  ];
  if (missing > 0) {
    facts.push([trans.__('Missing'), number(missing)]);
  }
  facts.push([
    trans.__('Different'),
    statistics.isDistinctExact
      ? number(distinct)
      : trans.__('more than %1', number(distinct))
  ]);
  if (least !== undefined && most !== undefined) {
    facts.push([trans.__('Least'), least], [trans.__('Greatest'), most]);
  }
  if (mean !== undefined && deviation !== undefined) {
    facts.push(
      [trans.__('Mean'), short(mean)],
      [trans.__('Standard deviation'), short(deviation)]
    );
  }
  return (
    <>
      {histogram && <HistogramView histogram={histogram} />}
      <dl className="ck-Facts">
        {facts.map(([name, value]) => (
          <React.Fragment key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi>{displayName(value)}</bdi>
            </dd>
          </React.Fragment>
        ))}
      </dl>
      {top.length > 0 && (
        <table
          className="ck-Table ck-Statistics-top"
          aria-label={trans.__('Most frequent values')}
        >
          <tbody>
            {top.map(({ value, count: times }) => (
              <tr key={value}>
                <td>
                  <bdi>{displayName(value)}</bdi>
                </td>
                <td className="ck-mod-number">{number(times)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

/** Bars of a histogram between its ends. */
export function HistogramView(props: { histogram: IHistogram }): JSX.Element {
  const { counts, from, to } = props.histogram;
  const { trans } = useServices();
  const most = Math.max(1, ...counts);
  const width = WIDTH / Math.max(1, counts.length);
  return (
    <figure className="ck-Histogram">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={trans.__(
          'Histogram from %1 to %2; the fullest of %3 bins has %4 values',
          short(from),
          short(to),
          counts.length,
          number(most)
        )}
      >
        {counts.map((count, index) => {
          const height = (count / most) * HEIGHT;
          return (
            <rect
              key={index}
              x={index * width}
              y={HEIGHT - height}
              width={Math.max(0.5, width - 0.5)}
              height={height}
            >
              <title>
                {trans.__(
                  '%1 values from %2 to %3',
                  number(count),
                  short(from + ((to - from) * index) / counts.length),
                  short(from + ((to - from) * (index + 1)) / counts.length)
                )}
              </title>
            </rect>
          );
        })}
      </svg>
      <figcaption className="ck-Histogram-ends" aria-hidden="true">
        <span>{short(from)}</span>
        <span>{short(to)}</span>
      </figcaption>
    </figure>
  );
}

/** A number in as few digits as tell it apart. */
export function short(value: number): string {
  return Number.isFinite(value)
    ? String(Number(value.toPrecision(6)))
    : String(value);
}
