import * as React from 'react';

import { useLatest } from '../useLatest';
import { artifactKey } from './row';
import type { Rows } from './rows';

/** Shows an artifact once, as soon as its row is there; what hides the row is opened. */
export function useReveal(
  id: string | null,
  rows: Rows,
  show: (index: number) => void,
  open: (keys: readonly string[]) => void
): void {
  const latest = useLatest({ show, open });
  const shown = React.useRef<string | null>(null);
  React.useEffect(() => {
    if (id === null || id === shown.current) {
      shown.current = id;
      return;
    }
    const keys =
      rows.indexOf(artifactKey(id)) < 0 ? (rows.keysTo(id) ?? []) : [];
    if (keys.length > 0) {
      latest.current.open(keys);
      return;
    }
    const index = rows.indexFor(id);
    if (index >= 0) {
      shown.current = id;
      latest.current.show(index);
    }
  }, [id, rows, latest]);
}
