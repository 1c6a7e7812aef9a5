import * as React from 'react';

/** A row on the screen, and how far below the top of the list it begins. */
export interface Mark {
  readonly key: string;
  readonly start: number;
}

/**
 * Keeps what a person looks at in its place when rows come and go above it.
 *
 * At the very top nothing is held: there the news is what a person looks at.
 *
 * @param drawn - The rows that are drawn, from top to bottom.
 * @param startOf - Where a row begins now; undefined where it is gone.
 */
export function useSteadyScroll(
  scroller: React.RefObject<HTMLElement>,
  rows: object,
  drawn: readonly (Mark & { readonly end: number })[],
  startOf: (key: string) => number | undefined
): void {
  const before = React.useRef({ rows, drawn });
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
    before.current = { rows, drawn };
    const element = scroller.current;
    const top = scrolled.current;
    if (!element || was.rows === rows || top < LEAST) {
      return;
    }
    for (const { key, start, end } of was.drawn) {
      const now = end > top ? startOf(key) : undefined;
      if (now !== undefined) {
        if (now !== start) {
          element.scrollTop += now - start;
        }
        return;
      }
    }
  });
}

/** Scrolled by less than this, the list is at its top. */
const LEAST = 24;
