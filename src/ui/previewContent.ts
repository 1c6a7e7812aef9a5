/**
 * What a preview shows: bounded data that is ready to be drawn.
 *
 * Values are text because the store's numbers (64-bit integers, decimals, dates) are not JavaScript's.
 */
import type { IWidgetNode } from '../codecs/widgets';
import type {
  ColumnPreview,
  Preview,
  TensorPreview
} from '../protocol/generated';

/** A grid of numbers to draw as a heat map; at most some hundreds a side. */
export interface HeatMap {
  rows: number;
  columns: number;
  /** Row by row; NaN where there is no value. */
  values: ArrayLike<number>;
  /** Whether the grid leaves out part of the array. */
  partial: boolean;
}

export interface ArrayContent {
  view: 'array';
  shape: readonly number[];
  dtype: string;
  minimum?: string;
  maximum?: string;
  /** The first values: rows of cells. One row for one dimension, one cell for none. */
  cells?: readonly (readonly string[])[];
  /** Only for two dimensions. */
  heatMap?: HeatMap;
  /** NumPy's own short repr, shown where there are no cells. */
  text?: string;
}

export interface TableContent {
  view: 'table';
  columns: readonly ColumnPreview[];
  /** Rows and columns of the whole table; `null` where nobody knows. */
  rowCount: number | null;
  columnCount: number;
  /** How many rows are here. */
  count: number;
  /** A value as text; `null` where it is missing. Asked for only what is on the screen. */
  text: (row: number, column: number) => string | null;
}

export interface TensorsContent {
  view: 'tensors';
  /** Tensors and elements in all. */
  count: number;
  parameters: number;
  tensors: readonly TensorPreview[];
}

export interface ImageContent {
  view: 'image';
  /** An object URL, or the address of the content or of a thumbnail. */
  url: string;
  mediaType: string;
  width?: number;
  height?: number;
}

export interface MediaContent {
  view: 'media';
  media: 'audio' | 'video';
  url: string;
  mediaType: string;
}

export interface TextContent {
  view: 'text';
  text: string;
  /** Whether there is more. */
  truncated: boolean;
}

export interface JsonContent {
  view: 'json';
  value: unknown;
}

/** HTML or SVG of unknown origin. It is shown in a frame that can reach nothing. */
export interface SandboxedContent {
  view: 'sandboxed';
  language: 'html' | 'svg';
  markup: string;
}

export interface PlotlyContent {
  view: 'plotly';
  /** Parsed JSON of `application/vnd.plotly.v1+json`; checked before it is drawn. */
  figure: unknown;
}

/** One output in several representations by media type, as nbformat has them. */
export type MimeBundle = Readonly<Record<string, unknown>>;

export interface OutputContent {
  view: 'output';
  bundles: readonly MimeBundle[];
  /** In the order of the bundles: the widgets whose state was kept. */
  widgets?: readonly (IWidgetNode | undefined)[];
}

/** A widget without its code. */
export interface WidgetContent {
  view: 'widget';
  widget: IWidgetNode;
}

export interface PickleContent {
  view: 'pickle';
  size: number;
}

/** Bytes that nothing here can read. */
export interface BytesContent {
  view: 'bytes';
  /** The first bytes, at most some hundreds. */
  head: Uint8Array;
  size: number;
  mediaType: string;
}

export type PreviewContent =
  | ArrayContent
  | TableContent
  | TensorsContent
  | ImageContent
  | MediaContent
  | TextContent
  | JsonContent
  | SandboxedContent
  | PlotlyContent
  | OutputContent
  | WidgetContent
  | PickleContent
  | BytesContent;

/**
 * What can be shown from the manifest alone, before any byte is fetched.
 *
 * @returns `null` where the manifest says too little, as of a picture without its bytes.
 */
export function contentOfManifest(preview: Preview): PreviewContent | null {
  switch (preview.type) {
    case 'array':
      return { view: 'array', ...withoutType(preview) };
    case 'table':
      return {
        view: 'table',
        columns: preview.columns,
        rowCount: preview.rows,
        columnCount: preview.column_count,
        count: preview.head.length,
        text: (row, column) => preview.head[row]?.[column] ?? null
      };
    case 'tensors':
      return { view: 'tensors', ...withoutType(preview) };
    case 'text':
      return { view: 'text', text: preview.text, truncated: preview.truncated };
    case 'output':
      return preview.text === undefined
        ? null
        : { view: 'text', text: preview.text, truncated: false };
    case 'plotly':
    case 'image':
      return null;
  }
}

function withoutType<T extends { type: string }>(preview: T): Omit<T, 'type'> {
  const { type: _, ...rest } = preview;
  return rest;
}
