/** Views of bytes, and the trap in them. */

/** Bytes that own their whole buffer. */
export type TightBytes = Uint8Array<ArrayBuffer>;

/** Returns the bytes of a buffer or of any view into one, without a copy. */
export function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  // A view may be a part of a larger buffer: `data.buffer` alone would be too much.
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

/** Returns the bytes in a buffer of their own, copied only where they are not yet. */
export function tight(bytes: Uint8Array): TightBytes {
  const { buffer } = bytes;
  const alone =
    bytes.byteOffset === 0 && bytes.byteLength === buffer.byteLength;
  return alone && buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer)
    : new Uint8Array(bytes);
}

/** Bytes as base64 text. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  // In portions: a call takes only so many arguments.
  for (let start = 0; start < bytes.length; start += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(binary);
}
