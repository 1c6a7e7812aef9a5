import * as React from 'react';

import type { ErrorInfo } from '../../protocol/generated';
import type { Outcome } from './editing';

/** A change on its way, and why the last one failed. */
export interface Change {
  busy: boolean;
  error: ErrorInfo | null;
  /** Make a change, after those before it; resolves to whether it was made. */
  make: (change: () => Promise<Outcome>) => Promise<boolean>;
  /** Forget the failure. */
  forget: () => void;
}

/** Runs changes one after the other; what fails after its place has gone is still told. */
export function useChange(onUnseenFailure: (error: ErrorInfo) => void): Change {
  const [busy, setBusy] = React.useState(false);
  const [error, setError] = React.useState<ErrorInfo | null>(null);
  const shown = React.useRef(true);
  const last = React.useRef<Promise<unknown>>(Promise.resolve());
  const running = React.useRef(0);
  React.useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);
  return {
    busy,
    error,
    make: async change => {
      running.current += 1;
      setBusy(true);
      setError(null);
      const result = last.current.then(change);
      last.current = result;
      const failure = await result;
      running.current -= 1;
      if (!shown.current) {
        if (failure) {
          onUnseenFailure(failure);
        }
        return !failure;
      }
      setBusy(running.current > 0);
      setError(failure);
      return !failure;
    },
    forget: () => setError(null)
  };
}
