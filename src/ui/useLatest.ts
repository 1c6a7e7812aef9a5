import * as React from 'react';

/** A box that always holds the newest value, so that a callback can stay the same function. */
export function useLatest<T>(value: T): { readonly current: T } {
  const box = React.useRef(value);
  React.useLayoutEffect(() => {
    box.current = value;
  });
  return box;
}
