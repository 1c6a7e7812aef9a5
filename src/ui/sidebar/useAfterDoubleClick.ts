import * as React from 'react';

/** How long the second click of a double click may take. */
const DOUBLE_CLICK_MS = 500;
/** Rows so far above the details are not covered by them, in pixels. */
const NEAR = 48;

/**
 * What opens over a row after a click waits for a second click, which else would meet it and not
 * the row. What is open already, or leaves the row free, does not wait.
 *
 * @param share - The part of the height that it takes, in percent.
 * @returns What to show now, and what is to hear of each press.
 */
export function useAfterDoubleClick(
  shown: React.ReactNode,
  share: number
): [React.ReactNode, (event: React.PointerEvent) => void] {
  const pressedAt = React.useRef(-Infinity);
  const isOpen = React.useRef(false);
  const [, again] = React.useReducer((count: number) => count + 1, 0);
  const wait = isOpen.current
    ? 0
    : pressedAt.current + DOUBLE_CLICK_MS - performance.now();
  const waits = Boolean(shown) && wait > 0;
  React.useEffect(() => {
    isOpen.current = Boolean(shown) && !waits;
    if (waits) {
      const timer = setTimeout(again, wait);
      return () => clearTimeout(timer);
    }
    return undefined;
  });
  return [
    waits ? undefined : shown,
    event => {
      const { bottom, height } = event.currentTarget.getBoundingClientRect();
      const isCovered = event.clientY > bottom - NEAR - (height * share) / 100;
      if (isCovered && event.button === 0) {
        pressedAt.current = performance.now();
      }
    }
  ];
}
