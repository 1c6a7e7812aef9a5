import * as React from 'react';

import { number } from '../../ui/format';
import { useServices } from '../frame/services';

/** Which dimensions are rows and columns, and where in the others. */
export interface IAxes {
  readonly row: number;
  readonly column: number;
  readonly fixed: readonly number[];
}

/** Chooses the plane that is shown. */
export function AxisControls(props: {
  shape: readonly number[];
  axes: IAxes;
  /** Where the rows and columns are not to be chosen. */
  isFixedChoice: boolean;
  /** Where only one dimension is shown. */
  isLine: boolean;
  onChange: (axes: IAxes) => void;
}): JSX.Element | null {
  const { axes, isFixedChoice, isLine, onChange, shape } = props;
  const { trans } = useServices();
  if (shape.length < (isLine ? 2 : 3)) {
    return null;
  }
  const choose = (which: 'row' | 'column', axis: number): void => {
    const other = which === 'row' ? 'column' : 'row';
    // The one that had this dimension takes the other's old one.
    const swapped = axes[other] === axis ? axes[which] : axes[other];
    onChange({ ...axes, [which]: axis, [other]: swapped });
  };
  const isHidden = (axis: number): boolean =>
    (isLine || axis !== axes.row) &&
    axis !== axes.column &&
    !(isFixedChoice && axis === shape.length - 1);
  return (
    <div className="jp-Cellkeep-Axes">
      {!isFixedChoice &&
        (isLine ? (['column'] as const) : (['row', 'column'] as const)).map(
          which => (
            <label key={which}>
              {which === 'row' ? trans.__('Rows') : trans.__('Columns')}{' '}
              <select
                value={axes[which]}
                onChange={event => choose(which, Number(event.target.value))}
              >
                {shape.map((extent, axis) => (
                  <option key={axis} value={axis}>
                    {trans.__('dimension %1 (%2)', axis, number(extent))}
                  </option>
                ))}
              </select>
            </label>
          )
        )}
      {shape.map((extent, axis) =>
        isHidden(axis) ? (
          <label key={axis} className="jp-Cellkeep-Axes-slider">
            {trans.__('Dimension %1', axis)}
            <input
              type="range"
              min={0}
              max={Math.max(0, extent - 1)}
              value={axes.fixed[axis] ?? 0}
              aria-valuetext={trans.__(
                '%1 of %2',
                number(axes.fixed[axis] ?? 0),
                number(extent)
              )}
              onChange={event =>
                onChange({
                  ...axes,
                  fixed: axes.fixed.map((index, other) =>
                    other === axis ? Number(event.target.value) : index
                  )
                })
              }
            />
            <output>{number(axes.fixed[axis] ?? 0)}</output>
          </label>
        ) : null
      )}
    </div>
  );
}
