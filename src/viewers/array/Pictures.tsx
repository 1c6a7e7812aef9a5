/** Planes of numbers as colours, lines and pictures. */
import * as React from 'react';

import { number } from '../../ui/format';
import { useServices } from '../frame/services';
import { short } from '../frame/StatisticsView';
import { colourOf, paint, type ColourMap } from './colours';

/** A grid of numbers as colours, with the scale under it. */
export function HeatMap(props: {
  values: ArrayLike<number>;
  rows: number;
  columns: number;
  range: readonly [number, number];
  map: ColourMap;
  label: string;
}): JSX.Element {
  const { columns, map, range, rows, values } = props;
  const [least, most] = range;
  const canvas = React.useRef<HTMLCanvasElement>(null);
  const { trans } = useServices();
  React.useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context && rows > 0 && columns > 0) {
      const image = context.createImageData(columns, rows);
      paint(values, [least, most], map, image.data);
      context.putImageData(image, 0, 0);
    }
  }, [columns, least, map, most, rows, values]);
  const stops = Array.from(
    { length: 9 },
    (_, index) => `rgb(${colourOf(map, index / 8).join(' ')})`
  );
  return (
    <figure className="ck-Picture">
      <canvas
        ref={canvas}
        width={Math.max(1, columns)}
        height={Math.max(1, rows)}
        style={{
          aspectRatio: `${Math.max(1, columns)} / ${Math.max(1, rows)}`
        }}
        role="img"
        aria-label={trans.__(
          '%1: %2 × %3 values from %4 to %5',
          props.label,
          number(rows),
          number(columns),
          short(least),
          short(most)
        )}
      />
      <figcaption className="ck-HeatMap-scale" aria-hidden="true">
        <span>{short(least)}</span>
        <span
          className="ck-HeatMap-colours"
          style={{
            background: `linear-gradient(to right, ${stops.join(', ')})`
          }}
        />
        <span>{short(most)}</span>
      </figcaption>
    </figure>
  );
}

const LINE_WIDTH = 800;
const LINE_HEIGHT = 300;

/** Numbers one after the other as a line; gaps where there is none. */
export function Line(props: {
  values: ArrayLike<number>;
  step: number;
  label: string;
}): JSX.Element {
  const { label, step, values } = props;
  const { trans } = useServices();
  const [least, most] = finiteRange(values);
  const span = most - least || 1;
  let path = '';
  let isDown = false;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? NaN;
    if (!Number.isFinite(value)) {
      isDown = false;
      continue;
    }
    const x = (index / Math.max(1, values.length - 1)) * LINE_WIDTH;
    const y = LINE_HEIGHT - ((value - least) / span) * LINE_HEIGHT;
    path += `${isDown ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    isDown = true;
  }
  return (
    <figure className="ck-Line">
      <span className="ck-Line-most" aria-hidden="true">
        {short(most)}
      </span>
      <svg
        viewBox={`0 -4 ${LINE_WIDTH} ${LINE_HEIGHT + 8}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={trans.__(
          '%1: %2 values from %3 to %4',
          label,
          number(values.length),
          short(least),
          short(most)
        )}
      >
        <path d={path} vectorEffect="non-scaling-stroke" />
      </svg>
      <span className="ck-Line-least" aria-hidden="true">
        {short(least)}
      </span>
      <figcaption className="ck-Histogram-ends">
        <span>0</span>
        <span>{number(Math.max(0, values.length - 1) * step)}</span>
      </figcaption>
    </figure>
  );
}

/** Three or four planes as the colours of a picture. */
export function ColourPicture(props: {
  planes: readonly ArrayLike<number>[];
  rows: number;
  columns: number;
  /** What is full brightness. */
  full: number;
  label: string;
}): JSX.Element {
  const { columns, full, planes, rows } = props;
  const canvas = React.useRef<HTMLCanvasElement>(null);
  React.useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || rows === 0 || columns === 0) {
      return;
    }
    const image = context.createImageData(columns, rows);
    for (let index = 0; index < rows * columns; index += 1) {
      for (let channel = 0; channel < 4; channel += 1) {
        const value = planes[channel]?.[index];
        image.data[index * 4 + channel] =
          value === undefined ? 255 : (value / full) * 255;
      }
    }
    context.putImageData(image, 0, 0);
  }, [columns, full, planes, rows]);
  return (
    <figure className="ck-Picture">
      <canvas
        ref={canvas}
        width={Math.max(1, columns)}
        height={Math.max(1, rows)}
        style={{
          aspectRatio: `${Math.max(1, columns)} / ${Math.max(1, rows)}`
        }}
        role="img"
        aria-label={props.label}
      />
    </figure>
  );
}

/** The least and greatest finite number. */
export function finiteRange(values: ArrayLike<number>): [number, number] {
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
