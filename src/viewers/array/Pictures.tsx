/** Planes of numbers as colours, lines and pictures. */
import * as React from 'react';

import { number, shortFloat } from '../../ui/format';
import { useServices } from '../frame/services';
import {
  colourOf,
  paint,
  valueOn,
  type ColourMap,
  type Scale
} from './colours';

/** A grid of numbers as colours, with the scale under it. */
export function HeatMap(props: {
  values: ArrayLike<number>;
  rows: number;
  columns: number;
  range: readonly [number, number];
  map: ColourMap;
  scale?: Scale;
  /** Rows and columns from one value to the next, where it is a sample. */
  steps?: readonly [number, number];
  label: string;
}): JSX.Element {
  const { columns, map, range, rows, scale = 'linear', values } = props;
  const [least, most] = range;
  const [rowStep, columnStep] = props.steps ?? [1, 1];
  const { trans } = useServices();
  const [pointed, setPointed] = React.useState<number | undefined>();
  const draw = React.useCallback(
    (pixels: Uint8ClampedArray) =>
      paint(values, [least, most], map, pixels, scale),
    [least, map, most, scale, values]
  );
  const stops = Array.from(
    { length: 9 },
    (_, index) => `rgb(${colourOf(map, index / 8).join(' ')})`
  );
  return (
    <figure className="jp-Cellkeep-Picture">
      <Pixels
        rows={rows}
        columns={columns}
        draw={draw}
        onPoint={setPointed}
        label={trans.__(
          '%1: %2 × %3 values from %4 to %5',
          props.label,
          number(rows),
          number(columns),
          shortFloat(least),
          shortFloat(most)
        )}
      />
      <figcaption className="jp-Cellkeep-HeatMap-scale" aria-hidden="true">
        <span className="jp-Cellkeep-HeatMap-bar">
          <span
            className="jp-Cellkeep-HeatMap-colours"
            style={{
              background: `linear-gradient(to right, ${stops.join(', ')})`
            }}
          />
          <span className="jp-Cellkeep-HeatMap-ticks">
            {[0, 0.25, 0.5, 0.75, 1].map(place => (
              <span key={place}>
                {tick(valueOn(scale, range, place), range)}
              </span>
            ))}
          </span>
        </span>
        {pointed !== undefined && (
          <output className="jp-Cellkeep-HeatMap-value">
            {`[${Math.floor(pointed / columns) * rowStep}, ${(pointed % columns) * columnStep}] ${values[pointed] ?? ''}`}
          </output>
        )}
      </figcaption>
    </figure>
  );
}

/** A number of the scale in few digits: it is read at a glance. */
function tick(value: number, [least, most]: readonly [number, number]): string {
  if (!Number.isFinite(value)) {
    return '';
  }
  // The middle of a range around 0 is 0, but for what computing leaves over.
  const isRest = Math.abs(value) < 1e-5 * (most - least);
  return shortFloat(isRest ? 0 : Number(value.toPrecision(4)));
}

const LINE_WIDTH = 800;
const LINE_HEIGHT = 300;

/** Numbers one after the other as a line; gaps where there is none. */
export function Line(props: {
  values: ArrayLike<number>;
  /** The place of the last of them. */
  last: number;
  label: string;
}): JSX.Element {
  const { label, last, values } = props;
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
    <figure className="jp-Cellkeep-Line">
      <span className="jp-Cellkeep-Line-most" aria-hidden="true">
        {shortFloat(most)}
      </span>
      <svg
        viewBox={`0 -4 ${LINE_WIDTH} ${LINE_HEIGHT + 8}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={trans.__(
          '%1: %2 values from %3 to %4',
          label,
          number(values.length),
          shortFloat(least),
          shortFloat(most)
        )}
      >
        <path d={path} vectorEffect="non-scaling-stroke" />
      </svg>
      <span className="jp-Cellkeep-Line-least" aria-hidden="true">
        {shortFloat(least)}
      </span>
      <figcaption className="jp-Cellkeep-Histogram-ends">
        <span>0</span>
        <span>{number(Math.max(0, last))}</span>
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
  const draw = React.useCallback(
    (pixels: Uint8ClampedArray) => {
      for (let index = 0; index < pixels.length; index += 1) {
        const value = planes[index % 4]?.[index >> 2];
        pixels[index] = value === undefined ? 255 : (value / full) * 255;
      }
    },
    [full, planes]
  );
  return (
    <figure className="jp-Cellkeep-Picture">
      <Pixels rows={rows} columns={columns} draw={draw} label={props.label} />
    </figure>
  );
}

/** A canvas with a pixel for each value. */
function Pixels(props: {
  rows: number;
  columns: number;
  /** Fills in red, green, blue and alpha of each. */
  draw: (pixels: Uint8ClampedArray) => void;
  /** The value under the pointer, by its place; undefined when there is none. */
  onPoint?: (index: number | undefined) => void;
  label: string;
}): JSX.Element {
  const { columns, draw, label, onPoint, rows } = props;
  const canvas = React.useRef<HTMLCanvasElement>(null);
  React.useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context && rows > 0 && columns > 0) {
      const image = context.createImageData(columns, rows);
      draw(image.data);
      context.putImageData(image, 0, 0);
    }
  }, [columns, draw, rows]);
  const [width, height] = [Math.max(1, columns), Math.max(1, rows)];
  return (
    <canvas
      ref={canvas}
      width={width}
      height={height}
      style={{ aspectRatio: `${width} / ${height}` }}
      onPointerMove={
        onPoint && (event => onPoint(indexAt(event, width, height)))
      }
      onPointerLeave={onPoint && (() => onPoint(undefined))}
      role="img"
      aria-label={label}
    />
  );
}

/** The place of the value under the pointer; the picture is centred in its canvas (`object-fit: contain`). */
function indexAt(
  { currentTarget, nativeEvent }: React.PointerEvent,
  columns: number,
  rows: number
): number | undefined {
  const { clientWidth, clientHeight } = currentTarget;
  const scale = Math.min(clientWidth / columns, clientHeight / rows);
  const place = (at: number, room: number, count: number): number =>
    Math.floor((at - (room - count * scale) / 2) / scale);
  const column = place(nativeEvent.offsetX, clientWidth, columns);
  const row = place(nativeEvent.offsetY, clientHeight, rows);
  const isInside = column >= 0 && column < columns && row >= 0 && row < rows;
  return isInside ? row * columns + column : undefined;
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
