/**
 * What an artifact's bytes are decoded to: plain data for a viewer to draw.
 *
 * Values are made into text only when a viewer asks for them, so that a table of a million
 * rows costs what is on the screen.
 */
import type { IOutput } from '@jupyterlab/nbformat';
import type { JSONObject, JSONValue } from '@lumino/coreutils';

/** A column of a table: its name, and its type as its library writes it. */
export interface IColumn {
  readonly name: string;
  readonly dtype: string;
}

/** The first elements of an n-dimensional array, in C (row-major) order. */
export interface IArrayView {
  readonly type: 'array';
  readonly dtype: string;
  /** Empty for a 0-d array. */
  readonly shape: ReadonlyArray<number>;
  /** How many elements are here, of the product of `shape`. */
  readonly count: number;
  /** Whether these are all of them. */
  readonly complete: boolean;
  /** Returns an element as text; `index < count`. */
  text(index: number): string;
  /** Returns an element as a number for drawing (a complex one's magnitude); NaN where it is none. */
  number(index: number): number;
}

/** The first rows of a table. */
export interface ITableView {
  readonly type: 'table';
  readonly columns: ReadonlyArray<IColumn>;
  /** How many rows are here. */
  readonly count: number;
  /** Whether these are all of them. */
  readonly complete: boolean;
  /** Returns a value as text, null where it is missing; `row < count`. */
  text(row: number, column: number): string | null;
}

/** One tensor of several. */
export interface ITensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: ReadonlyArray<number>;
  readonly bytes: number;
  /** Where its values start in the file, and how NumPy writes their type. */
  readonly start: number;
  readonly descr: string;
}

/** What a safetensors file holds, from its header. */
export interface ITensorsView {
  readonly type: 'tensors';
  readonly tensors: ReadonlyArray<ITensor>;
  /** How many there are, where not all of them are here. */
  readonly count?: number;
  /** Number of elements in all. */
  readonly parameters: number;
  /** The file's own metadata. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Outputs of a cell, as nbformat 4 writes them, for the render mime registry. */
export interface IOutputsView {
  readonly type: 'outputs';
  readonly outputs: ReadonlyArray<IOutput>;
  /** What was kept of the widgets behind them, in the form in which notebooks keep it. */
  readonly widgets?: unknown;
}

/** A Plotly figure. */
export interface IPlotlyView {
  readonly type: 'plotly';
  readonly figure: JSONObject;
}

/** A JSON value. */
export interface IJsonView {
  readonly type: 'json';
  readonly value: JSONValue;
}

/** Text. */
export interface ITextView {
  readonly type: 'text';
  readonly text: string;
  readonly mediaType: string;
  /** Whether this is all of it. */
  readonly complete: boolean;
}

/** Something that the browser itself shows from its address or bytes. */
export interface IMediaView {
  readonly type: 'media';
  readonly media: 'image' | 'audio' | 'video' | 'pdf';
  readonly mediaType: string;
}

/** Bytes that nobody here can show (an archive, a pickle, an unknown type). */
export interface IOpaqueView {
  readonly type: 'opaque';
}

/** Everything a viewer of this extension can be given. */
export type View =
  | IArrayView
  | ITableView
  | ITensorsView
  | IOutputsView
  | IPlotlyView
  | IJsonView
  | ITextView
  | IMediaView
  | IOpaqueView;

/** Where a decoder reads an artifact's bytes from. */
export interface IContentSource {
  /** Size of the whole content in bytes. */
  readonly size: number;
  /** Returns the bytes from `start` up to, not including, `end` (or the content's end). */
  read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array>;
}
