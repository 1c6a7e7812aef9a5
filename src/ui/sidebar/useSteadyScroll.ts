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
  // Remembered: to ask for it in the midst of a change makes the browser lay out the whole page.
  const scrolled = React.useRef(0);
  React.useEffect(() => {
    const element = scroller.current;
    const remember = (): void => {
      scrolled.current = element?.scrollTop ?? 0;
    };
    element?.addEventListener('scroll', remember, { passive: true });
    return () => element?.removeEventListener('scroll', remember);
  }, [scroller]);
  React.useLayoutEffect(() => {
    const was = before.current;
    before.current = rows;
    const element = scroller.current;
    if (!element || was === rows || scrolled.current < rowHeight) {
      return;
    }
    const first = Math.floor(scrolled.current / rowHeight);
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
