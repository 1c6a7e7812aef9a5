import {
  Field,
  FixedSizeList,
  Float64,
  RecordBatchFileWriter,
  Schema,
  Table,
  vectorFromArray
} from 'apache-arrow';
import { paint, valueOn } from '../../../src/viewers/array/colours';
import { rangeOf } from '../../../src/viewers/array/HeatMapBar';
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

/** An array of ten rows of three, as Cellkeep keeps it, in batches of so many rows. */
function arrow(...batches: readonly number[]): BytesContent {
  const type = new FixedSizeList(3, new Field('item', new Float64()));
  const rows = Array.from({ length: 10 }, (_, row) => [row, row + 0.25, -row]);
  const note = JSON.stringify({ shape: [10, 3], dtype: '<f8' });
  const schema = new Schema(
    [new Field('values', type)],
    new Map([['cellkeep', note]])
  );
  const writer = new RecordBatchFileWriter();
  let start = 0;
  for (const count of batches) {
    const values = vectorFromArray(rows.slice(start, start + count), type);
    for (const batch of new Table(schema, { values }).batches) {
      writer.write(batch);
    }
    start += count;
  }
  writer.finish();
  return new BytesContent(writer.toUint8Array(true));
}

const CUBE = Float64Array.from({ length: 4 * 5 * 6 }, (_, index) => index);

describe('an array', () => {
  it('in batches of the same number of rows is found without asking each', async () => {
    const call = quietCall();
    const content = arrow(3, 3, 3, 1);
    const array = await openArray(call, [content], { format: 'arrow' });
    const opened = content.reads.length;
    const plane = { rowAxis: 0, columnAxis: 1, fixed: [0, 0] };
    const window = { rowStart: 0, rowEnd: 10, columnStart: 0, columnEnd: 3 };
    const cells = await array.cells(call, plane, window);
    expect(cells[5]).toEqual(['5.0', '5.25', '-5.0']);
    expect(cells[9]).toEqual(['9.0', '9.25', '-9.0']);
    // The footer and two headers, then only values.
    expect(opened).toBe(3);
    expect(content.reads.length - opened).toBe(4);
  });

  it('in batches of other numbers of rows than it says is refused', async () => {
    const call = quietCall();
    // Padded, they are as long as each other.
    const array = await openArray(call, [arrow(4, 3, 3)], { format: 'arrow' });
    const plane = { rowAxis: 0, columnAxis: 1, fixed: [0, 0] };
    const window = { rowStart: 0, rowEnd: 10, columnStart: 0, columnEnd: 3 };
    await expect(array.cells(call, plane, window)).rejects.toMatchObject({
      code: 'CONTENT_UNREADABLE'
    });
  });

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
      code: 'CONTENT_UNREADABLE'
    });
  });
});

describe('a long line', () => {
  const COUNT = 1_000_000;
  const LINE = { rowAxis: -1, columnAxis: 0, fixed: [0] };

  it('keeps every peak, and the order in which they come', async () => {
    const values = new Float64Array(COUNT);
    values[123_457] = 40;
    values[123_458] = -3;
    values[500_001] = NaN;
    values[999_999] = 7;
    const call = quietCall();
    const array = await openArray(call, [npy([COUNT], values)], {
      format: 'npy'
    });
    const line = await array.envelope(call, LINE);
    expect(line?.count).toBe(COUNT);
    const drawn = [...line!.values];
    expect(drawn).toHaveLength(2048);
    const peak = drawn.indexOf(40);
    expect(drawn[peak + 1]).toBe(-3);
    expect(drawn.slice(-2)).toEqual([0, 7]);
    expect(drawn.filter(value => value !== 0)).toEqual([40, -3, 7]);
    const { least, most } = line!.statistics;
    expect([Number(least), Number(most)]).toEqual([-3, 40]);
    const preview = await array.envelope(call, LINE, 'preview');
    expect(preview?.values).toEqual(line?.values);
  });

  it('has gaps where there are no numbers', async () => {
    const values = new Float64Array(10_000).fill(NaN, 2_000, 4_000);
    const call = quietCall();
    const array = await openArray(call, [npy([10_000], values)], {
      format: 'npy'
    });
    const line = await array.envelope(call, LINE);
    expect(line?.values[600]).toBeNaN();
    expect(line?.values[0]).toBe(0);
  });

  it('is a sample where it is too long to be read whole', async () => {
    const call = quietCall();
    const array = await openArray(call, [new HugeContent()], { format: 'npy' });
    const column = { rowAxis: -1, columnAxis: 0, fixed: [0, 5] };
    expect(await array.envelope(call, column)).toBeUndefined();
  });
});

describe('the colours of a heat map', () => {
  const colours = { map: 'grey', scale: 'log', from: '', to: '' } as const;

  it('are as far apart as the logarithms, and none where there is none', () => {
    const range = rangeOf([-1, 0, 1, 10, 100, NaN], colours);
    expect(range).toEqual([1, 100]);
    const pixels = new Uint8ClampedArray(5 * 4);
    paint([0, 1, 10, 100, 1000], range, 'grey', pixels, 'log');
    const [none, least, middle, most, beyond] = [0, 1, 2, 3, 4].map(at => [
      ...pixels.slice(at * 4, at * 4 + 4)
    ]);
    expect(none?.[3]).toBe(0);
    expect([least?.[0], middle?.[0], most?.[0], beyond?.[0]]).toEqual([
      0, 128, 255, 255
    ]);
    expect(valueOn('log', [1, 100], 0.5)).toBeCloseTo(10, 9);
  });

  it('take the range that a person wrote, where the scale has it', () => {
    expect(rangeOf([1, 2], { ...colours, from: '0.5', to: '' })).toEqual([
      0.5, 2
    ]);
    expect(rangeOf([1, 2], { ...colours, from: '-1', to: 'x' })).toEqual([
      1, 2
    ]);
  });
});
