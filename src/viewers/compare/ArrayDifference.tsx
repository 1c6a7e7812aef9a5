import * as React from 'react';

import { number, shape, shortFloat } from '../../ui/format';
import type { IArrayOptions } from '../array/engine';
import { finiteRange, HeatMap } from '../array/Pictures';
import { useServices } from '../frame/services';
import { StatisticsView } from '../frame/StatisticsView';
import type { Format } from '../sniff';
import { Compared, type IPairProps } from './Compared';

/** How far two arrays are from each other. */
export function ArrayDifference(props: IPairProps): JSX.Element {
  const { formats } = props;
  const { trans } = useServices();
  return (
    <Compared
      {...props}
      compare={(engine, call) =>
        engine.arrays(call, [optionsOf(formats[0]), optionsOf(formats[1])])
      }
      label={trans.__('Comparing values:')}
    >
      {({ dtypes, shapes, values }) => (
        <section role="group" aria-label={trans.__('Difference of the arrays')}>
          <p className="jp-Cellkeep-Viewer-foot" role="status">
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
                  {trans.__(
                    'norm of the difference %1',
                    shortFloat(values.norm)
                  )}
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
            <div className="jp-Cellkeep-Compare-columns">
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
                <p className="jp-Cellkeep-Viewer-note">
                  {trans.__('Of the second minus the first.')}
                </p>
              </div>
            </div>
          )}
        </section>
      )}
    </Compared>
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
