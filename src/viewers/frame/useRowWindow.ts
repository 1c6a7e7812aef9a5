import * as React from 'react';
import { flushSync } from 'react-dom';

/** Browsers end at some tens of millions of pixels; beyond this the scroll bar is a scale. */
const MOST_PIXELS = 8_000_000;

/** Which rows are on the screen, and where they stand. */
export interface IRowWindow {
  readonly first: number;
  readonly last: number;
  /** Height of everything, for the scroll bar. */
  readonly height: number;
  /** Distance of a row from the top of everything. */
  top(row: number): number;
  /** Brings a row into view. */
  reveal(row: number): void;
}

/**
 * Rows of one height, more of them than a browser can lay out one under the other.
 *
 * A virtual list of the usual kind gives every row a place in pixels; ten million rows have none.
 */
export function useRowWindow(
  scroller: React.RefObject<HTMLElement>,
  options: {
    readonly rows: number;
    readonly rowHeight: number;
    /** Height of what stands above the rows and stays there. */
    readonly headHeight: number;
    readonly start: number;
    readonly onFirst?: (row: number) => void;
  }
): IRowWindow {
  const { rows, rowHeight, headHeight, onFirst } = options;
  const [height, setHeight] = React.useState(400);
  const [first, setFirst] = React.useState(options.start);
  const expected = React.useRef(-1);
  const real = rows * rowHeight;
  const total = Math.min(real, MOST_PIXELS);
  const isScaled = real > MOST_PIXELS;
  const inView = Math.max(1, (height - headHeight) / rowHeight);
  const mostFirst = Math.max(0, rows - Math.floor(inView));
  const room = Math.max(1, total + headHeight - height);

  const go = React.useCallback(
    (row: number) => {
      const next = Math.min(Math.max(0, row), mostFirst);
      const element = scroller.current;
      if (element) {
        const scrollTop = isScaled
          ? (next / Math.max(1, mostFirst)) * room
          : next * rowHeight;
        element.scrollTop = scrollTop;
        // The browser rounds it, so what comes back in the event is remembered.
        expected.current = element.scrollTop;
      }
      setFirst(next);
      onFirst?.(Math.floor(next));
    },
    [isScaled, mostFirst, onFirst, room, rowHeight, scroller]
  );

  React.useEffect(() => {
    const element = scroller.current;
    if (!element) {
      return;
    }
    const onScroll = (): void => {
      if (element.scrollTop === expected.current) {
        return;
      }
      expected.current = -1;
      const row = isScaled
        ? (element.scrollTop / room) * mostFirst
        : element.scrollTop / rowHeight;
      // In the frame that is scrolled: a moment later it would have been shown without its rows.
      flushSync(() => setFirst(row));
      onFirst?.(Math.floor(row));
    };
    const onWheel = (event: WheelEvent): void => {
      if (isScaled && event.deltaY !== 0 && !event.ctrlKey && !event.shiftKey) {
        event.preventDefault();
        const pixels =
          event.deltaMode === 1 ? event.deltaY * rowHeight : event.deltaY;
        go(first + pixels / rowHeight);
      }
    };
    element.addEventListener('scroll', onScroll);
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('wheel', onWheel);
    };
  }, [first, go, isScaled, mostFirst, onFirst, room, rowHeight, scroller]);

  React.useEffect(() => {
    const element = scroller.current;
    if (!element) {
      return;
    }
    const resizes = new ResizeObserver(() =>
      setHeight(element.clientHeight || 400)
    );
    resizes.observe(element);
    return () => resizes.disconnect();
  }, [scroller]);

  // Where the page was left, once there are rows to go to.
  const start = React.useRef(options.start);
  React.useEffect(() => {
    if (start.current > 0 && rows > 0 && height > headHeight) {
      go(start.current);
      start.current = 0;
    }
  }, [go, headHeight, height, rows]);

  const at = Math.min(first, mostFirst);
  const firstRow = Math.floor(at);
  return {
    first: firstRow,
    last: Math.min(rows, Math.ceil(at + inView) + 1),
    height: total,
    top: row =>
      isScaled
        ? (scroller.current?.scrollTop ?? 0) + (row - at) * rowHeight
        : row * rowHeight,
    reveal: row => {
      if (row < at) {
        go(row);
      } else if (row >= Math.floor(at + inView)) {
        go(row - Math.floor(inView) + 1);
      }
    }
  };
}
