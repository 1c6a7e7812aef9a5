import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual';
import * as React from 'react';

/** Draws what is on the screen and one line more: the active one exists wherever one has scrolled to. */
export function useRangeWith(extra: number): (range: Range) => number[] {
  return React.useCallback(
    range => {
      const indexes = defaultRangeExtractor(range);
      return extra < 0 || indexes.includes(extra)
        ? indexes
        : [...indexes, extra].sort((one, other) => one - other);
    },
    [extra]
  );
}
