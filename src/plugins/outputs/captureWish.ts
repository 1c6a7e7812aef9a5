/**
 * What a notebook wants its kernel to keep by itself: said in its own metadata and its cells' tags.
 */

import { type NotebookPanel } from '@jupyterlab/notebook';

import type { CaptureWish } from '../../transport/frontEnd';

/** Which outputs of every cell. */
export type CaptureWhat = CaptureWish['what'];

export const CAPTURES: readonly CaptureWhat[] = [
  'off',
  'figures',
  'tables',
  'all'
];
/** The tag of a cell whose outputs are all kept. */
export const KEEP_TAG = 'keep';
/** Ours in the notebook's metadata. */
const KEY = 'cellkeep';

/** What the notebook says; off where it says nothing. */
export function captureOf({ content }: NotebookPanel): CaptureWhat {
  const ours = content.model?.getMetadata(KEY) as
    { capture?: unknown } | null | undefined;
  return CAPTURES.find(what => what === ours?.capture) ?? 'off';
}

/** Let the notebook say something else. */
export function setCapture(
  { content }: NotebookPanel,
  what: CaptureWhat
): void {
  const ours = content.model?.getMetadata(KEY) as
    Readonly<Record<string, unknown>> | null | undefined;
  const { capture: _, ...rest } = ours ?? {};
  if (what !== 'off') {
    content.model?.setMetadata(KEY, { ...rest, capture: what });
  } else if (Object.keys(rest).length > 0) {
    content.model?.setMetadata(KEY, rest);
  } else {
    content.model?.deleteMetadata(KEY);
  }
}

/** All that the kernel is to be told. */
export function wishOf(panel: NotebookPanel): CaptureWish {
  const cells: string[] = [];
  for (const cell of panel.content.model?.cells ?? []) {
    if (cell.type === 'code' && tagsOf(cell).includes(KEEP_TAG)) {
      cells.push(cell.id);
    }
  }
  return { what: captureOf(panel), cells };
}

/** The part of a cell's model that tags are read of and written to. */
interface ITagged {
  getMetadata(key: string): unknown;
  setMetadata(key: string, value: string[]): void;
  deleteMetadata(key: string): void;
}

/** A cell's tags. */
export function tagsOf(cell: Pick<ITagged, 'getMetadata'>): string[] {
  const tags = cell.getMetadata('tags');
  return Array.isArray(tags)
    ? tags.filter((tag): tag is string => typeof tag === 'string')
    : [];
}

/** Give a cell the tag, or take it away. */
export function setKeepTag(cell: ITagged, keep: boolean): void {
  const others = tagsOf(cell).filter(tag => tag !== KEEP_TAG);
  const tags = keep ? [...others, KEEP_TAG] : others;
  if (tags.length > 0) {
    cell.setMetadata('tags', tags);
  } else {
    cell.deleteMetadata('tags');
  }
}
