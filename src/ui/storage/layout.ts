import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';

/** Where a piece lies, in pixels. */
export interface IPlace {
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A piece of nothing still has to be seen and reached. */
const LEAST_SHARE = 0.004;

interface INode {
  readonly index: number;
  readonly value: number;
  readonly children?: ReadonlyArray<INode>;
}

/** Lays pieces out in a rectangle, each as large as its part of the whole. */
export function placesOf(
  sizes: ReadonlyArray<number>,
  width: number,
  height: number
): ReadonlyArray<IPlace> {
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  const least = whole > 0 ? whole * LEAST_SHARE : 1;
  const children = sizes.map((size, index) => ({
    index,
    value: Math.max(size, least)
  }));
  const root = hierarchy<INode>({ index: -1, value: 0, children }, node =>
    node.children ? [...node.children] : undefined
  ).sum(({ value }) => value);
  const laid = treemap<INode>()
    .tile(treemapSquarify)
    .size([width, height])
    .paddingInner(2)
    .round(true)(root);
  return (laid.children ?? []).map(({ data, x0, y0, x1, y1 }) => ({
    index: data.index,
    x: x0,
    y: y0,
    width: Math.max(0, x1 - x0),
    height: Math.max(0, y1 - y0)
  }));
}

/** Returns the piece that is next to another in a direction; the same one at the edge. */
export function neighbour(
  places: ReadonlyArray<IPlace>,
  index: number,
  direction: 'left' | 'right' | 'up' | 'down'
): number {
  const from = places.find(place => place.index === index);
  if (!from) {
    return index;
  }
  const centre = (place: IPlace): readonly [number, number] => [
    place.x + place.width / 2,
    place.y + place.height / 2
  ];
  const [x, y] = centre(from);
  const isAcross = direction === 'left' || direction === 'right';
  const sign = direction === 'left' || direction === 'up' ? -1 : 1;
  let best = index;
  let least = Infinity;
  for (const place of places) {
    const [otherX, otherY] = centre(place);
    const along = sign * (isAcross ? otherX - x : otherY - y);
    const aside = Math.abs(isAcross ? otherY - y : otherX - x);
    // What lies straight ahead is nearer than what lies askew.
    const distance = along + 2 * aside;
    if (place.index !== index && along > 0 && distance < least) {
      best = place.index;
      least = distance;
    }
  }
  return best;
}
