import * as React from 'react';

import { useServices } from '../frame/services';
import type { ColourMap, Scale } from './colours';
import { finiteRange } from './Pictures';

/** How a heat map is coloured, as a person chose it. */
export interface IColours {
  readonly map: ColourMap;
  readonly scale: Scale;
  /** The ends of the scale as they were written; empty where the values give them. */
  readonly from: string;
  readonly to: string;
}

/** Colours, scale and range of a heat map. */
export function HeatMapBar(props: {
  values: ArrayLike<number>;
  colours: IColours;
  onColours: (colours: IColours) => void;
}): JSX.Element {
  const { colours, onColours, values } = props;
  const { trans } = useServices();
  const [least, most] = rangeOf(values, { ...colours, from: '', to: '' });
  const hasNone = colours.scale === 'log' && !(most > 0);
  const bound = (key: 'from' | 'to', label: string, usual: number) => (
    <label>
      {label}{' '}
      <input
        type="number"
        placeholder={String(Number(usual.toPrecision(4)))}
        value={colours[key]}
        onChange={event => onColours({ ...colours, [key]: event.target.value })}
      />
    </label>
  );
  return (
    <div className="jp-Cellkeep-Viewer-bar">
      <label>
        {trans.__('Colours')}{' '}
        <select
          value={colours.map}
          onChange={event =>
            onColours({ ...colours, map: event.target.value as ColourMap })
          }
        >
          <option value="viridis">{trans.__('Viridis')}</option>
          <option value="grey">{trans.__('Grey')}</option>
          <option value="diverging">{trans.__('Blue to red')}</option>
        </select>
      </label>
      <label>
        {trans.__('Scale')}{' '}
        <select
          value={colours.scale}
          onChange={event =>
            onColours({ ...colours, scale: event.target.value as Scale })
          }
        >
          <option value="linear">{trans.__('Linear')}</option>
          <option value="log">{trans.__('Logarithmic')}</option>
        </select>
      </label>
      {bound('from', trans.__('From'), least)}
      {bound('to', trans.__('To'), most)}
      {colours.scale === 'log' && (
        <span className="jp-Cellkeep-Viewer-fact">
          {hasNone
            ? trans.__('No value here is greater than 0.')
            : trans.__('Values that are not greater than 0 have no colour.')}
        </span>
      )}
    </div>
  );
}

/** The ends of the scale: those that were chosen, else those of the values that have a place on it. */
export function rangeOf(
  values: ArrayLike<number>,
  { from, scale, to }: IColours
): readonly [number, number] {
  const shown =
    scale === 'log'
      ? Float64Array.from(values, value => (value > 0 ? value : NaN))
      : values;
  const [least, most] = finiteRange(shown);
  const isOn = (end: number): boolean => scale === 'linear' || end > 0;
  const [low, high] = [numberOr(from, least), numberOr(to, most)];
  return [isOn(low) ? low : least, isOn(high) ? high : most];
}

function numberOr(text: string, otherwise: number): number {
  return text.trim() === '' || Number.isNaN(Number(text))
    ? otherwise
    : Number(text);
}
