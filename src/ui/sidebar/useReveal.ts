import * as React from 'react';

import { useLatest } from '../useLatest';
import { artifactKey, type Rows } from './rows';

/** Shows an artifact once, as soon as its row is there. */
export function useReveal(
  id: string | null,
  rows: Rows,
  show: (index: number) => void
): void {
  const latest = useLatest(show);
  const shown = React.useRef<string | null>(null);
  React.useEffect(() => {
    if (id === null || id === shown.current) {
      shown.current = id;
      return;
    }
    const index = rows.indexOf(artifactKey(id));
    if (index >= 0) {
      shown.current = id;
      latest.current(index);
    }
  }, [id, rows, latest]);
}
