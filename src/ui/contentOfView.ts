/**
 * What a codec made of an artifact's first bytes, as something that a preview draws.
 */
import type {
  IArrayView,
  IMediaView,
  IOutputsView,
  ITensorsView,
  ITextView,
  View
} from '../codecs/view';
import { widgetOf } from '../codecs/widgets';
import type { Artifact } from '../protocol/generated';
import type {
  HeatMap,
  MimeBundle,
  PreviewContent,
  TableContent
} from './previewContent';

/** Cells of an array that are shown as text. */
const CELL_ROWS = 50;
const CELL_COLUMNS = 30;
/** Cells of a heat map on each side; a larger array is thinned out. */
const HEAT_SIDE = 256;

/** Where the browser itself finds the content. */
export interface ContentPlace {
  /** Address of the bytes. */
  url: string;
  /** The first bytes, where someone has read them. */
  head?: Uint8Array;
}

/** Returns what to draw of a decoded artifact. */
export function contentOfView(
  view: View,
  artifact: Artifact,
  place: ContentPlace
): PreviewContent {
  switch (view.type) {
    case 'array':
      return {
        view: 'array',
        shape: view.shape,
        dtype: view.dtype,
        ...rangeOf(artifact),
        cells: cellsOf(view),
        heatMap: heatMapOf(view)
      };
    case 'table':
      return tableOf(view, artifact);
    case 'tensors':
      return tensorsOf(view);
    case 'outputs':
      return outputsOf(view);
    case 'plotly':
      return { view: 'plotly', figure: view.figure };
    case 'json':
      return { view: 'json', value: view.value };
    case 'text':
      return textOf(view);
    case 'media':
      return mediaOf(view.media, view.mediaType, artifact, place);
    case 'opaque':
      return opaqueOf(artifact, place);
  }
}

function rangeOf(artifact: Artifact): { minimum?: string; maximum?: string } {
  const { preview } = artifact;
  return preview?.type === 'array'
    ? { minimum: preview.minimum, maximum: preview.maximum }
    : {};
}

/** Length of a row in memory: the last dimension. */
function rowLength(view: IArrayView): number {
  return view.shape.at(-1) ?? 1;
}

function cellsOf(view: IArrayView): string[][] {
  const length = rowLength(view);
  if (view.count === 0 || length === 0) {
    return [];
  }
  const rows = view.shape.length < 2 ? 1 : Math.ceil(view.count / length);
  return Array.from({ length: Math.min(rows, CELL_ROWS) }, (_, row) => {
    const start = row * length;
    const end = Math.min(start + Math.min(length, CELL_COLUMNS), view.count);
    return Array.from({ length: Math.max(0, end - start) }, (_cell, column) =>
      view.text(start + column)
    );
  });
}

/** The whole rows that are here, every so many of them where there are too many to draw. */
function heatMapOf(view: IArrayView): HeatMap | undefined {
  const length = rowLength(view);
  const whole = length === 0 ? 0 : Math.floor(view.count / length);
  if (view.shape.length !== 2 || whole < 2 || length < 2) {
    return undefined;
  }
  const rowStep = Math.ceil(whole / HEAT_SIDE);
  const columnStep = Math.ceil(length / HEAT_SIDE);
  const rows = Math.ceil(whole / rowStep);
  const columns = Math.ceil(length / columnStep);
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const index = row * rowStep * length + column * columnStep;
      values[row * columns + column] = view.number(index);
    }
  }
  return { rows, columns, values, partial: !view.complete };
}

function tableOf(
  view: Extract<View, { type: 'table' }>,
  artifact: Artifact
): TableContent {
  const { preview } = artifact;
  const known = preview?.type === 'table' ? preview : undefined;
  return {
    view: 'table',
    columns: [...view.columns],
    rowCount: view.complete ? view.count : (known?.rows ?? null),
    columnCount: Math.max(view.columns.length, known?.column_count ?? 0),
    count: view.count,
    text: (row, column) => view.text(row, column)
  };
}

function tensorsOf(view: ITensorsView): PreviewContent {
  return {
    view: 'tensors',
    count: view.tensors.length,
    parameters: view.parameters,
    tensors: view.tensors.map(({ name, dtype, shape }) => ({
      name,
      dtype,
      shape: [...shape]
    }))
  };
}

const MARKUP: ReadonlySet<string> = new Set([
  'text/html',
  'application/xhtml+xml'
]);

/** Whole HTML is shown as a page in the sandbox; a part of it would only mislead. */
function textOf(view: ITextView): PreviewContent {
  const mediaType = view.mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
  return view.complete && MARKUP.has(mediaType)
    ? { view: 'sandboxed', language: 'html', markup: view.text }
    : { view: 'text', text: view.text, truncated: !view.complete };
}

function outputsOf({ outputs, widgets }: IOutputsView): PreviewContent {
  const bundles = outputs.map(bundleOf);
  return {
    view: 'output',
    bundles,
    ...(widgets !== undefined && {
      widgets: bundles.map(bundle => widgetOf(bundle, widgets))
    })
  };
}

/** An nbformat output as one bundle, whatever its type. */
function bundleOf(output: Readonly<Record<string, unknown>>): MimeBundle {
  switch (output.output_type) {
    case 'stream':
      return { 'text/plain': output.text };
    case 'error':
      return { 'text/plain': tracebackOf(output) };
    default:
      return isBundle(output.data) ? output.data : {};
  }
}

function isBundle(value: unknown): value is MimeBundle {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function tracebackOf(output: Readonly<Record<string, unknown>>): string {
  const lines: unknown[] = Array.isArray(output.traceback)
    ? output.traceback
    : [];
  const text =
    lines.length > 0
      ? lines.join('\n')
      : `${String(output.ename) || 'error'}: ${String(output.evalue)}`;
  // Terminal colours mean nothing in a preview.
  return text.replace(/\p{Cc}\[[0-9;]*m/gu, '');
}

function mediaOf(
  media: IMediaView['media'],
  mediaType: string,
  artifact: Artifact,
  place: ContentPlace
): PreviewContent {
  switch (media) {
    case 'image': {
      const { preview } = artifact;
      const size = preview?.type === 'image' ? preview : undefined;
      return {
        view: 'image',
        url: place.url,
        mediaType,
        width: size?.width,
        height: size?.height
      };
    }
    case 'audio':
    case 'video':
      return { view: 'media', media, url: place.url, mediaType };
    case 'pdf':
      return opaqueOf(artifact, place);
  }
}

function opaqueOf(artifact: Artifact, place: ContentPlace): PreviewContent {
  return artifact.kind === 'pickle'
    ? { view: 'pickle', size: artifact.size }
    : {
        view: 'bytes',
        head: place.head ?? new Uint8Array(),
        size: artifact.size,
        mediaType: artifact.media_type
      };
}
