import type { ISignal } from '@lumino/signaling';
import * as React from 'react';

/** A model with an immutable snapshot that is replaced before the signal fires. */
export interface IReadable<T> {
  readonly snapshot: T;
  readonly stateChanged: ISignal<unknown, unknown>;
}

/** The model's snapshot, in a component that renders again when it is replaced. */
export function useSnapshot<T>(model: IReadable<T>): T {
  const subscribe = React.useCallback(
    (onChange: () => void) => {
      // Its own function each time: the same slot connects only once.
      const slot = () => onChange();
      model.stateChanged.connect(slot);
      return () => {
        model.stateChanged.disconnect(slot);
      };
    },
    [model]
  );
  return React.useSyncExternalStore(subscribe, () => model.snapshot);
}
