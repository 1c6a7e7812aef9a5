/**
 * Returns how to find one of parts that stand in order, by halves; undefined where none has it.
 *
 * What it is given says of a part where to look: below 0 before it, above 0 behind it. Who asks for
 * one mostly asks for the same or its neighbour next, so the last one is looked at first.
 */
export function finder<T>(
  parts: readonly T[]
): (sideOf: (part: T) => number) => T | undefined {
  let last: T | undefined;
  return sideOf => {
    if (last && sideOf(last) === 0) {
      return last;
    }
    let low = 0;
    let high = parts.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const part = parts[middle]!;
      const side = sideOf(part);
      if (side === 0) {
        last = part;
        return part;
      }
      if (side < 0) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return undefined;
  };
}
