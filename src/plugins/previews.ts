/**
 * From a decoded view to what the preview component draws: bounded text, numbers and addresses.
 */

import type { TranslationBundle } from '@jupyterlab/translation';

import { representations } from '../capture/bundle';
import type {
  IArrayView,
  IContentSource,
  IMediaView,
  IOutputsView,
  ITableView,
  View
} from '../codecs/view';
import { CellkeepError } from '../protocol/errors';
import type { Artifact, Preview } from '../protocol/generated';
import type { ICellkeep } from '../tokens';
import type { HeatMap, PreviewContent } from '../ui/previewContent';

const MIB = 1024 * 1024;
/** Outputs are JSON, so they have to be read whole. */
const LARGEST_OUTPUT_BYTES = 64 * MIB;
/** Read whole as well, and put into a frame as text. */
const LARGEST_HTML_BYTES = 8 * MIB;
/** As much of unknown bytes as is shown in hexadecimal. */
const HEAD_BYTES = 512;

/** As much as a grid shows. */
const MAX_ROWS = 1000;
const MAX_COLUMNS = 100;
const MAX_HEAT_SIDE = 256;

/** A preview, and what to do when it is not shown any more. */
export interface ILoadedPreview {
  readonly content: PreviewContent;
  readonly release: () => void;
}

/** What loading a preview takes. */
export interface IPreviewOptions {
  readonly cellkeep: Pick<
    ICellkeep,
    'content' | 'contentUrl' | 'decode'
  >;
  /** Larger pictures are not loaded. */
  readonly limitBytes: number;
  readonly trans: TranslationBundle;
}

/**
 * Load what a preview of an artifact shows: no more of its bytes than that takes.
 *
 * @throws {@link CellkeepError} TOO_LARGE where it could only be read whole.
 */
export async function loadPreview(
  artifact: Artifact,
  options: IPreviewOptions,
  signal: AbortSignal
): Promise<ILoadedPreview> {
  if (artifact.kind === 'pickle') {
    return still({ view: 'pickle', size: artifact.size });
  }
  if (artifact.media_type.startsWith('application/vnd.jupyter.mimebundle')) {
    assertSize(artifact, LARGEST_OUTPUT_BYTES, options.trans);
  }
  const { cellkeep } = options;
  const view = await cellkeep.decode(artifact, signal);
  if (view.type === 'media') {
    return loadMedia(artifact, view, options, signal);
  }
  return still(await contentOfView(artifact, view, options, signal));
}

async function contentOfView(
  artifact: Artifact,
  view: Exclude<View, IMediaView>,
  options: IPreviewOptions,
  signal: AbortSignal
): Promise<PreviewContent> {
  switch (view.type) {
    case 'array':
      return arrayContent(view, artifact.preview);
    case 'table':
      return tableContent(view, artifact.preview);
    case 'tensors':
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
    case 'outputs':
      return outputContent(view);
    case 'plotly':
      return { view: 'plotly', figure: view.figure };
    case 'json':
      return { view: 'json', value: view.value };
    case 'text':
      return { view: 'text', text: view.text, truncated: !view.complete };
    case 'opaque':
      return bytesContent(artifact, options, signal);
  }
}

/** The first bytes of what nobody here can show. */
async function bytesContent(
  artifact: Artifact,
  options: IPreviewOptions,
  signal: AbortSignal
): Promise<PreviewContent> {
  const source = options.cellkeep.content(artifact);
  return {
    view: 'bytes',
    head: await source.read(0, HEAD_BYTES, signal),
    size: artifact.size,
    mediaType: artifact.media_type
  };
}

async function loadMedia(
  artifact: Artifact,
  view: IMediaView,
  options: IPreviewOptions,
  signal: AbortSignal
): Promise<ILoadedPreview> {
  const { cellkeep, limitBytes, trans } = options;
  const source = cellkeep.content(artifact);
  if (view.media === 'html') {
    assertSize(artifact, Math.min(limitBytes, LARGEST_HTML_BYTES), trans);
    const markup = await readText(source, signal);
    return still({ view: 'sandboxed', language: 'html', markup });
  }
  if (view.media === 'image') {
    assertSize(artifact, limitBytes, trans);
    return loadImage(source, view.mediaType, artifact.preview, signal);
  }
  if (view.media === 'pdf') {
    return still(await bytesContent(artifact, options, signal));
  }
  return still({
    view: 'media',
    media: view.media,
    // By its address: the browser reads as much as it plays.
    url: cellkeep.contentUrl(artifact),
    mediaType: view.mediaType
  });
}

/** A picture by its bytes, not by its address: that works however the person is logged in. */
async function loadImage(
  source: IContentSource,
  mediaType: string,
  preview: Preview | undefined,
  signal: AbortSignal
): Promise<ILoadedPreview> {
  const bytes = await source.read(0, source.size, signal);
  const blob = new Blob([Uint8Array.from(bytes)], { type: mediaType });
  const url = URL.createObjectURL(blob);
  const size =
    preview?.type === 'image'
      ? { width: preview.width, height: preview.height }
      : {};
  return {
    content: { view: 'image', url, mediaType, ...size },
    release: () => URL.revokeObjectURL(url)
  };
}

function outputContent({ outputs }: IOutputsView): PreviewContent {
  return { view: 'output', bundles: outputs.map(representations) };
}

function tableContent(
  view: ITableView,
  preview: Preview | undefined
): PreviewContent {
  // A prefix does not say how many rows there are in all; the manifest does.
  const known = preview?.type === 'table' ? preview.rows : null;
  return {
    view: 'table',
    columns: view.columns,
    rowCount: view.complete ? view.count : known,
    columnCount: view.columns.length,
    count: view.count,
    text: (row, column) => view.text(row, column)
  };
}

/** The last two dimensions as rows and columns; of more dimensions, the first slice. */
function arrayContent(
  view: IArrayView,
  preview: Preview | undefined
): PreviewContent {
  const columns = view.shape.at(-1) ?? 1;
  const rows = Math.min(
    view.shape.at(-2) ?? 1,
    columns > 0 ? Math.ceil(view.count / columns) : 0
  );
  const cells = Array.from({ length: Math.min(rows, MAX_ROWS) }, (_, row) => {
    const here = Math.max(0, Math.min(columns, view.count - row * columns));
    return Array.from(
      { length: Math.min(here, MAX_COLUMNS) },
      (_, column) => view.text(row * columns + column)
    );
  });
  const facts = preview?.type === 'array' ? preview : undefined;
  const isPlane = view.shape.length === 2 && rows > 1 && columns > 1;
  return {
    view: 'array',
    shape: view.shape,
    dtype: view.dtype,
    minimum: facts?.minimum,
    maximum: facts?.maximum,
    cells,
    ...(isPlane ? { heatMap: heatMap(view, rows, columns) } : {})
  };
}

/** Every n-th element of a plane, so that no side is longer than can be drawn. */
function heatMap(view: IArrayView, rows: number, columns: number): HeatMap {
  const height = Math.min(rows, MAX_HEAT_SIDE);
  const width = Math.min(columns, MAX_HEAT_SIDE);
  const values = new Float64Array(height * width);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * rows) / height);
    for (let x = 0; x < width; x++) {
      const index = row * columns + Math.floor((x * columns) / width);
      values[y * width + x] =
        index < view.count ? view.number(index) : Number.NaN;
    }
  }
  const partial = !view.complete || height < rows || width < columns;
  return { rows: height, columns: width, values, partial };
}

async function readText(
  source: IContentSource,
  signal: AbortSignal
): Promise<string> {
  return new TextDecoder().decode(await source.read(0, source.size, signal));
}

function assertSize(
  artifact: Artifact,
  limitBytes: number,
  trans: TranslationBundle
): void {
  if (artifact.size > limitBytes) {
    throw new CellkeepError(
      'TOO_LARGE',
      trans.__(
        'It is too large for a preview: %1 MiB, and %2 are the most.',
        Math.ceil(artifact.size / MIB),
        Math.floor(limitBytes / MIB)
      ),
      { hint: trans.__('Download it to see it.') }
    );
  }
}

function still(content: PreviewContent): ILoadedPreview {
  return { content, release: () => undefined };
}
