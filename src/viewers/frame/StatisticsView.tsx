import * as React from 'react';

import { displayName, number, percent, shortFloat } from '../../ui/format';
import { LinkButton } from '../../ui/LinkButton';
import type { IHistogram } from '../table/histogram';
import type { IStatistics } from '../table/statistics';
import { useServices } from './services';

const WIDTH = 240;
const HEIGHT = 80;

/** Statistics of numbers or texts, with their histogram or most frequent values. */
export function StatisticsView(props: {
  statistics: IStatistics;
  /** Narrows what is shown to one of the most frequent values. */
  onValue?: (value: string) => void;
}): JSX.Element {
  const { onValue, statistics } = props;
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
    quantiles = [],
    top
  } = statistics;
  const facts: [name: string, value: string, full?: string][] = [
    [trans.__('Values'), number(count - missing)]
  ];
  if (missing > 0) {
    facts.push([trans.__('Missing'), number(missing)]);
  }
  facts.push([
    trans.__('Distinct'),
    statistics.isDistinctExact
      ? number(distinct)
      : trans.__('more than %1', number(distinct))
  ]);
  if (least !== undefined && most !== undefined) {
    const short = mean === undefined ? String : shortFloat;
    facts.push(
      [trans.__('Minimum'), short(least), least],
      [trans.__('Maximum'), short(most), most]
    );
  }
  if (mean !== undefined && deviation !== undefined) {
    facts.push(
      [trans.__('Mean'), shortFloat(mean)],
      [trans.__('Standard deviation'), shortFloat(deviation)]
    );
  }
  for (const { share, value } of quantiles) {
    const words =
      share === 0.5
        ? trans.__('Median')
        : trans.__('%1 quantile', percent(share));
    facts.push([
      words,
      statistics.isQuantileExact
        ? shortFloat(value)
        : trans.__('about %1', shortFloat(value)),
      String(value)
    ]);
  }
  return (
    <>
      {histogram && <HistogramView histogram={histogram} />}
      <dl className="jp-Cellkeep-Facts">
        {facts.map(([name, value, full]) => (
          <React.Fragment key={name}>
            <dt>{name}</dt>
            <dd title={full && displayName(full)}>
              <bdi>{displayName(value)}</bdi>
            </dd>
          </React.Fragment>
        ))}
      </dl>
      {top.length > 0 && (
        <table
          className="jp-Cellkeep-Table jp-Cellkeep-Statistics-top"
          aria-label={trans.__('Most frequent values')}
        >
          <tbody>
            {top.map(({ value, count: times }) => (
              <tr key={value}>
                <td>
                  {onValue ? (
                    <LinkButton
                      title={trans.__('Show only rows with this value')}
                      onClick={() => onValue(value)}
                    >
                      <bdi>{displayName(value)}</bdi>
                    </LinkButton>
                  ) : (
                    <bdi>{displayName(value)}</bdi>
                  )}
                </td>
                <td className="jp-Cellkeep-mod-number">{number(times)}</td>
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
  const { counts, from, least, most: greatest, to } = props.histogram;
  const { trans } = useServices();
  const most = Math.max(1, ...counts);
  const width = WIDTH / Math.max(1, counts.length);
  const edge = (bin: number): string => {
    const value = from + ((to - from) * bin) / counts.length;
    return shortFloat(Math.min(greatest, Math.max(least, value)));
  };
  return (
    <figure className="jp-Cellkeep-Histogram">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={trans.__(
          'Histogram from %1 to %2; the fullest of %3 bins has %4 values',
          shortFloat(least),
          shortFloat(greatest),
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
                {trans._n(
                  '%2 value from %3 to %4',
                  '%2 values from %3 to %4',
                  count,
                  number(count),
                  edge(index),
                  edge(index + 1)
                )}
              </title>
            </rect>
          );
        })}
      </svg>
      <figcaption className="jp-Cellkeep-Histogram-ends" aria-hidden="true">
        <span>{shortFloat(least)}</span>
        <span>{shortFloat(greatest)}</span>
      </figcaption>
    </figure>
  );
}
