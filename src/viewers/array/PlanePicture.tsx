import * as React from 'react';

import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { useCall } from '../frame/useCall';
import type { Remote } from '../work/client';
import type { EngineOf } from '../work/engines';
import type { IPlane } from './gather';
import { ColourPicture } from './Pictures';

/** The last dimension as the colours of a picture. */
export function PlanePicture(props: {
  array: Remote<EngineOf<'array'>>;
  shape: readonly number[];
  plane: IPlane;
  dtype: string;
}): JSX.Element {
  const { array, dtype, plane, shape } = props;
  const { trans } = useServices();
  const channels = shape.at(-1) ?? 3;
  const [state, retry] = useCall(
    call =>
      Promise.all(
        Array.from({ length: channels }, (_, channel) =>
          array.picture(
            call,
            {
              ...plane,
              fixed: plane.fixed.map((index, axis) =>
                axis === shape.length - 1 ? channel : index
              )
            },
            'fine'
          )
        )
      ),
    [array, channels, JSON.stringify(plane)]
  );
  return (
    <Awaited
      state={state}
      label={trans.__('Reading the picture…')}
      onRetry={retry}
    >
      {planes => (
        <ColourPicture
          planes={planes.map(({ values }) => values)}
          rows={planes[0]?.grid.rows ?? 0}
          columns={planes[0]?.grid.columns ?? 0}
          full={dtype === 'uint8' ? 255 : 1}
          label={trans.__('Image')}
        />
      )}
    </Awaited>
  );
}
