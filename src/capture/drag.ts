/**
 * What can be dropped on Cellkeep, and how each kind of drag has to be answered.
 *
 * There are two kinds of events: Lumino's (`lm-*`) for drags that begin in JupyterLab, and the
 * browser's own for files from the desktop and for pictures in the page.
 */

import type * as nbformat from '@jupyterlab/nbformat';
import type { Cell } from '@jupyterlab/cells';
import type { OutputArea } from '@jupyterlab/outputarea';
import type { MimeData } from '@lumino/coreutils';
import type { Drag } from '@lumino/dragdrop';

/** Cells of a notebook or console, as JSON with their outputs. */
export const CELLS_MIME = 'application/vnd.jupyter.cells';
/** The same cells alive; only in drags that begin in this page. */
const LIVE_CELLS_MIME = 'internal:cells';
/** Paths selected in the file browser, all of them (its rich sibling holds only one). */
export const CONTENTS_MIME = 'application/x-jupyter-icontents';
/** One output, dragged by its keep button. JupyterLab has no type of its own for this. */
export const OUTPUT_MIME = 'application/vnd.cellkeep.output+json';

/** Ids of stored artifacts, dragged out of the sidebar. */
export const ARTIFACTS_MIME = 'application/vnd.cellkeep.artifacts+json';

/** The id of a run, dragged from the sidebar to the other of two stores. */
export const RUN_MIME = 'application/vnd.cellkeep.run+json';

/** One output of one cell, by position: a cell may have many. */
export interface IDraggedOutput {
  readonly cell: nbformat.ICodeCell;
  /** The same cell alive: a notebook's duplicate has cells of the same ids. */
  readonly live: Cell;
  readonly index: number;
  /** Where it is shown inside a widget. */
  readonly inner?: OutputArea;
  readonly notebook?: string;
  readonly kernel_id?: string;
}

/** What a drag holds, read once when it is dropped. */
export type DroppedThings =
  | { type: 'output'; output: IDraggedOutput }
  | { type: 'cells'; cells: readonly nbformat.ICell[]; live: readonly Cell[] }
  | { type: 'contents'; paths: readonly string[] };

/** What is being dragged, for the text on the drop targets. */
export interface IDragKind {
  readonly noun: 'files' | 'outputs' | 'cells' | 'things';
  /** Null where it is not known before the drop. */
  readonly count: number | null;
}

/** What a Lumino drag holds that can be saved, or null. */
export function readDrag(mimeData: MimeData): DroppedThings | null {
  if (mimeData.hasData(ARTIFACTS_MIME)) {
    // They are kept already, and hold cells only for a notebook to take.
    return null;
  }
  if (mimeData.hasData(OUTPUT_MIME)) {
    const output = mimeData.getData(OUTPUT_MIME) as IDraggedOutput;
    return { type: 'output', output };
  }
  if (mimeData.hasData(CELLS_MIME)) {
    const cells = mimeData.getData(CELLS_MIME) as nbformat.ICell[];
    const live = (mimeData.getData(LIVE_CELLS_MIME) ?? []) as Cell[];
    return cells.length > 0 ? { type: 'cells', cells, live } : null;
  }
  if (mimeData.hasData(CONTENTS_MIME)) {
    const paths = mimeData.getData(CONTENTS_MIME) as string[];
    return paths.length > 0 ? { type: 'contents', paths } : null;
  }
  return null;
}

/** What a Lumino drag is, in the words of the drop targets; null where it is not for us. */
export function kindOfDrag(mimeData: MimeData): IDragKind | null {
  const things = readDrag(mimeData);
  switch (things?.type) {
    case 'output':
      return { noun: 'outputs', count: 1 };
    case 'cells':
      return { noun: 'cells', count: things.cells.length };
    case 'contents':
      return { noun: 'files', count: things.paths.length };
    default:
      return null;
  }
}

/**
 * Say that the drop is welcome.
 *
 * Lumino lets go only where the action is one that the source supports. The file browser
 * supports nothing but 'move', so 'move' is answered there, although nothing is ever moved.
 */
export function acceptDrag(event: Drag.Event): void {
  event.preventDefault();
  event.stopPropagation();
  event.dropAction = event.supportedActions.includes('copy') ? 'copy' : 'move';
}

/**
 * Take the drop, and tell the source that nothing happened to what it holds.
 *
 * After 'move' a notebook deletes the cells and the file browser moves the files.
 */
export function takeDrop(event: Drag.Event): DroppedThings | null {
  event.preventDefault();
  event.stopPropagation();
  event.dropAction = 'none';
  return readDrag(event.mimeData);
}

/** Whether a native drag brings files. */
export function bringsFiles(transfer: DataTransfer | null): boolean {
  return transfer !== null && Array.from(transfer.types).includes('Files');
}

/** What a native drag is. A browser says how many files there are only at the drop. */
export function kindOfNativeDrag(transfer: DataTransfer): IDragKind {
  const files = Array.from(transfer.items).filter(item => item.kind === 'file');
  return { noun: 'files', count: files.length || null };
}
