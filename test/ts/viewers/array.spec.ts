import { describe, expect, it } from 'vitest';

import type { IContentSource } from '../../../src/codecs/view';
import { openArray } from '../../../src/viewers/array/engine';
import { BytesContent } from '../codecs/content';
import { quietCall } from './call';

function npyHeader(
  descr: string,
  shape: readonly number[],
  fortran = false
): Uint8Array {
  const written = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${shape.join(', ')},), }`;
  const text = `${written.padEnd(117)}\n`;
  const head = new Uint8Array(10 + text.length);
  head.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length, 0]);
  head.set(new TextEncoder().encode(text), 10);
  return head;
}

function npy(
  shape: readonly number[],
  values: Float64Array,
  fortran = false
): BytesContent {
  const head = npyHeader('<f8', shape, fortran);
  const bytes = new Uint8Array(head.length + values.byteLength);
  bytes.set(head);
  bytes.set(new Uint8Array(values.buffer), head.length);
  return new BytesContent(bytes);
}

/** An array of 4 GB that is not there: each byte is made when it is read. */
class HugeContent implements IContentSource {
  readonly head = npyHeader('<f4', [32_768, 32_768]);
  readonly size = this.head.length + 4 * 32_768 ** 2;
  bytesRead = 0;
  requests = 0;

  read(start: number, end: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.min(end, this.size) - start);
    bytes.set(this.head.subarray(start, end));
    this.bytesRead += bytes.length;
    this.requests += 1;
    return Promise.resolve(bytes);
  }
}

const CUBE = Float64Array.from({ length: 4 * 5 * 6 }, (_, index) => index);

describe('an array', () => {
  it.each([
    [
      { rowAxis: 1, columnAxis: 2, fixed: [2, 0, 0] },
      (row: number, column: number) => 60 + row * 6 + column
    ],
    [
      { rowAxis: 0, columnAxis: 2, fixed: [0, 3, 0] },
      (row: number, column: number) => row * 30 + 18 + column
    ],
    [
      { rowAxis: 2, columnAxis: 0, fixed: [0, 1, 0] },
      (row: number, column: number) => column * 30 + 6 + row
    ]
  ])('shows the plane %j', async (plane, expected) => {
    const call = quietCall();
    const array = await openArray(call, [npy([4, 5, 6], CUBE)], {
      format: 'npy'
    });
    const { grid, values, isWhole } = await array.picture(call, plane, 'quick');
    expect(isWhole).toBe(true);
    for (let row = 0; row < grid.rows; row += 1) {
      for (let column = 0; column < grid.columns; column += 1) {
        expect(values[row * grid.columns + column]).toBe(expected(row, column));
      }
    }
  });

  it('shows column-major values in their places', async () => {
    const call = quietCall();
    const array = await openArray(
      call,
      [npy([2, 3], Float64Array.of(1, 4, 2, 5, 3, 6), true)],
      { format: 'npy' }
    );
    const plane = { rowAxis: 0, columnAxis: 1, fixed: [0, 0] };
    const window = { rowStart: 0, rowEnd: 2, columnStart: 1, columnEnd: 3 };
    expect(await array.cells(call, plane, window)).toEqual([
      ['2.0', '3.0'],
      ['5.0', '6.0']
    ]);
    expect(await array.statistics(call, plane)).toMatchObject({
      count: 6,
      mean: 3.5,
      least: '1.0',
      most: '6.0'
    });
  });

  it('shows 4 GB by reading a thousandth of it', async () => {
    const call = quietCall();
    const content = new HugeContent();
    const array = await openArray(call, [content], { format: 'npy' });
    const plane = { rowAxis: 0, columnAxis: 1, fixed: [0, 0] };
    const picture = await array.picture(call, plane, 'quick');
    expect(picture.isWhole).toBe(false);
    expect(content.bytesRead).toBeLessThan(5 * 1024 * 1024);
    expect(content.requests).toBeLessThan(64);
    const window = {
      rowStart: 30_000,
      rowEnd: 30_064,
      columnStart: 9,
      columnEnd: 29
    };
    expect((await array.cells(call, plane, window)).length).toBe(64);
    expect(content.bytesRead).toBeLessThan(6 * 1024 * 1024);
  });

  it('tells of values that are not there', async () => {
    const call = quietCall();
    const content = new BytesContent(npy([4, 5, 6], CUBE).bytes.slice(0, -8));
    const array = await openArray(call, [content], { format: 'npy' });
    const plane = { rowAxis: 1, columnAxis: 2, fixed: [3, 0, 0] };
    await expect(array.picture(call, plane, 'quick')).rejects.toMatchObject({
      code: 'BLOB_DAMAGED'
    });
  });
});
