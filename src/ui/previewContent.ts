/**
 * What a preview shows: text that is ready to be drawn, bounded by whoever made it.
 *
 * Cells are text because the store's numbers (64-bit integers, decimals, dates) are not JavaScript's.
 */
import type {
  ColumnPreview,
  ErrorInfo,
  Preview,
  TensorPreview
} from '../protocol/generated';

/** A grid of numbers to draw as a heat map; at most some hundreds a side. */
export interface HeatMap {
  rows: number;
  columns: number;
  /** Row by row; NaN where there is no value. */
  values: ArrayLike<number>;
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
  /** NumPy's own short repr, where there are no cells. */
  text?: string;
}

export interface TableContent {
  view: 'table';
  columns: readonly ColumnPreview[];
  /** Rows and columns of the whole table. */
  rowCount: number;
  columnCount: number;
  /** The first rows; `null` is a missing value. */
  rows: readonly (readonly (string | null)[])[];
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
  /** An object URL or the address of a thumbnail. */
  url: string;
  mediaType: string;
  width?: number;
  height?: number;
}

export interface TextContent {
  view: 'text';
  text: string;
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

/** One output in several representations, by media type. Binary ones are base64, as nbformat has them. */
export interface OutputContent {
  view: 'output';
  bundle: Readonly<Record<string, unknown>>;
}

export interface PickleContent {
  view: 'pickle';
  size: number;
}

/** Bytes that nothing here can read. */
export interface BytesContent {
  view: 'bytes';
  head: Uint8Array;
  size: number;
  mediaType: string;
}

/** A few facts where the bytes themselves are not loaded. */
export interface FactsContent {
  view: 'facts';
  facts: readonly { label: string; value: string }[];
}

export type PreviewContent =
  | ArrayContent
  | TableContent
  | TensorsContent
  | ImageContent
  | TextContent
  | JsonContent
  | SandboxedContent
  | PlotlyContent
  | OutputContent
  | PickleContent
  | BytesContent
  | FactsContent;

export type { ErrorInfo };

/**
 * What can be shown from the manifest alone, before any byte is fetched.
 *
 * @returns `null` where the manifest says too little (a picture without its bytes).
 */
export function contentOfManifest(preview: Preview): PreviewContent | null {
  switch (preview.type) {
    case 'array':
      return {
        view: 'array',
        shape: preview.shape,
        dtype: preview.dtype,
        minimum: preview.minimum,
        maximum: preview.maximum,
        text: preview.text
      };
    case 'table':
      return {
        view: 'table',
        columns: preview.columns,
        rowCount: preview.rows,
        columnCount: preview.column_count,
        rows: preview.head
      };
    case 'tensors':
      return {
        view: 'tensors',
        count: preview.count,
        parameters: preview.parameters,
        tensors: preview.tensors
      };
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
