import * as React from 'react';

import type { ErrorInfo } from '../../protocol/generated';
import type { Outcome } from './editing';

/** A change on its way, and why the last one failed. */
export interface Change {
  busy: boolean;
  error: ErrorInfo | null;
  /** Make a change; resolves to whether it was made. One at a time. */
  make: (change: () => Promise<Outcome>) => Promise<boolean>;
  /** Forget the failure. */
  forget: () => void;
}

/** Runs changes one at a time; what fails after its place has gone is still told. */
export function useChange(onUnseenFailure: (error: ErrorInfo) => void): Change {
  const [busy, setBusy] = React.useState(false);
  const [error, setError] = React.useState<ErrorInfo | null>(null);
  const shown = React.useRef(true);
  const running = React.useRef(false);
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
      if (running.current) {
        return false;
      }
      running.current = true;
      setBusy(true);
      setError(null);
      const failure = await change();
      running.current = false;
      if (!shown.current) {
        if (failure) {
          onUnseenFailure(failure);
        }
        return !failure;
      }
      setBusy(false);
      setError(failure);
      return !failure;
    },
    forget: () => setError(null)
  };
}
