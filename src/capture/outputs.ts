/**
 * Outputs of a cell as things to save: always the model's mimebundle, never what the page shows.
 *
 * The page may show an output cut, scrolled away or not at all; the model holds every
 * representation that the kernel sent.
 */

import type * as nbformat from '@jupyterlab/nbformat';
import type { JSONObject } from '@lumino/coreutils';
import { sha256 } from 'hash-wasm';

import { CellkeepError } from '../protocol/errors';
import type { Category, Provenance, Run } from '../protocol/generated';
import { checkName } from '../protocol/names';
import type { ISaveRequest } from '../transfer/request';
import type { ICapture, ICapturer } from './capturers';
import {
  encodeOutputs,
  errorTitle,
  imageOf,
  MIMEBUNDLE,
  multilineText,
  PLOTLY,
  previewOf,
  representations,
  WIDGET_VIEW
} from './bundle';
import { outputNames } from './names';
import { type ReadPicture, withOutputPictures } from './markdown';
import { togetherWith } from './together';
import { makeThumbnail, type MakeThumbnail } from './thumbnails';
import { stateBehind, type IWidgetState } from './widgets';

/** A cell with its outputs, and where it stands. */
export interface ICapturedCell {
  /** All outputs of the cell, in order: an output is addressed by its index in them. */
  readonly outputs: readonly nbformat.IOutput[];
  readonly source: string;
  /** Of the cell's own outputs that which shows these: a widget. */
  readonly within?: number;
  readonly cellId?: string;
  readonly executionCount?: number | null;
  /** Path of the notebook. */
  readonly notebook?: string;
  readonly kernelId?: string;
  /** Language and version, such as 'python 3.11.7'. */
  readonly language?: string;
  /** What the models behind a widget view hold, where somebody could tell. */
  readonly widgets?: IWidgetState;
  /** Reads pictures that an output shows from beside the notebook. */
  readonly readPicture?: ReadPicture;
}

/** How the outputs are to be kept. */
export interface IOutputChoice {
  readonly run: Run;
  readonly category: Category;
  /** Instead of the name that would be guessed; only for one output. */
  readonly name?: string;
  /** How it was asked for. */
  readonly via?: Provenance['via'];
  /** Replaced by tests. */
  readonly thumbnail?: MakeThumbnail;
  /** The output is kept as it stands in the notebook, for it to come back the same. */
  readonly isExact?: boolean;
  /** Another extension's way to keep such an output. */
  readonly capturer?: ICapturer;
  /** Lets an artifact of other bytes than the output's own say which output it is of. */
  readonly digest?: (blob: Blob) => Promise<string>;
}

/**
 * One output as a thing to save, with all of its representations.
 *
 * @param cell - The cell, with all of its outputs.
 * @param index - Which of them.
 * @throws {@link CellkeepError} EMPTY_SELECTION where the cell has no such output any more,
 * BAD_NAME where the name given cannot be one.
 */
export async function outputRequest(
  cell: ICapturedCell,
  index: number,
  choice: IOutputChoice
): Promise<ISaveRequest> {
  const output = cell.outputs[index];
  if (!output) {
    throw new CellkeepError('EMPTY_SELECTION', 'The cell has no such output.', {
      hint: 'It may have been run again meanwhile. Save the output that is there now.'
    });
  }
  const widgets = widgetsOf(output, cell);
  const shown = togetherWith(cell.outputs, index);
  const read = choice.isExact ? undefined : cell.readPicture;
  const together = await Promise.all(
    shown.map(one => withOutputPictures(one, read))
  );
  const preview = previewOf(together);
  const name = checkName(choice.name ?? defaultOutputName(cell, index));
  const provenance = await provenanceOf(cell, choice.via ?? 'output', index);
  // Of pictures beside the notebook the output's own bytes say nothing: they may be others by now.
  const isOwn = !choice.capturer && !widgets && together.length === 1;
  if (choice.digest && !isOwn) {
    const blob = await encodeOutputs([output]);
    provenance.output_sha256 = await choice.digest(blob);
  }
  if (choice.capturer) {
    const captured = await choice.capturer.capture(output);
    return requestOfCapture(captured, choice, name, provenance);
  }
  const blob = await encodeOutputs(together, widgets);
  const image = imageOf(output);
  const thumbnail = image && (await (choice.thumbnail ?? makeThumbnail)(image));
  return {
    name,
    category: choice.category,
    mediaType: MIMEBUNDLE,
    codec: 'mimebundle.v1',
    source: { type: 'blob', blob },
    run: choice.run,
    summary:
      together.length > 1 ? 'Bokeh' : summaryOf(output, widgets !== undefined),
    preview,
    ...(thumbnail ? { thumbnail } : {}),
    provenance,
    metadata: notesOn(output, widgets)
  };
}

function requestOfCapture(
  captured: ICapture,
  choice: IOutputChoice,
  name: string,
  provenance: Provenance
): ISaveRequest {
  const { metadata = {}, name: given, ...rest } = captured;
  return {
    ...rest,
    name: choice.name === undefined && given ? checkName(given) : name,
    category: choice.category,
    run: choice.run,
    provenance,
    metadata
  };
}

/** The state of the models behind an output's widget view. */
function widgetsOf(
  output: nbformat.IOutput,
  cell: ICapturedCell
): IWidgetState | undefined {
  const view = representations(output)[WIDGET_VIEW] as
    { model_id?: unknown } | undefined;
  return typeof view?.model_id === 'string' && cell.widgets
    ? stateBehind(cell.widgets, view.model_id)
    : undefined;
}

/** Every output of a cell, each as a thing of its own. */
export function cellOutputRequests(
  cell: ICapturedCell,
  choice: Omit<IOutputChoice, 'name'>
): Promise<ISaveRequest[]> {
  return Promise.all(
    cell.outputs.map((_, index) => outputRequest(cell, index, choice))
  );
}

/** The name that an output gets where nobody says another. */
export function defaultOutputName(cell: ICapturedCell, index: number): string {
  const named = {
    source: cell.source,
    execution_count: cell.executionCount ?? null
  };
  return outputNames(cell.outputs, named)[index] ?? '';
}

/** Where a cell's things come from. */
export async function provenanceOf(
  cell: ICapturedCell,
  via: Provenance['via'],
  outputIndex?: number
): Promise<Provenance> {
  const provenance: Provenance = { via };
  if (outputIndex !== undefined) {
    provenance.output_index = cell.within ?? outputIndex;
    provenance.captured = 'display';
  }
  if (cell.notebook) {
    provenance.notebook = cell.notebook;
  }
  if (cell.cellId) {
    provenance.cell_id = cell.cellId;
  }
  if (typeof cell.executionCount === 'number') {
    provenance.execution_count = cell.executionCount;
  }
  if (cell.source) {
    provenance.source = cell.source;
    provenance.source_sha256 = await sha256(cell.source);
  }
  if (cell.kernelId) {
    provenance.kernel_id = cell.kernelId;
  }
  if (cell.language) {
    provenance.language = cell.language;
  }
  return provenance;
}

/** What is true of the output and cannot be seen in its bytes. */
function notesOn(
  output: nbformat.IOutput,
  widgets: IWidgetState | undefined
): JSONObject {
  // The view says only which model to show, and the model lives in the kernel.
  return WIDGET_VIEW in representations(output) && !widgets
    ? { live_widget: true }
    : {};
}

/** What people call the richest representation. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  'text/markdown': 'Markdown',
  'text/latex': 'LaTeX',
  'image/svg+xml': 'SVG',
  'image/jpeg': 'JPEG',
  'image/gif': 'GIF',
  'image/webp': 'WebP',
  'application/pdf': 'PDF',
  'application/json': 'JSON',
  'application/geo+json': 'GeoJSON',
  'application/javascript': 'JavaScript'
};

/** What an output is, in a few characters. */
export function summaryOf(output: nbformat.IOutput, hasState: boolean): string {
  const data = representations(output);
  if (WIDGET_VIEW in data) {
    return hasState
      ? 'widget, with its state'
      : 'live widget, without its state';
  }
  if (output.output_type === 'error') {
    return [...errorTitle(output)].slice(0, 60).join('');
  }
  const { media_types: mediaTypes, text, width, height } = previewOf([output]);
  if (PLOTLY in data) {
    const traces = (data[PLOTLY] as { data?: unknown }).data;
    const count = Array.isArray(traces) ? traces.length : 0;
    return `Plotly, ${count} ${count === 1 ? 'trace' : 'traces'}`;
  }
  if (width && height) {
    return `${width} × ${height}`;
  }
  const richest = mediaTypes[0] ?? '';
  if (richest === 'text/plain' && text !== undefined) {
    const lines = text.trimEnd().split('\n').length;
    return lines === 1 ? text.trim().slice(0, 60) : `${lines} lines`;
  }
  if (/^application\/vnd\.vega(lite)?\./.test(richest)) {
    return richest.includes('vegalite') ? 'Vega-Lite' : 'Vega';
  }
  if (richest === 'text/html') {
    return playerIn(multilineText(data[richest])) ?? 'HTML';
  }
  return SHORT_NAMES[richest] ?? richest;
}

/** What IPython's sounds and films are: HTML with a player in it. */
function playerIn(html: string): string | undefined {
  return /<(audio|video)\b/.exec(html.slice(0, 4000))?.[1];
}
