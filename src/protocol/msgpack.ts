/** MessagePack as both languages write it. */
import { decode as read, Encoder } from '@msgpack/msgpack';

import { CellkeepError } from './errors';

/** Reads a value; throws `BAD_REQUEST` where the bytes are not one whole value. */
export function decode(bytes: Uint8Array): unknown {
  try {
    return read(bytes);
  } catch (error) {
    throw new CellkeepError('BAD_REQUEST', 'This is not MessagePack.', {
      cause: error
    });
  }
}

/**
 * Writes a value: null, booleans, numbers, strings, byte arrays, arrays, and plain objects without
 * their undefined fields.
 *
 * @returns Bytes that fill their buffer: JupyterLab sends `view.buffer`, and with it what else is in it.
 */
export function encode(value: unknown): Uint8Array<ArrayBuffer> {
  return new Encoder({ ignoreUndefined: true, maxDepth: Infinity }).encode(
    value
  );
}
