/**
 * The sidebar as a place to drop things: while something is dragged over it, three targets.
 */

import type { TranslationBundle } from '@jupyterlab/translation';
import type { Drag } from '@lumino/dragdrop';
import * as React from 'react';
import { createRoot, type Root } from 'react-dom/client';

import {
  acceptDrag,
  bringsFiles,
  kindOfDrag,
  kindOfNativeDrag,
  takeDrop,
  type DroppedThings,
  type IDragKind
} from '../../capture/drag';
import { collectEntries, type DropEntry } from '../../capture/folders';
import { isCategory } from '../../protocol/labels';
import { Disposable } from '../../transport/disposable';
import { DropTargets } from '../../ui/drop/DropTargets';
import type { DropPlace, DropTargetsProps } from '../../ui/drop/props';

/** What the zone asks and tells. */
export interface IDropZoneOptions {
  readonly node: HTMLElement;
  readonly trans: TranslationBundle;
  /** Whether there is a store to drop into. */
  readonly isReady: () => boolean;
  /** Name of the run that a drop goes to. */
  readonly runName: () => string;
  /** Other runs that it could go to. */
  readonly otherRuns: () => DropTargetsProps['otherRuns'];
  /** The output whose picture is dragged by the browser's own drag, if any. */
  readonly draggedPicture: () => DroppedThings | null;
  readonly onDrop: (things: DroppedThings, place: DropPlace) => void;
  readonly onFiles: (entries: DropEntry[], place: DropPlace) => void;
}

const LUMINO_EVENTS = [
  'lm-dragenter',
  'lm-dragover',
  'lm-dragleave',
  'lm-drop'
];
const NATIVE_EVENTS = ['dragenter', 'dragover', 'dragleave', 'drop'];

/** Listens on one node for both kinds of drags. */
export class DropZone extends Disposable {
  constructor(private readonly _options: IDropZoneOptions) {
    super();
    for (const type of [...LUMINO_EVENTS, ...NATIVE_EVENTS]) {
      _options.node.addEventListener(type, this);
    }
  }

  protected override letGo(): void {
    for (const type of [...LUMINO_EVENTS, ...NATIVE_EVENTS]) {
      this._options.node.removeEventListener(type, this);
    }
    this._hide();
  }

  handleEvent(event: Event): void {
    switch (event.type) {
      case 'lm-dragenter':
      case 'lm-dragover':
        return this._onLuminoOver(event as Drag.Event);
      case 'lm-drop':
        return this._onLuminoDrop(event as Drag.Event);
      case 'dragenter':
      case 'dragover':
        return this._onNativeOver(event as DragEvent);
      case 'drop':
        return this._onNativeDrop(event as DragEvent);
      default:
        return this._onLeave(event as DragEvent | Drag.Event);
    }
  }

  /** Whether what a drag event of either kind brings could be dropped here. */
  accepts(event: Event): boolean {
    if (!this._options.isReady()) {
      return false;
    }
    // Lumino's events extend the browser's, so only the type tells them apart.
    if (event.type.startsWith('lm-')) {
      return kindOfDrag((event as Drag.Event).mimeData) !== null;
    }
    const { dataTransfer } = event as DragEvent;
    return (
      this._options.draggedPicture() !== null ||
      (dataTransfer !== null && bringsFiles(dataTransfer))
    );
  }

  private _onLuminoOver(event: Drag.Event): void {
    const kind = this._options.isReady() && kindOfDrag(event.mimeData);
    if (!kind) {
      return;
    }
    acceptDrag(event);
    this._show(kind, event);
    if (!this._active) {
      // Between the targets nothing is let go.
      event.dropAction = 'none';
    }
  }

  private _onLuminoDrop(event: Drag.Event): void {
    const place = this._active;
    this._hide();
    const things = takeDrop(event);
    if (things && place) {
      this._options.onDrop(things, place);
    }
  }

  private _onNativeOver(event: DragEvent): void {
    const transfer = event.dataTransfer;
    const picture = this._options.draggedPicture();
    if (!transfer || !this._options.isReady()) {
      return;
    }
    if (!picture && !bringsFiles(transfer)) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const kind: IDragKind = picture
      ? { noun: 'outputs', count: 1 }
      : kindOfNativeDrag(transfer);
    this._show(kind, event);
    transfer.dropEffect = this._active ? 'copy' : 'none';
  }

  private _onNativeDrop(event: DragEvent): void {
    const transfer = event.dataTransfer;
    const place = this._active;
    const picture = this._options.draggedPicture();
    if (!transfer || !(picture || bringsFiles(transfer))) {
      return;
    }
    // Also where it fell between the targets: else the browser opens the file.
    event.preventDefault();
    event.stopPropagation();
    this._hide();
    if (!place) {
      return;
    }
    if (picture) {
      this._options.onDrop(picture, place);
    } else {
      this._options.onFiles(collectEntries(transfer), place);
    }
  }

  private _onLeave(event: DragEvent | Drag.Event): void {
    const to = event.relatedTarget;
    // Also sent for each step from child to child; the drag has left when it goes outside.
    if (!(to instanceof Node) || !this._options.node.contains(to)) {
      this._hide();
    }
  }

  private _show(kind: IDragKind, event: Event): void {
    const { node, trans, runName, otherRuns } = this._options;
    if (!this._overlay) {
      const element = document.createElement('div');
      node.appendChild(element);
      this._overlay = { element, root: createRoot(element) };
      this._runName = runName();
      this._otherRuns = otherRuns();
      document.addEventListener('keydown', this._onKey, true);
    }
    this._active = placeAt(event);
    this._overlay.root.render(
      <DropTargets
        trans={trans}
        dragged={kind}
        runName={this._runName}
        otherRuns={this._otherRuns}
        active={this._active}
      />
    );
  }

  private _hide(): void {
    const overlay = this._overlay;
    this._overlay = null;
    this._active = null;
    if (overlay) {
      document.removeEventListener('keydown', this._onKey, true);
      overlay.element.remove();
      overlay.root.unmount();
    }
  }

  /** Escape ends a drag, and not every drag tells those it is over. */
  private readonly _onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      this._hide();
    }
  };
  private _overlay: { element: HTMLElement; root: Root } | null = null;
  private _active: DropPlace | null = null;
  private _runName = '';
  private _otherRuns: DropTargetsProps['otherRuns'] = [];
}

/**
 * The target that the event is on. Not `elementFromPoint`: while Lumino drags, a backdrop for the
 * cursor lies over everything.
 */
function placeAt(event: Event): DropPlace | null {
  const target =
    event.target instanceof Element
      ? event.target.closest<HTMLElement>('[data-category]')
      : null;
  const category = target?.dataset['category'];
  const runId = target?.dataset['run'];
  return isCategory(category) ? { category, ...(runId && { runId }) } : null;
}
