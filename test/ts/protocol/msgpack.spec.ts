import { describe, expect, it } from 'vitest';

import { toHex } from '../../../src/protocol/ids';
import { tight } from '../../../src/protocol/bytes';
import { decode, encode } from '../../../src/protocol/msgpack';

describe('MessagePack', () => {
  it.each([
    [0, '00'],
    [127, '7f'],
    [128, 'cc80'],
    [255, 'ccff'],
    [256, 'cd0100'],
    [65535, 'cdffff'],
    [65536, 'ce00010000'],
    [4294967295, 'ceffffffff'],
    [4294967296, 'cf0000000100000000'],
    [Number.MAX_SAFE_INTEGER, 'cf001fffffffffffff'],
    [-1, 'ff'],
    [-32, 'e0'],
    [-33, 'd0df'],
    [-128, 'd080'],
    [-129, 'd1ff7f'],
    [-32769, 'd2ffff7fff'],
    [-2147483649, 'd3ffffffff7fffffff'],
    [0.5, 'cb3fe0000000000000'],
    [null, 'c0'],
    [true, 'c3'],
    ['é', 'a2c3a9'],
    [[], '90'],
    [{}, '80'],
    [new Uint8Array([1, 2]), 'c4020102']
  ])('writes %j as %s', (value, hex) => {
    const bytes = encode(value);
    expect(toHex(bytes)).toBe(hex);
    expect(decode(bytes)).toEqual(value);
  });

  it.each([31, 32, 255, 256, 65535, 65536])(
    'brings text, bytes, lists and maps of %i parts back',
    length => {
      const value = {
        text: 'x'.repeat(length),
        bytes: new Uint8Array(length).fill(7),
        list: Array.from({ length }, (_, index) => index),
        map: Object.fromEntries(
          Array.from({ length }, (_, index) => [`k${index}`, index])
        )
      };
      const back = decode(encode(value)) as typeof value;
      expect({ ...back, bytes: new Uint8Array(back.bytes) }).toEqual(value);
    }
  );

  it('leaves out what is undefined', () => {
    expect(decode(encode({ a: undefined, b: 1 }))).toEqual({ b: 1 });
  });

  it('fills its buffer, so that a comm sends nothing else', () => {
    const bytes = encode({ a: 'text' });
    expect(bytes.buffer.byteLength).toBe(bytes.byteLength);
  });

  it('refuses bytes that are no value', () => {
    expect(() => decode(new Uint8Array([0xd9]))).toThrow('not MessagePack');
    expect(() => decode(new Uint8Array([1, 2]))).toThrow('not MessagePack');
  });
});

describe('tight', () => {
  it('copies a part of a larger buffer and nothing else', () => {
    const larger = new Uint8Array([1, 2, 3, 4]);
    const part = tight(larger.subarray(1, 3));
    expect([...part]).toEqual([2, 3]);
    expect(part.buffer.byteLength).toBe(2);
    expect(tight(larger).buffer).toBe(larger.buffer);
  });
});
