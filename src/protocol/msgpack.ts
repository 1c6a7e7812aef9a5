/**
 * MessagePack as both languages write it.
 *
 * Reading is msgpackr's, without its record extension, which is the part that compiles
 * code. Writing is ours, because the protocol needs three things that msgpackr does not
 * do: sizes beyond 2^32 stay integers (it writes them as floats), absent fields are left
 * out (it writes `undefined` as nil), and the result owns its buffer (JupyterLab sends
 * `view.buffer`, so a view into a larger one would carry its neighbours along).
 */
import { Unpackr } from 'msgpackr/unpack';

import { CellkeepError } from './errors';

const unpackr = new Unpackr({
  useRecords: false,
  mapsAsObjects: true,
  int64AsType: 'number'
});

/** Reads a value; throws `BAD_REQUEST` where the bytes are not one whole value. */
export function decode(bytes: Uint8Array): unknown {
  try {
    return unpackr.unpack(bytes) as unknown;
  } catch (error) {
    throw new CellkeepError('BAD_REQUEST', 'This is not MessagePack.', {
      cause: error
    });
  }
}

/**
 * Writes a value: null, booleans, numbers, strings, byte arrays, arrays, and plain objects.
 *
 * @returns Bytes that fill their buffer.
 */
export function encode(value: unknown): Uint8Array<ArrayBuffer> {
  const writer = new Writer();
  writer.value(value);
  return writer.finish();
}

const utf8 = new TextEncoder();

/** Collects small writes in chunks, and large byte arrays as they are: one copy in all. */
class Writer {
  value(value: unknown): void {
    switch (typeof value) {
      case 'boolean':
        return this.#bytes([value ? 0xc3 : 0xc2]);
      case 'number':
        return this.#number(value);
      case 'string':
        return this.#string(value);
      case 'object':
        return value === null ? this.#bytes([0xc0]) : this.#object(value);
      default:
        throw new TypeError(`MessagePack has no ${typeof value}`);
    }
  }

  finish(): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(this.#size);
    let offset = 0;
    for (const part of this.#parts) {
      whole.set(part, offset);
      offset += part.length;
    }
    return whole;
  }

  #number(value: number): void {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
      return this.#field(0xcb, 8, view => view.setFloat64(1, value));
    }
    if (value >= 0) {
      return this.#unsigned(value);
    }
    if (value >= -0x20) {
      return this.#bytes([value & 0xff]);
    }
    if (value >= -0x80) {
      return this.#bytes([0xd0, value & 0xff]);
    }
    if (value >= -0x8000) {
      return this.#field(0xd1, 2, view => view.setInt16(1, value));
    }
    if (value >= -0x80000000) {
      return this.#field(0xd2, 4, view => view.setInt32(1, value));
    }
    return this.#field(0xd3, 8, view => view.setBigInt64(1, BigInt(value)));
  }

  #unsigned(value: number): void {
    if (value < 0x80) {
      return this.#bytes([value]);
    }
    if (value < 0x100) {
      return this.#bytes([0xcc, value]);
    }
    if (value < 0x10000) {
      return this.#field(0xcd, 2, view => view.setUint16(1, value));
    }
    if (value < 0x100000000) {
      return this.#field(0xce, 4, view => view.setUint32(1, value));
    }
    return this.#field(0xcf, 8, view => view.setBigUint64(1, BigInt(value)));
  }

  #string(value: string): void {
    const bytes = utf8.encode(value);
    if (bytes.length < 0x20) {
      this.#bytes([0xa0 | bytes.length]);
    } else {
      this.#length(bytes.length, [0xd9, 0xda, 0xdb]);
    }
    this.#push(bytes);
  }

  #object(value: object): void {
    if (value instanceof Uint8Array) {
      this.#length(value.length, [0xc4, 0xc5, 0xc6]);
      return this.#push(value);
    }
    if (Array.isArray(value)) {
      this.#header(value.length, 0x90, 0xdc);
      value.forEach(item => this.value(item));
      return;
    }
    const entries = Object.entries(value as Record<string, unknown>).filter(
      entry => entry[1] !== undefined
    );
    this.#header(entries.length, 0x80, 0xde);
    for (const [key, item] of entries) {
      this.#string(key);
      this.value(item);
    }
  }

  /** The start of an array or a map: 4, 16 or 32 bits of length. */
  #header(length: number, fixed: number, code: number): void {
    if (length < 0x10) {
      this.#bytes([fixed | length]);
    } else if (length < 0x10000) {
      this.#field(code, 2, view => view.setUint16(1, length));
    } else {
      this.#field(code + 1, 4, view => view.setUint32(1, length));
    }
  }

  /** The start of a string or byte array: 8, 16 or 32 bits of length. */
  #length(length: number, codes: readonly [number, number, number]): void {
    if (length < 0x100) {
      this.#bytes([codes[0], length]);
    } else if (length < 0x10000) {
      this.#field(codes[1], 2, view => view.setUint16(1, length));
    } else {
      this.#field(codes[2], 4, view => view.setUint32(1, length));
    }
  }

  #field(code: number, size: number, set: (view: DataView) => void): void {
    const view = new DataView(new ArrayBuffer(size + 1));
    view.setUint8(0, code);
    set(view);
    this.#push(new Uint8Array(view.buffer));
  }

  #bytes(bytes: readonly number[]): void {
    this.#push(Uint8Array.from(bytes));
  }

  #push(bytes: Uint8Array): void {
    this.#parts.push(bytes);
    this.#size += bytes.length;
  }

  readonly #parts: Uint8Array[] = [];
  #size = 0;
}
