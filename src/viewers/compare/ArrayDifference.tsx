import * as React from 'react';

import { number, shape } from '../../ui/format';
import type { IArrayOptions } from '../array/engine';
import { finiteRange, HeatMap } from '../array/Pictures';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { short, StatisticsView } from '../frame/StatisticsView';
import { useCall } from '../frame/useCall';
import type { Format } from '../sniff';
import type { IPairProps } from './CompareView';

/** How far two arrays are from each other. */
export function ArrayDifference(props: IPairProps): JSX.Element {
  const { before, after, formats } = props;
  const { content, trans, work } = useServices();
  const [difference, retry] = useCall(
    async call => {
      const engine = await work.open(
        'compare',
        [content(before), content(after)],
        {},
        call
      );
      return engine.arrays(call, [
        optionsOf(formats[0]),
        optionsOf(formats[1])
      ]);
    },
    [before.id, after.id, work]
  );
  return (
    <Awaited
      state={difference}
      label={trans.__('Comparing values:')}
      onRetry={retry}
    >
      {({ dtypes, shapes, values }) => (
        <section aria-label={trans.__('Difference of the arrays')}>
          <p className="ck-Viewer-foot" role="status">
            <span>
              {trans.__(
                '%1 %2 before, %3 %4 after',
                shape(shapes[0], trans),
                dtypes[0],
                shape(shapes[1], trans),
                dtypes[1]
              )}
            </span>
            {values ? (
              <>
                <span>
                  {trans.__(
                    '%1 of %2 values differ',
                    number(values.changed),
                    number(values.total)
                  )}
                </span>
                <span>
                  {trans.__('norm of the difference %1', short(values.norm))}
                </span>
              </>
            ) : (
              <span>
                {trans.__(
                  'Their shapes differ, so their values cannot be compared one by one.'
                )}
              </span>
            )}
          </p>
          {values && (
            <div className="ck-Compare-columns">
              {values.picture && (
                <HeatMap
                  values={values.picture.values}
                  rows={values.picture.rows}
                  columns={values.picture.columns}
                  range={evenRange(values.picture.values)}
                  map="diverging"
                  label={trans.__('Difference, the second minus the first')}
                />
              )}
              <div>
                <StatisticsView statistics={values.difference} />
                <p className="ck-Viewer-note">
                  {trans.__('Of the second minus the first.')}
                </p>
              </div>
            </div>
          )}
        </section>
      )}
    </Awaited>
  );
}

function optionsOf(format: Format): IArrayOptions {
  return { format: format === 'npy' ? 'npy' : 'arrow' };
}

/** As far below zero as above, so that no difference is white. */
function evenRange(values: ArrayLike<number>): [number, number] {
  const [least, most] = finiteRange(values);
  const far = Math.max(Math.abs(least), Math.abs(most)) || 1;
  return [-far, far];
}
