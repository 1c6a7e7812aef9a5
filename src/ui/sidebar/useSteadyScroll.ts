import * as React from 'react';

import type { Rows } from './rows';

/** Rows below the first visible one that are looked at, where that one has gone. */
const LOOKED_AT = 30;

/**
 * Keeps what a person looks at in its place when rows come and go above it.
 *
 * At the very top nothing is held: there the news is what a person looks at.
 */
export function useSteadyScroll(
  scroller: React.RefObject<HTMLElement>,
  rows: Rows,
  rowHeight: number
): void {
  const before = React.useRef(rows);
  React.useLayoutEffect(() => {
    const was = before.current;
    before.current = rows;
    const element = scroller.current;
    if (!element || was === rows || element.scrollTop < rowHeight) {
      return;
    }
    const first = Math.floor(element.scrollTop / rowHeight);
    for (let index = first; index < first + LOOKED_AT; index += 1) {
      const key = was.at(index)?.key;
      const now = key === undefined ? -1 : rows.indexOf(key, index);
      if (now >= 0) {
        if (now !== index) {
          element.scrollTop += (now - index) * rowHeight;
        }
        return;
      }
    }
  }, [rows, rowHeight, scroller]);
}
