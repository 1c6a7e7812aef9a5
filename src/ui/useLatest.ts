import * as React from 'react';

/** A box that always holds the newest value, so that a callback can stay the same function. */
export function useLatest<T>(value: T): { readonly current: T } {
  const box = React.useRef(value);
  React.useLayoutEffect(() => {
    box.current = value;
  });
  return box;
}

/** The same function each time, which calls the newest; undefined while there is none. */
export function useStable<T extends readonly unknown[]>(
  act: ((...given: T) => void) | undefined
): ((...given: T) => void) | undefined {
  const latest = useLatest(act);
  const isThere = act !== undefined;
  return React.useMemo(
    () => (isThere ? (...given: T) => latest.current?.(...given) : undefined),
    [isThere, latest]
  );
}
