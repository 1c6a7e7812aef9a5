import * as React from 'react';

import type { ICall } from '../../codecs/call';
import { asCellkeepError, isAbort } from '../../protocol/errors';
import type { ErrorInfo } from '../../protocol/generated';

/** Work under way, its end, or why it failed. */
export type Progress<T> =
  | { status: 'busy'; done: number; total: number }
  | { status: 'failed'; error: ErrorInfo }
  | { status: 'ready'; value: T };

const STARTED: Progress<never> = { status: 'busy', done: 0, total: 0 };

/**
 * Runs work whenever what it depends on changes, and follows it; older work is stopped.
 *
 * @param work - Undefined where there is nothing to do.
 */
export function useCall<T>(
  work: ((call: ICall) => Promise<T>) | undefined,
  dependencies: React.DependencyList
): [Progress<T>, retry: () => void] {
  const [state, setState] = React.useState<Progress<T>>(STARTED);
  const [attempt, setAttempt] = React.useState(0);
  React.useEffect(() => {
    if (!work) {
      return;
    }
    const abort = new AbortController();
    const isCurrent = (): boolean => !abort.signal.aborted;
    setState(STARTED);
    const progress = (done: number, total: number): void => {
      if (isCurrent()) {
        setState({ status: 'busy', done, total });
      }
    };
    work({ signal: abort.signal, progress }).then(
      value => isCurrent() && setState({ status: 'ready', value }),
      error => {
        if (isCurrent() && !isAbort(error)) {
          const info = asCellkeepError(error).info();
          setState({ status: 'failed', error: info });
        }
      }
    );
    return () => abort.abort();
    // The work is what its dependencies make of it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [...dependencies, attempt]);
  return [state, () => setAttempt(attempt + 1)];
}

/** Work that a person starts and may stop. */
export function useTask<T>(): {
  state: Progress<T> | undefined;
  start: (work: (call: ICall) => Promise<T>) => void;
  stop: () => void;
} {
  const [state, setState] = React.useState<Progress<T> | undefined>();
  const abort = React.useRef<AbortController>();
  const stop = React.useCallback(() => {
    abort.current?.abort();
    setState(undefined);
  }, []);
  React.useEffect(() => () => abort.current?.abort(), []);
  const start = React.useCallback((work: (call: ICall) => Promise<T>) => {
    abort.current?.abort();
    const mine = new AbortController();
    abort.current = mine;
    setState(STARTED);
    const set = (next: Progress<T>): void => {
      if (!mine.signal.aborted) {
        setState(next);
      }
    };
    work({
      signal: mine.signal,
      progress: (done, total) => set({ status: 'busy', done, total })
    }).then(
      value => set({ status: 'ready', value }),
      error => {
        if (!isAbort(error)) {
          set({ status: 'failed', error: asCellkeepError(error).info() });
        }
      }
    );
  }, []);
  return { state, start, stop };
}
