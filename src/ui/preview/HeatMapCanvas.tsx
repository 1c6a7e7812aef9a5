import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { number } from '../format';
import type { HeatMap } from '../previewContent';

/** Five points of the viridis colour map: even in lightness, and told apart by colour-blind people. */
const VIRIDIS: readonly (readonly [number, number, number])[] = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37]
];

/** A two-dimensional array as colours, with the scale beside it. */
export function HeatMapCanvas(props: {
  map: HeatMap;
  trans: TranslationBundle;
}): JSX.Element {
  const { map, trans } = props;
  const canvas = React.useRef<HTMLCanvasElement>(null);
  const [least, most] = React.useMemo(() => rangeOf(map.values), [map.values]);

  React.useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context) {
      const image = context.createImageData(map.columns, map.rows);
      paint(map.values, least, most, image.data);
      context.putImageData(image, 0, 0);
    }
  }, [map, least, most]);

  return (
    <figure className="ck-HeatMap">
      <canvas
        ref={canvas}
        width={map.columns}
        height={map.rows}
        style={{ aspectRatio: `${map.columns} / ${map.rows}` }}
        role="img"
        aria-label={trans.__(
          'Heat map of %1 × %2 values from %3 to %4',
          number(map.rows),
          number(map.columns),
          scaleText(least),
          scaleText(most)
        )}
      />
      <figcaption className="ck-HeatMap-scale" aria-hidden="true">
        <span>{scaleText(least)}</span>
        <span className="ck-HeatMap-colours" />
        <span>{scaleText(most)}</span>
      </figcaption>
    </figure>
  );
}

function rangeOf(values: ArrayLike<number>): [number, number] {
  let least = Infinity;
  let most = -Infinity;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? NaN;
    if (Number.isFinite(value)) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  }
  return least > most ? [NaN, NaN] : [least, most];
}

/** Writes RGBA; what is not a finite number stays transparent. */
function paint(
  values: ArrayLike<number>,
  least: number,
  most: number,
  pixels: Uint8ClampedArray
): void {
  const span = most - least || 1;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? NaN;
    if (Number.isFinite(value)) {
      const [red, green, blue] = colourAt((value - least) / span);
      pixels.set([red, green, blue, 255], index * 4);
    }
  }
}

/** The colour at a place from 0 to 1, between the two points around it. */
export function colourAt(place: number): [number, number, number] {
  const last = VIRIDIS.length - 1;
  const position = Math.min(1, Math.max(0, place)) * last;
  const low = VIRIDIS[Math.floor(position)] ?? [0, 0, 0];
  const high = VIRIDIS[Math.min(last, Math.floor(position) + 1)] ?? low;
  const share = position - Math.floor(position);
  const mix = (one: number, other: number): number =>
    Math.round(one + (other - one) * share);
  return [mix(low[0], high[0]), mix(low[1], high[1]), mix(low[2], high[2])];
}

function scaleText(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : '–';
}
