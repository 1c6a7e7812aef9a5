import * as React from 'react';

import type { CatalogList } from '../../model/types';
import type { ListProps } from '../props';
import { useLatest } from '../useLatest';
import type { Rows } from './rows';
import { actedOn, artifactAt } from './selection';

/** How far the pointer goes before a press becomes a drag, as in JupyterLab's file browser. */
const DRAG_THRESHOLD = 5;

function isDraggable(target: EventTarget): boolean {
  return (
    target instanceof Element && target.closest('[draggable=true]') !== null
  );
}

/** Watches a press on a row until it is let go, or has become a drag of the artifacts, or the run, that it is about. */
export function useDragOut(
  onDragStart: ListProps['onDragStart'],
  rows: Rows,
  list: CatalogList,
  selection: readonly string[]
): (event: React.PointerEvent<HTMLDivElement>, index: number) => void {
  const latest = useLatest({ onDragStart, rows, list, selection });
  return React.useCallback(
    (event, index) => {
      const pressed = latest.current.rows.at(index);
      const artifact = artifactAt(latest.current.rows, index);
      const run =
        pressed?.type === 'group' ? pressed.group.run?.run : undefined;
      if (
        !(artifact ?? run) ||
        event.button !== 0 ||
        // The browser's own drag, to the desktop.
        isDraggable(event.target) ||
        !latest.current.onDragStart
      ) {
        return;
      }
      const row = event.currentTarget;
      const { clientX, clientY } = event;
      const watch = new AbortController();
      const options = { signal: watch.signal, capture: true };
      const move = (moved: PointerEvent): void => {
        const far =
          Math.abs(moved.clientX - clientX) >= DRAG_THRESHOLD ||
          Math.abs(moved.clientY - clientY) >= DRAG_THRESHOLD;
        if (far) {
          watch.abort();
          const now = latest.current;
          const dragged = artifact
            ? { artifacts: actedOn(now.list, artifact, now.selection) }
            : run && { run };
          if (dragged) {
            now.onDragStart?.(dragged, moved, row);
          }
        }
      };
      const stop = (): void => watch.abort();
      document.addEventListener('pointermove', move, options);
      document.addEventListener('pointerup', stop, options);
      document.addEventListener('pointercancel', stop, options);
    },
    [latest]
  );
}
