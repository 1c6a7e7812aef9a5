/** Unpacks LZ4 (frames and blocks), by its published format. */
import { CellkeepError } from '../protocol/errors';

const FRAME_MAGIC = 0x184d2204;
const MOST_BYTES = 256 * 1024 * 1024;

/** Unpacks a frame: a header, then blocks, then a zero. */
export function lz4Frame(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 7 || view.getUint32(0, true) !== FRAME_MAGIC) {
    throw unreadable();
  }
  const flags = bytes[4] ?? 0;
  const hasSize = (flags & 0x08) !== 0;
  const hasBlockChecksum = (flags & 0x10) !== 0;
  const hasDictionary = (flags & 0x01) !== 0;
  let position = 6 + (hasSize ? 8 : 0) + (hasDictionary ? 4 : 0) + 1;
  const out = new Output(bytes.length * 4);
  while (position + 4 <= bytes.length) {
    const size = view.getUint32(position, true);
    position += 4;
    if (size === 0) {
      return out.bytes();
    }
    const length = size & 0x7fffffff;
    const block = bytes.subarray(position, position + length);
    if (size >>> 31) {
      out.append(block);
    } else {
      unpack(block, out);
    }
    position += length + (hasBlockChecksum ? 4 : 0);
  }
  throw unreadable();
}

/** Unpacks one block. */
export function lz4Block(bytes: Uint8Array, length: number): Uint8Array {
  const out = new Output(length);
  unpack(bytes, out);
  return out.bytes();
}

function unpack(bytes: Uint8Array, out: Output): void {
  let position = 0;
  const long = (start: number): number => {
    let length = start;
    if (start === 15) {
      let byte: number;
      do {
        byte = bytes[position++] ?? 0;
        length += byte;
      } while (byte === 255);
    }
    return length;
  };
  while (position < bytes.length) {
    const token = bytes[position++] ?? 0;
    const literals = long(token >> 4);
    if (position + literals > bytes.length) {
      throw unreadable();
    }
    out.append(bytes.subarray(position, position + literals));
    position += literals;
    if (position >= bytes.length) {
      return; // the last sequence has literals only
    }
    const distance = (bytes[position] ?? 0) | ((bytes[position + 1] ?? 0) << 8);
    position += 2;
    out.repeat(distance, long(token & 15) + 4);
  }
}

/** Bytes that grow. */
class Output {
  constructor(capacity: number) {
    this._bytes = new Uint8Array(Math.min(Math.max(capacity, 64), MOST_BYTES));
  }

  append(bytes: Uint8Array): void {
    this._reserve(bytes.length);
    this._bytes.set(bytes, this._length);
    this._length += bytes.length;
  }

  /** Copies what was written `distance` bytes ago; it may overlap what it writes. */
  repeat(distance: number, length: number): void {
    if (distance === 0 || distance > this._length) {
      throw unreadable();
    }
    this._reserve(length);
    for (let index = 0; index < length; index += 1) {
      this._bytes[this._length] = this._bytes[this._length - distance] ?? 0;
      this._length += 1;
    }
  }

  bytes(): Uint8Array {
    return this._bytes.subarray(0, this._length);
  }

  private _reserve(more: number): void {
    const wanted = this._length + more;
    if (wanted > MOST_BYTES) {
      throw new CellkeepError(
        'TOO_LARGE',
        'It unpacks to more than the browser can hold.'
      );
    }
    if (wanted > this._bytes.length) {
      const grown = new Uint8Array(Math.max(wanted, this._bytes.length * 2));
      grown.set(this._bytes.subarray(0, this._length));
      this._bytes = grown;
    }
  }

  private _bytes: Uint8Array;
  private _length = 0;
}

function unreadable(): CellkeepError {
  return new CellkeepError(
    'CONTENT_UNREADABLE',
    'Its packed parts cannot be unpacked.'
  );
}
