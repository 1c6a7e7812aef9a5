import { describe, expect, it } from 'vitest';

import { decodeNpy } from '../../../src/codecs/npy';
import type { IArrayView } from '../../../src/codecs/view';
import { BytesContent } from './content';

/** A `.npy` file as numpy.lib.format writes it: the header padded to 64 bytes. */
function npy(
  header: string,
  values: ArrayBufferView,
  version = 1
): BytesContent {
  const lengthBytes = version === 1 ? 2 : 4;
  const text = new TextEncoder().encode(header);
  const before = 8 + lengthBytes;
  const length = Math.ceil((before + text.length + 1) / 64) * 64 - before;
  const bytes = new Uint8Array(before + length + values.byteLength).fill(0x20);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) {
    view.setUint16(8, length, true);
  } else {
    view.setUint32(8, length, true);
  }
  bytes.set(text, before);
  bytes[before + length - 1] = 0x0a;
  bytes.set(
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    before + length
  );
  return new BytesContent(bytes);
}

function texts(view: IArrayView): string[] {
  return Array.from({ length: view.count }, (_, index) => view.text(index));
}

describe('.npy files', () => {
  it('give values in row order, whatever order they lie in', async () => {
    const values = Float64Array.of(1, 4, 2, 5, 3, 6);
    const header = "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }";
    const view = await decodeNpy(npy(header, values));
    expect(view).toMatchObject({
      dtype: 'float64',
      shape: [2, 3],
      complete: true
    });
    expect(texts(view)).toEqual(['1.0', '2.0', '3.0', '4.0', '5.0', '6.0']);
    expect(view.number(4)).toBe(5);
  });

  it.each([
    ['<c8', Float32Array.of(1.5, -2), ['(1.5-2j)'], 2.5],
    ['>i4', Uint8Array.of(0xff, 0xff, 0xff, 0xfe), ['-2'], -2],
    [
      '<u8',
      BigUint64Array.of(2n ** 64n - 1n),
      ['18446744073709551615'],
      2 ** 64
    ],
    ['<f4', Float32Array.of(0.1), ['0.1'], Math.fround(0.1)],
    ['<f2', Uint16Array.of(0x3555), ['0.333251953125'], 0.333251953125],
    ['|b1', Uint8Array.of(1), ['True'], 1],
    ['<M8[D]', BigInt64Array.of(-1n), ['1969-12-31'], -1],
    ['<M8[M]', BigInt64Array.of(-1n), ['1969-12'], -1],
    ['<M8[ns]', BigInt64Array.of(1n), ['1970-01-01T00:00:00.000000001'], 1],
    ['<M8[ns]', BigInt64Array.of(-(2n ** 63n)), ['NaT'], NaN],
    ['<m8[h]', BigInt64Array.of(5n), ['5 h'], 5],
    ['<U3', Uint32Array.of(0x1f680, 0x41, 0), ['🚀A'], NaN],
    ['|S3', Uint8Array.of(0x61, 0x62, 0), ['ab'], NaN],
    ['|V2', Uint8Array.of(0xca, 0xfe), ['0xcafe'], NaN]
  ])('show values of %s', async (descr, values, expected, number) => {
    const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (1,), }`;
    const view = await decodeNpy(npy(header, values));
    expect(texts(view)).toEqual(expected);
    expect(view.number(0)).toEqual(
      Number.isNaN(number) ? NaN : expect.closeTo(number, 6)
    );
  });

  it('show structures, with names in any writing', async () => {
    const bytes = new Uint8Array(16);
    const view = new DataView(bytes.buffer);
    view.setInt32(0, 7, true);
    view.setFloat32(8, 1.5, true);
    view.setFloat32(12, 2.5, true);
    const header =
      "{'descr': [('größe', '<i4'), ('', '|V4'), ('xy', '<f4', (2,))], 'fortran_order': False, 'shape': (), }";
    const decoded = await decodeNpy(npy(header, bytes, 3));
    expect(decoded).toMatchObject({ shape: [], count: 1, complete: true });
    expect(decoded.text(0)).toBe('(7, [1.5 2.5])');
  });

  it('are read in part where they are large', async () => {
    const content = npy(
      "{'descr': '<i8', 'fortran_order': False, 'shape': (400000,), }",
      BigInt64Array.from({ length: 400_000 }, (_, index) => BigInt(index))
    );
    const view = await decodeNpy(content);
    expect(view.complete).toBe(false);
    expect(view.count).toBe(131_072);
    expect(view.text(131_071)).toBe('131071');
    expect(content.bytesRead).toBeLessThan(1_200_000);
  });

  it('have no values where there are none', async () => {
    const header =
      "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 3), }";
    const view = await decodeNpy(npy(header, new Uint8Array()));
    expect(view).toMatchObject({ shape: [0, 3], count: 0, complete: true });
  });

  it('are refused where they are something else', async () => {
    const other = new BytesContent(new TextEncoder().encode('PK something'));
    await expect(decodeNpy(other)).rejects.toMatchObject({
      code: 'CONTENT_UNREADABLE'
    });
  });
});
