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

/** Bytes of the buffer that values are written into; what does not fit begins another. */
const CHUNK_BYTES = 16 * 1024;
/** Byte arrays from this size on are copied once, into the result. */
const LARGE_BYTES = 1024;

/** Writes values one after the other into chunks, which are joined at the end. */
class Writer {
  value(value: unknown): void {
    switch (typeof value) {
      case 'boolean':
        return this.#byte(value ? 0xc3 : 0xc2);
      case 'number':
        return this.#number(value);
      case 'string':
        return this.#string(value);
      case 'object':
        return value === null ? this.#byte(0xc0) : this.#object(value);
      default:
        throw new TypeError(`MessagePack has no ${typeof value}`);
    }
  }

  finish(): Uint8Array<ArrayBuffer> {
    this.#close();
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
      this.#code(0xcb, 8);
      this.#view.setFloat64(this.#end - 8, value);
    } else if (value >= 0) {
      this.#unsigned(value);
    } else if (value >= -0x20) {
      this.#byte(value & 0xff);
    } else if (value >= -0x80) {
      this.#code(0xd0, 1);
      this.#view.setInt8(this.#end - 1, value);
    } else if (value >= -0x8000) {
      this.#code(0xd1, 2);
      this.#view.setInt16(this.#end - 2, value);
    } else if (value >= -0x80000000) {
      this.#code(0xd2, 4);
      this.#view.setInt32(this.#end - 4, value);
    } else {
      this.#code(0xd3, 8);
      this.#view.setBigInt64(this.#end - 8, BigInt(value));
    }
  }

  #unsigned(value: number): void {
    if (value < 0x80) {
      this.#byte(value);
    } else if (value <= 0xffffffff) {
      this.#sized(value, 0xcc, 0xcd, 0xce);
    } else {
      this.#code(0xcf, 8);
      this.#view.setBigUint64(this.#end - 8, BigInt(value));
    }
  }

  #string(value: string): void {
    if (value.length < 0x20 && this.#ascii(value)) {
      return;
    }
    const bytes = utf8.encode(value);
    if (bytes.length < 0x20) {
      this.#byte(0xa0 | bytes.length);
    } else {
      this.#sized(bytes.length, 0xd9, 0xda, 0xdb);
    }
    this.#bytes(bytes);
  }

  /** Writes a short string where it is ASCII, as field names are: an encoder takes ten times as long. */
  #ascii(value: string): boolean {
    const { length } = value;
    this.#reserve(1 + length);
    const at = this.#end;
    for (let index = 0; index < length; index += 1) {
      const character = value.charCodeAt(index);
      if (character >= 0x80) {
        return false;
      }
      this.#chunk[at + 1 + index] = character;
    }
    this.#chunk[at] = 0xa0 | length;
    this.#end = at + 1 + length;
    return true;
  }

  #object(value: object): void {
    if (value instanceof Uint8Array) {
      this.#sized(value.length, 0xc4, 0xc5, 0xc6);
      return this.#bytes(value);
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
      this.#byte(fixed | length);
    } else if (length < 0x10000) {
      this.#code(code, 2);
      this.#view.setUint16(this.#end - 2, length);
    } else {
      this.#code(code + 1, 4);
      this.#view.setUint32(this.#end - 4, length);
    }
  }

  /** A number or a length in 8, 16 or 32 bits, each with a code of its own. */
  #sized(value: number, code8: number, code16: number, code32: number): void {
    if (value < 0x100) {
      this.#code(code8, 1);
      this.#view.setUint8(this.#end - 1, value);
    } else if (value < 0x10000) {
      this.#code(code16, 2);
      this.#view.setUint16(this.#end - 2, value);
    } else {
      this.#code(code32, 4);
      this.#view.setUint32(this.#end - 4, value);
    }
  }

  /** Writes a code, and makes room for so many bytes behind it. */
  #code(code: number, bytes: number): void {
    this.#reserve(1 + bytes);
    this.#chunk[this.#end] = code;
    this.#end += 1 + bytes;
  }

  #byte(value: number): void {
    this.#code(value, 0);
  }

  #bytes(bytes: Uint8Array): void {
    if (bytes.length < LARGE_BYTES) {
      this.#reserve(bytes.length);
      this.#chunk.set(bytes, this.#end);
      this.#end += bytes.length;
    } else {
      this.#close();
      this.#push(bytes);
    }
  }

  #reserve(bytes: number): void {
    if (this.#end + bytes > CHUNK_BYTES) {
      this.#close();
      this.#chunk = new Uint8Array(CHUNK_BYTES);
      this.#view = new DataView(this.#chunk.buffer);
      this.#begin = this.#end = 0;
    }
  }

  /** Ends the part that is being written. */
  #close(): void {
    this.#push(this.#chunk.subarray(this.#begin, this.#end));
    this.#begin = this.#end;
  }

  #push(bytes: Uint8Array): void {
    this.#parts.push(bytes);
    this.#size += bytes.length;
  }

  readonly #parts: Uint8Array[] = [];
  #size = 0;
  #chunk = new Uint8Array(CHUNK_BYTES);
  #view = new DataView(this.#chunk.buffer);
  /** Where the part that is being written begins in the chunk, and where it ends so far. */
  #begin = 0;
  #end = 0;
}
