/** `.npy` files, versions 1 to 3, without pickle. */
import { CellkeepError } from '../protocol/errors';
import { arrayView } from './arrayView';
import type { Descr } from './dtype';
import type { IArrayView, IContentSource } from './view';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const FIRST_BYTES = 64 * 1024;
/** Values that are read to be shown. */
const VALUE_BYTES = 1024 * 1024;
/** Column-major values are only worth reading whole. */
const FORTRAN_BYTES = 32 * 1024 * 1024;

/** What a `.npy` file says of its values. */
export interface INpyHeader {
  readonly descr: Descr;
  readonly fortran: boolean;
  readonly shape: ReadonlyArray<number>;
  /** Where the values start. */
  readonly start: number;
}

/** Decodes the first values of a `.npy` file. */
export async function decodeNpy(
  content: IContentSource,
  signal?: AbortSignal
): Promise<IArrayView> {
  const head = await content.read(0, FIRST_BYTES, signal);
  const header = readHeader(head);
  const whole = header.fortran && content.size - header.start <= FORTRAN_BYTES;
  const end = whole ? content.size : header.start + VALUE_BYTES;
  const values =
    content.size <= head.length
      ? head.subarray(header.start)
      : await content.read(header.start, end, signal);
  return arrayView({ ...header, values });
}

/** Reads the header of a `.npy` file. */
export async function readNpyHeader(
  content: IContentSource,
  signal?: AbortSignal
): Promise<INpyHeader> {
  return readHeader(await content.read(0, FIRST_BYTES, signal));
}

function readHeader(bytes: Uint8Array): INpyHeader {
  if (!MAGIC.every((byte, index) => bytes[index] === byte)) {
    throw damaged('it does not start as one');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint8(6);
  const lengthBytes = version === 1 ? 2 : 4;
  const length =
    version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const from = 8 + lengthBytes;
  if (from + length > bytes.length) {
    throw damaged('its header is longer than the file');
  }
  const text = new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(
    bytes.subarray(from, from + length)
  );
  const dictionary = parsePython(text) as Record<string, unknown>;
  const { descr, fortran_order: fortran, shape } = dictionary;
  if (
    !Array.isArray(shape) ||
    !(typeof descr === 'string' || Array.isArray(descr))
  ) {
    throw damaged('its header has no shape or no dtype');
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
        throw damaged('its header ends too early');
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

function damaged(why: string): CellkeepError {
  return new CellkeepError(
    'BLOB_DAMAGED',
    `This is not a whole .npy file: ${why}.`
  );
}
