/** Text and JSON. */
import type { JSONObject, JSONValue } from '@lumino/coreutils';

import { parseJson } from '../json/parse';
import { CellkeepError } from '../protocol/errors';
import { essenceOf } from '../protocol/registry';
import type { IContentSource, IJsonView, IPlotlyView, ITextView } from './view';

/** Text that is shown; a longer one is cut, and says so. */
const TEXT_BYTES = 256 * 1024;
/** Documents that can only be read whole, where their viewer says nothing else. */
const WHOLE_BYTES = 64 * 1024 * 1024;
/** A larger JSON value is shown as the text it starts with. */
const JSON_BYTES = 4 * 1024 * 1024;

/** Decodes the start of a text. */
export async function decodeText(
  content: IContentSource,
  mediaType: string,
  signal?: AbortSignal
): Promise<ITextView> {
  const bytes = await content.read(0, TEXT_BYTES, signal);
  const complete = bytes.length >= content.size;
  // `stream` holds back the bytes of a character that the cut went through.
  const decoder = new TextDecoder(charsetOf(mediaType, bytes));
  const text = decoder.decode(bytes, { stream: !complete });
  return { type: 'text', text, mediaType: essenceOf(mediaType), complete };
}

/** Decodes a JSON value, or the start of its text where it is large or no JSON after all. */
export async function decodeJson(
  content: IContentSource,
  mediaType: string,
  signal?: AbortSignal
): Promise<IJsonView | ITextView> {
  if (content.size > JSON_BYTES) {
    return decodeText(content, mediaType, signal);
  }
  const text = new TextDecoder().decode(
    await content.read(0, content.size, signal)
  );
  try {
    return { type: 'json', value: JSON.parse(text) as JSONValue };
  } catch {
    const essence = essenceOf(mediaType);
    return { type: 'text', text, mediaType: essence, complete: true };
  }
}

/** Decodes a Plotly figure. */
export async function decodePlotly(
  content: IContentSource,
  signal?: AbortSignal
): Promise<IPlotlyView> {
  const figure = await readJsonObject(content, 'a Plotly figure', signal);
  return { type: 'plotly', figure };
}

/** Reads a JSON document whole, up to a size. */
export async function readJsonObject(
  content: IContentSource,
  what: string,
  signal?: AbortSignal,
  mostBytes = WHOLE_BYTES
): Promise<JSONObject> {
  if (content.size > mostBytes) {
    throw new CellkeepError(
      'TOO_LARGE',
      'This is too large to be shown in the browser.',
      { hint: 'Download it, or load it in a notebook.' }
    );
  }
  const bytes = await content.read(0, content.size, signal);
  try {
    const value = await parseJson(bytes, signal);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as JSONObject;
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) {
      throw error;
    }
  }
  throw new CellkeepError('BLOB_DAMAGED', `This is not ${what}.`);
}

/** The encoding of a text: that of its mark, else the one its type names, else UTF-8. */
export function charsetOf(mediaType: string, bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return 'utf-16le';
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return 'utf-16be';
  }
  const named = /charset="?([\w-]+)/i.exec(mediaType)?.[1];
  try {
    return new TextDecoder(named).encoding;
  } catch {
    return 'utf-8';
  }
}
