/**
 * Dragged cells as things to save: what they made, or, where they made nothing, what they say.
 */

import type * as nbformat from '@jupyterlab/nbformat';

import type { Category, Run } from '../protocol/generated';
import type { ISaveRequest } from '../transfer/request';
import { multilineText } from './bundle';
import { mediaTypeOfLanguage } from './mediaTypes';
import { type ReadPicture, withPictures } from './markdown';
import { codeName, distinct } from './names';
import {
  cellOutputRequests,
  provenanceOf,
  type ICapturedCell
} from './outputs';
import type { MakeThumbnail } from './thumbnails';

/** Where the cells stand, as their JSON does not say. */
export interface ICellPlace {
  readonly notebook?: string;
  readonly kernelId?: string;
  /** Language and version, such as 'python 3.11.7'. */
  readonly language?: string;
  /** Reads pictures that are shown from beside the notebook. */
  readonly readPicture?: ReadPicture;
}

/** How the cells are to be kept. */
export interface ICellChoice {
  readonly run: Run;
  /** What they were dropped on: on 'code' the source is kept, else the outputs. */
  readonly category: Category;
  /** Replaced by tests. */
  readonly thumbnail?: MakeThumbnail;
}

/** Which output of which cell a request keeps. */
export interface ISavedOutput {
  readonly cellId: string;
  readonly index: number;
}

/** A thing to save of a dragged cell. */
export interface ICellSave {
  readonly request: ISaveRequest;
  /** Absent where it is the cell's source that is kept. */
  readonly output?: ISavedOutput;
}

/**
 * The things that cells hold.
 *
 * A cell with outputs gives each of them, with the source as its provenance. A cell without
 * outputs, or one that is dropped on 'code', gives its source. An empty cell gives nothing.
 *
 * @returns Saves whose names are all different.
 */
export async function cellRequests(
  cells: readonly nbformat.ICell[],
  place: ICellPlace,
  choice: ICellChoice
): Promise<ICellSave[]> {
  const perCell = await Promise.all(
    cells.map(cell => cellSaves(cell, place, choice))
  );
  const saves = perCell.flat();
  const names = distinct(saves.map(({ request }) => request.name));
  return saves.map((save, position) => ({
    ...save,
    request: { ...save.request, name: names[position] ?? save.request.name }
  }));
}

async function cellSaves(
  cell: nbformat.ICell,
  place: ICellPlace,
  choice: ICellChoice
): Promise<ICellSave[]> {
  const captured = captureCell(cell, place);
  if (captured.outputs.length === 0 || choice.category === 'code') {
    const requests = await sourceRequests(cell, captured, choice, place);
    return requests.map(request => ({ request }));
  }
  const requests = await cellOutputRequests(captured, {
    ...choice,
    via: 'cell'
  });
  const { cellId } = captured;
  return requests.map((request, index) =>
    cellId ? { request, output: { cellId, index } } : { request }
  );
}

/** A cell's JSON in the form that outputs are saved from. */
export function captureCell(
  cell: nbformat.ICell,
  place: ICellPlace
): ICapturedCell {
  const isCode = cell.cell_type === 'code';
  return {
    outputs: isCode ? ((cell['outputs'] ?? []) as nbformat.IOutput[]) : [],
    source: multilineText(cell.source),
    cellId: typeof cell['id'] === 'string' ? cell['id'] : undefined,
    executionCount: isCode
      ? (cell['execution_count'] as number | null)
      : undefined,
    notebook: place.notebook,
    kernelId: place.kernelId,
    language: place.language,
    readPicture: place.readPicture
  };
}

async function sourceRequests(
  cell: nbformat.ICell,
  captured: ICapturedCell,
  choice: ICellChoice,
  { readPicture }: ICellPlace
): Promise<ISaveRequest[]> {
  if (!captured.source.trim()) {
    return [];
  }
  const language =
    cell.cell_type === 'code'
      ? (captured.language?.split(' ')[0] ?? 'python')
      : cell.cell_type;
  const text =
    cell.cell_type === 'markdown'
      ? await withPictures(
          captured.source,
          cell['attachments'] as nbformat.IAttachments | undefined,
          readPicture
        )
      : captured.source;
  const lines = captured.source.trimEnd().split('\n').length;
  return [
    {
      name: codeName({
        source: captured.source,
        execution_count: captured.executionCount ?? null
      }),
      category: choice.category,
      mediaType: mediaTypeOfLanguage(language),
      codec: 'bytes.v1',
      source: {
        type: 'bytes',
        bytes: new TextEncoder().encode(text)
      },
      run: choice.run,
      summary: `${lines} ${lines === 1 ? 'line' : 'lines'}`,
      preview: {
        type: 'text',
        text: [...captured.source].slice(0, 2000).join(''),
        truncated: [...captured.source].length > 2000
      },
      provenance: await provenanceOf(captured, 'cell'),
      metadata: {}
    }
  ];
}
