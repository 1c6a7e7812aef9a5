import { describe, expect, it } from 'vitest';

import { CellkeepError } from '../../../src/protocol/errors';
import { checked, decodeFeed } from '../../../src/protocol/envelope';
import { toHex } from '../../../src/protocol/ids';
import { decode, encode } from '../../../src/protocol/msgpack';
import { validator } from '../../../src/protocol/schema';
import { schemaFile } from '../schemaFile';

interface IVector {
  name: string;
  type: string;
  value?: unknown;
  msgpack: string;
  /** Python's own bytes, where they are not the shortest. */
  python?: string;
}

const vectors = schemaFile<{ valid: IVector[]; invalid: IVector[] }>(
  'vectors/messages.json'
);

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], pair => parseInt(pair, 16));
}

describe('golden messages', () => {
  it.each(vectors.valid)(
    '$name is read, checked and written as the same bytes',
    vector => {
      const value = decode(bytesOf(vector.msgpack));
      expect(value).toEqual(vector.value);
      expect(checked(value, validator(vector.type))).toBe(value);
      // Not toBe: thousands of digits help nobody who reads a failure.
      expect(toHex(encode(value)) === vector.msgpack).toBe(true);
      expect(decode(bytesOf(vector.python ?? vector.msgpack))).toEqual(value);
    }
  );

  it.each(vectors.invalid)('$name is refused', vector => {
    const value = decode(bytesOf(vector.msgpack));
    expect(() => checked(value, validator(vector.type))).toThrow(CellkeepError);
  });
});

describe('envelopes', () => {
  const hello = vectors.valid.find(({ name }) => name === 'feed hello')!;

  it('are read out of a part of a larger buffer', () => {
    const bytes = bytesOf(hello.msgpack);
    const larger = new Uint8Array(bytes.length + 20).fill(0xff);
    larger.set(bytes, 7);
    const view = new DataView(larger.buffer, 7, bytes.length);
    expect(decodeFeed(view)).toEqual(hello.value);
  });

  it('of another version are told from damaged ones', () => {
    const other = encode({ ...(hello.value as object), protocol: 2 });
    expect(codeOf(() => decodeFeed(other))).toBe('PROTOCOL_MISMATCH');
    const cut = bytesOf(hello.msgpack).slice(0, -3);
    expect(codeOf(() => decodeFeed(cut))).toBe('BAD_REQUEST');
  });
});

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof CellkeepError ? error.code : String(error);
  }
  return 'nothing was thrown';
}
