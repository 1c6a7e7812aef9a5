import * as React from 'react';

import { number } from '../../ui/format';
import { useServices } from '../frame/services';
import { Awaited, Busy } from '../frame/States';
import { type Progress, useCall } from '../frame/useCall';
import type { Remote } from '../work/client';
import type { EngineOf } from '../work/engines';
import type { IColours } from './HeatMapBar';
import type { IEnvelope, IPicture } from './engine';
import type { IPlane } from './gather';
import { HeatMapBar, rangeOf } from './HeatMapBar';
import { HeatMap, Line } from './Pictures';

/** A plane as a heat map or a line: coarse at once, then better. */
export function Drawn(props: {
  array: Remote<EngineOf<'array'>>;
  plane: IPlane;
  mode: 'heat' | 'line';
  compact: boolean;
  /** The first look, which the statistics are of too. */
  quick: Progress<IPicture>;
  /** All of a line, of which the first look is a sample; undefined where it is too long. */
  envelope: Progress<IEnvelope | undefined>;
  onRetry: () => void;
  colours: IColours;
  onColours: (colours: IColours) => void;
}): JSX.Element {
  const { array, colours, compact, envelope, mode, onRetry, plane, quick } =
    props;
  const { trans } = useServices();
  const key = JSON.stringify(plane);
  const isCoarse = !compact && quick.status === 'ready' && !quick.value.isWhole;
  const isLine = mode === 'line';
  const whole = envelope.status === 'ready' ? envelope.value : undefined;
  // What is too long to be read whole, and every plane, is a finer sample.
  const isSampled =
    isCoarse && (!isLine || (envelope.status === 'ready' && !whole));
  const [fine] = useCall(
    isSampled ? call => array.picture(call, plane, 'fine') : undefined,
    [array, key, isSampled]
  );
  return (
    <Awaited
      state={quick}
      label={trans.__('Reading values…')}
      onRetry={onRetry}
    >
      {first => {
        const picture =
          isCoarse && fine.status === 'ready' ? fine.value : first;
        const { grid, values } = picture;
        if (isLine && !first.isWhole && envelope.status === 'busy') {
          // A few values of many would be another line.
          return <Busy state={envelope} label={trans.__('Reading values:')} />;
        }
        return (
          <>
            {isLine ? (
              <Line
                values={whole?.values ?? values}
                last={
                  whole
                    ? whole.count - 1
                    : (values.length - 1) * grid.columnStep
                }
                label={trans.__('Line')}
              />
            ) : (
              <HeatMap
                values={values}
                rows={grid.rows}
                columns={grid.columns}
                range={rangeOf(values, colours)}
                map={colours.map}
                scale={colours.scale}
                steps={[grid.rowStep, grid.columnStep]}
                label={trans.__('Heat map')}
              />
            )}
            {mode === 'heat' && !compact && (
              <HeatMapBar
                values={values}
                colours={colours}
                onColours={props.onColours}
              />
            )}
            {(!compact || (isLine && !whole && !picture.isWhole)) && (
              <Thinned picture={picture} whole={whole} />
            )}
          </>
        );
      }}
    </Awaited>
  );
}

/** Says which values are drawn where not all are. */
function Thinned(props: {
  picture: IPicture;
  whole: IEnvelope | undefined;
}): JSX.Element {
  const { picture, whole } = props;
  const { grid, isWhole } = picture;
  const { trans } = useServices();
  const count = grid.rows * grid.columns;
  if (whole) {
    return (
      <p className="jp-Cellkeep-Viewer-note">
        {trans.__(
          'All %1 values of this slice; where several share a place, the least and the greatest are drawn.',
          number(whole.count)
        )}
      </p>
    );
  }
  return (
    <p className="jp-Cellkeep-Viewer-note">
      {isWhole
        ? trans._n(
            'The one value of this slice.',
            'All %2 values of this slice.',
            count,
            number(count)
          )
        : grid.rowStep === 1
          ? trans.__(
              'A sample of this slice: %1 values, one of every %2 columns.',
              number(count),
              number(grid.columnStep)
            )
          : trans.__(
              'A sample of this slice: %1 values, one of every %2 rows and %3 columns.',
              number(count),
              number(grid.rowStep),
              number(grid.columnStep)
            )}
    </p>
  );
}
