/** Colour maps of heat maps. */

export type ColourMap = 'viridis' | 'grey' | 'diverging';
/** How far apart the colours of numbers are: by their difference, or by their ratio. */
export type Scale = 'linear' | 'log';
type Colour = readonly [number, number, number];

/** Five points of the viridis colour map: even in lightness, and told apart by colour-blind people. */
const VIRIDIS: readonly Colour[] = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37]
];
const BLUE: Colour = [33, 102, 172];
const WHITE: Colour = [247, 247, 247];
const RED: Colour = [178, 24, 43];

/** Returns the colour of a place from 0 to 1. */
export function colourOf(map: ColourMap, place: number): Colour {
  switch (map) {
    case 'viridis':
      return viridis(place);
    case 'grey': {
      const level = Math.round(Math.min(1, Math.max(0, place)) * 255);
      return [level, level, level];
    }
    case 'diverging': {
      const at = Math.min(1, Math.max(0, place)) * 2;
      return at < 1 ? mix(BLUE, WHITE, at) : mix(WHITE, RED, at - 1);
    }
  }
}

/** The colour at a place, between the two points around it. */
function viridis(place: number): Colour {
  const last = VIRIDIS.length - 1;
  const position = Math.min(1, Math.max(0, place)) * last;
  const low = VIRIDIS[Math.floor(position)] ?? [0, 0, 0];
  const high = VIRIDIS[Math.min(last, Math.floor(position) + 1)] ?? low;
  return mix(low, high, position - Math.floor(position));
}

function mix(one: Colour, other: Colour, share: number): Colour {
  const part = (index: 0 | 1 | 2): number =>
    Math.round(one[index] + (other[index] - one[index]) * share);
  return [part(0), part(1), part(2)];
}

/** The place of a number between the ends of a scale, from 0 to 1; NaN where the scale has none. */
export function placeOn(
  scale: Scale,
  [least, most]: readonly [number, number],
  value: number
): number {
  const [low, high, at] =
    scale === 'log'
      ? [Math.log(least), Math.log(most), Math.log(value)]
      : [least, most, value];
  const span = high - low || 1;
  return Number.isFinite(at)
    ? Math.min(1, Math.max(0, (at - low) / span))
    : NaN;
}

/** The number at a place of a scale, from 0 to 1. */
export function valueOn(
  scale: Scale,
  [least, most]: readonly [number, number],
  place: number
): number {
  return scale === 'log'
    ? least * (most / least) ** place
    : least + (most - least) * place;
}

/** Writes RGBA of a grid; what has no place on the scale stays transparent. */
export function paint(
  values: ArrayLike<number>,
  range: readonly [number, number],
  map: ColourMap,
  pixels: Uint8ClampedArray,
  scale: Scale = 'linear'
): void {
  const colours = Array.from({ length: 256 }, (_, index) =>
    colourOf(map, index / 255)
  );
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? NaN;
    const place = Number.isFinite(value) ? placeOn(scale, range, value) : NaN;
    if (!Number.isNaN(place)) {
      const [red, green, blue] = colours[Math.round(place * 255)] ?? [0, 0, 0];
      pixels.set([red, green, blue, 255], index * 4);
    }
  }
}
