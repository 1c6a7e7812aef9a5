import type { ReadonlyJSONObject, ReadonlyJSONValue } from '@lumino/coreutils';
import * as React from 'react';

import type { IViewerProps } from '../../tokens';

/** Returns how to keep parts of a viewer's state; each part has a name. */
export function useViewerState({
  state,
  onState
}: Pick<IViewerProps, 'state' | 'onState'>): {
  get: <T extends ReadonlyJSONValue>(name: string, initial: T) => T;
  set: (name: string, value: ReadonlyJSONValue) => void;
} {
  const [parts, setParts] = React.useState<ReadonlyJSONObject>(state ?? {});
  const current = React.useRef(parts);
  return {
    // What was kept was written by this very viewer, at worst by an older one of the same parts.
    get: (name, initial) =>
      typeof parts[name] === typeof initial
        ? (parts[name] as typeof initial)
        : initial,
    set: (name, value) => {
      current.current = { ...current.current, [name]: value };
      setParts(current.current);
      onState?.(current.current);
    }
  };
}
