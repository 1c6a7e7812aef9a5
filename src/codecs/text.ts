/** Text and JSON. */
import type { JSONObject, JSONValue } from '@lumino/coreutils';

import { parseWithNaN } from '../json/nan';
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
    return { type: 'json', value: parseWithNaN(text) as JSONValue };
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
  throw new CellkeepError('CONTENT_UNREADABLE', `This is not ${what}.`);
}

/** The encoding of a text: what is known of it, else UTF-8. */
export function charsetOf(mediaType: string, bytes: Uint8Array): string {
  return knownCharset(mediaType, bytes) ?? 'utf-8';
}

/**
 * The encoding of a text: that of its mark, else the one its type names, else the one that its
 * first bytes are in.
 *
 * @returns Undefined where it is in none of those, and so no text.
 */
export function knownCharset(
  mediaType: string,
  bytes: Uint8Array
): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return 'utf-16le';
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return 'utf-16be';
  }
  const named = /charset="?([\w-]+)/i.exec(mediaType)?.[1];
  const charset = named && encodingOf(named);
  if (charset && charset !== 'utf-8') {
    return isIn(charset, bytes) ? charset : undefined;
  }
  const nulls = [0, 0];
  bytes.forEach((byte, index) => {
    nulls[index % 2]! += byte === 0 ? 1 : 0;
  });
  const [even = 0, odd = 0] = nulls;
  if (even + odd > 0) {
    // Most letters of most languages have a zero beside them there.
    const wide = odd > 0 ? 'utf-16le' : 'utf-16be';
    const isWide =
      bytes.length % 2 === 0 &&
      Math.min(even, odd) === 0 &&
      even + odd > bytes.length / 8 &&
      ![...new TextDecoder(wide).decode(bytes)].some(character =>
        isControl(character.charCodeAt(0))
      );
    return isWide ? wide : undefined;
  }
  if (isIn('utf-8', bytes)) {
    return 'utf-8';
  }
  return bytes.some(isControl) ? undefined : 'windows-1252';
}

function encodingOf(name: string): string | undefined {
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return undefined;
  }
}

function isIn(charset: string, bytes: Uint8Array): boolean {
  try {
    new TextDecoder(charset, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Whether a byte is one that texts do not have: no tab, no line's or page's end, no colour. */
function isControl(byte: number): boolean {
  return byte < 32 && !(byte >= 9 && byte <= 13) && byte !== 27;
}
