/**
 * Dragging an output out of its cell.
 */

import { MimeData } from '@lumino/coreutils';
import { Drag } from '@lumino/dragdrop';

import { OUTPUT_MIME, type IDraggedOutput } from '../../capture/drag';
import { Disposable } from '../../transport/disposable';
import type { ILocatedOutput } from './hosts';

/** How far the pointer must go with the button down before it is a drag. */
const DRAG_PIXELS = 5;

/** Begins the drags of outputs: one at a time. */
export class OutputDrags extends Disposable {
  protected override letGo(): void {
    this._drag?.dispose();
  }

  /** The pointer went down: what is located is dragged when it goes on far enough. */
  watch(start: PointerEvent, locate: () => ILocatedOutput | undefined): void {
    if (start.button !== 0) {
      return;
    }
    const onMove = (event: PointerEvent) => {
      const far = Math.hypot(
        event.clientX - start.clientX,
        event.clientY - start.clientY
      );
      if (far >= DRAG_PIXELS) {
        stop();
        this._begin(event, locate());
      }
    };
    const stop = () => {
      document.removeEventListener('pointermove', onMove, true);
      document.removeEventListener('pointerup', stop, true);
    };
    document.addEventListener('pointermove', onMove, true);
    document.addEventListener('pointerup', stop, true);
  }

  private _begin(
    event: PointerEvent,
    located: ILocatedOutput | undefined
  ): void {
    if (!located) {
      return;
    }
    const mimeData = new MimeData();
    mimeData.setData(OUTPUT_MIME, draggedOutput(located));
    const drag = (this._drag = new Drag({
      mimeData,
      supportedActions: 'copy',
      proposedAction: 'copy',
      source: this
    }));
    void drag.start(event.clientX, event.clientY);
  }

  private _drag: Drag | undefined;
}

/** An output as a drag carries it. */
export function draggedOutput(located: ILocatedOutput): IDraggedOutput {
  const { host, cell, index, inner } = located;
  const json = cell.model.toJSON();
  return {
    cell: inner ? { ...json, outputs: inner.model.toJSON() } : json,
    live: cell,
    index,
    ...(inner && { inner }),
    notebook: host.notebook,
    kernel_id: host.sessionContext.session?.kernel?.id
  };
}
