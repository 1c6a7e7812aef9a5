/** `.npy` files, versions 1 to 3, without pickle. */
import { CellkeepError } from '../protocol/errors';
import { plainArray, type IArraySource, type IPlainArray } from './array';
import { firstValues } from './arrayView';
import { type Descr, MOST_AXES } from './dtype';
import type { IArrayView, IContentSource } from './view';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const FIRST_BYTES = 64 * 1024;

/** Decodes the first values of a `.npy` file. */
export async function decodeNpy(
  content: IContentSource,
  signal = new AbortController().signal
): Promise<IArrayView> {
  return firstValues(await openNpy(content, signal), signal);
}

/** Opens a `.npy` file. */
export async function openNpy(
  content: IContentSource,
  signal: AbortSignal
): Promise<IArraySource> {
  const head = await content.read(0, FIRST_BYTES, signal);
  return plainArray(content, readHeader(head));
}

/** What a `.npy` file says of its values. */
function readHeader(bytes: Uint8Array): IPlainArray {
  if (!MAGIC.every((byte, index) => bytes[index] === byte)) {
    throw unreadable('it does not start as one');
  }
  if (bytes.length < 12) {
    throw unreadable('it is too short');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint8(6);
  const lengthBytes = version === 1 ? 2 : 4;
  const length =
    version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const from = 8 + lengthBytes;
  if (from + length > bytes.length) {
    throw unreadable('its header is longer than the file');
  }
  const text = new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(
    bytes.subarray(from, from + length)
  );
  const dictionary = parsePython(text) as Record<string, unknown>;
  const { descr, fortran_order: fortran, shape } = dictionary;
  if (
    !Array.isArray(shape) ||
    shape.length > MOST_AXES ||
    !(typeof descr === 'string' || Array.isArray(descr))
  ) {
    throw unreadable('its header has no shape or no dtype');
  }
  return {
    descr: descr as Descr,
    fortran: fortran === true,
    shape: shape.map(Number),
    start: from + length
  };
}

/**
 * Reads the literals that NumPy writes: dictionaries, tuples, lists, strings, integers and
 * booleans.
 */
function parsePython(text: string): unknown {
  const tokens =
    text.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\d+L?|\w+|[{}()[\],:]/g) ??
    [];
  let next = 0;
  const sequence = (end: string): unknown[] => {
    const items: unknown[] = [];
    while (tokens[next] !== end) {
      if (next >= tokens.length) {
        throw unreadable('its header ends too early');
      }
      items.push(value());
      if (tokens[next] === ',' || tokens[next] === ':') {
        next += 1;
      }
    }
    next += 1;
    return items;
  };
  const value = (): unknown => {
    const token = tokens[next++] ?? '';
    switch (token[0]) {
      case '{': {
        const items = sequence('}');
        const entries: [string, unknown][] = [];
        for (let index = 0; index < items.length; index += 2) {
          entries.push([String(items[index]), items[index + 1]]);
        }
        return Object.fromEntries(entries);
      }
      case '(':
        return sequence(')');
      case '[':
        return sequence(']');
      case "'":
      case '"':
        return unquoted(token);
      default:
        return token === 'True'
          ? true
          : token === 'False'
            ? false
            : parseInt(token, 10);
    }
  };
  return value();
}

function unquoted(token: string): string {
  return token
    .slice(1, -1)
    .replace(
      /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/g,
      (_, ...groups) => {
        const [byte, short, long, plain] = groups as (string | undefined)[];
        const hex = byte ?? short ?? long;
        return hex ? String.fromCodePoint(parseInt(hex, 16)) : (plain ?? '');
      }
    );
}

function unreadable(why: string): CellkeepError {
  return new CellkeepError(
    'CONTENT_UNREADABLE',
    `This is not a whole .npy file: ${why}.`
  );
}
