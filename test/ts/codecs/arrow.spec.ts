import {
  Field,
  FixedSizeList,
  Float64,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  Table,
  makeData,
  tableFromArrays,
  tableToIPC,
  vectorFromArray,
  Utf8,
  Dictionary,
  Int32,
  List,
  TimestampNanosecond,
  type Data
} from 'apache-arrow';
import { describe, expect, it } from 'vitest';

import { decodeArrowArray } from '../../../src/codecs/arrow/array';
import { decodeArrowTable } from '../../../src/codecs/arrow/tableView';
import type { ITableView } from '../../../src/codecs/view';
import { CellkeepError } from '../../../src/protocol/errors';
import type { Preview } from '../../../src/protocol/generated';
import { BytesContent } from './content';

/** An array as `ndarray-arrow.v1` writes it: rows of a fixed size, and a note in the schema. */
function arrayFile(
  batches: Float64Array[],
  row: number,
  note: object
): BytesContent {
  const list = new FixedSizeList(row, new Field('item', new Float64(), true));
  const metadata = new Map([['cellkeep', JSON.stringify(note)]]);
  const schema = new Schema([new Field('array', list, false)], metadata);
  const writer = RecordBatchFileWriter.writeAll(
    batches.map(values => {
      const child = makeData({ type: new Float64(), data: values });
      const length = values.length / row;
      const column = makeData({ type: list, length, child });
      const children: Data[] = [column];
      const type = new Struct(schema.fields);
      return new RecordBatch(schema, makeData({ type, length, children }));
    })
  );
  return new BytesContent(writer.toUint8Array(true));
}

function rows(view: ITableView): (string | null)[][] {
  return Array.from({ length: view.count }, (_, row) =>
    view.columns.map((_column, column) => view.text(row, column))
  );
}

describe('arrays in Arrow files', () => {
  it('have the shape and dtype of their note, across batches', async () => {
    const content = arrayFile(
      [Float64Array.of(1, 2, 3, 4), Float64Array.of(5, 6)],
      2,
      { codec: 'ndarray-arrow.v1', shape: [3, 2], dtype: '>f8', order: 'F' }
    );
    const view = await decodeArrowArray(content);
    expect(view).toMatchObject({
      shape: [3, 2],
      dtype: 'float64',
      count: 6,
      complete: true
    });
    expect(view.text(4)).toBe('5.0');
  });

  it('are read from their first bytes only', async () => {
    const values = Float64Array.from({ length: 500_000 }, (_, index) => index);
    const content = arrayFile([values], 1, { shape: [500_000], dtype: '<f8' });
    const view = await decodeArrowArray(content);
    expect(view.complete).toBe(false);
    expect(view.count).toBe(131_072);
    expect(view.number(131_071)).toBe(131_071);
    expect(content.bytesRead).toBeLessThan(1_100_000);
  });

  it('without a note, or of other bytes, are refused', async () => {
    const noNote = arrayFile([Float64Array.of(1)], 1, {});
    const damage = { code: 'CONTENT_UNREADABLE' };
    await expect(decodeArrowArray(noNote)).rejects.toMatchObject(damage);
    const text = new BytesContent(new TextEncoder().encode('not an array'));
    await expect(decodeArrowArray(text)).rejects.toMatchObject(damage);
    const empty = new BytesContent(new Uint8Array());
    await expect(decodeArrowArray(empty)).rejects.toMatchObject(damage);
  });
});

describe('tables in Arrow files', () => {
  it('show exact values: large integers, nanoseconds, categories, gaps', async () => {
    const table = new Table({
      big: vectorFromArray([2n ** 62n, -1n]),
      when: vectorFromArray(
        [null, 1_767_225_600_000],
        new TimestampNanosecond()
      ),
      kind: vectorFromArray(
        ['x', null],
        new Dictionary(new Utf8(), new Int32())
      ),
      yes: vectorFromArray([true, false]),
      list: vectorFromArray(
        [[1, 2], []],
        new List(new Field('item', new Float64()))
      )
    });
    const content = new BytesContent(tableToIPC(table, 'file'));
    const view = await decodeArrowTable({}, content);
    expect(view.complete).toBe(true);
    expect(view.columns.map(({ name }) => name)).toEqual([
      'big',
      'when',
      'kind',
      'yes',
      'list'
    ]);
    expect(rows(view)).toEqual([
      ['4611686018427387904', null, 'x', 'true', '[1, 2]'],
      ['-1', '2026-01-01 00:00:00', null, 'false', '[]']
    ]);
  });

  it('show their first batch, and say that there is more', async () => {
    const numbers = Int32Array.from({ length: 1000 }, (_, index) => index);
    const [one] = tableFromArrays({ numbers }).batches;
    const table = new Table([one!, one!, one!]);
    const view = await decodeArrowTable(
      {},
      new BytesContent(tableToIPC(table, 'file'))
    );
    expect(view).toMatchObject({ count: 1000, complete: false });
    expect(view.text(999, 0)).toBe('999');
  });

  it('without rows have their columns', async () => {
    const numbers = new Int32Array();
    const table = tableFromArrays({ numbers });
    const view = await decodeArrowTable(
      {},
      new BytesContent(tableToIPC(table, 'file'))
    );
    expect(view).toMatchObject({ count: 0, complete: true });
    expect(view.columns[0]?.name).toBe('numbers');
  });

  it("take their own library's names of types from the preview", async () => {
    const table = tableFromArrays({ numbers: Int32Array.of(1) });
    const view = await decodeArrowTable(
      {
        preview: {
          type: 'table',
          rows: 1,
          column_count: 1,
          columns: [{ name: 'numbers', dtype: 'i4 of pandas' }],
          head: [['1']]
        }
      },
      new BytesContent(tableToIPC(table, 'file'))
    );
    expect(view.columns).toEqual([{ name: 'numbers', dtype: 'i4 of pandas' }]);
  });

  it('too large to be read here are what their preview says; one out of reach is not', async () => {
    const numbers = new Float64Array(5_000_000);
    const bytes = tableToIPC(tableFromArrays({ numbers }), 'file');
    const preview = {
      type: 'table',
      rows: 5_000_000,
      column_count: 1,
      columns: [{ name: 'numbers', dtype: 'double' }],
      head: [['0']]
    } as const satisfies Preview;
    const content = new BytesContent(bytes);
    const view = await decodeArrowTable({ preview }, content);
    expect(view).toMatchObject({ count: 1, complete: false });
    expect(content.bytesRead).toBeLessThan(100_000);
    const away = {
      size: bytes.length,
      read: () =>
        Promise.reject(new CellkeepError('STORE_UNREACHABLE', 'It is away.'))
    };
    await expect(decodeArrowTable({ preview }, away)).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE'
    });
  });

  it('of writers that leave the schema to the footer are read too', async () => {
    const table = tableFromArrays({ numbers: Int32Array.of(7) });
    const content = new BytesContent(tableToIPC(table, 'file'));
    const view = await decodeArrowTable({}, content);
    expect(rows(view)).toEqual([['7']]);
  });

  it('that end too early are damaged', async () => {
    const numbers = Int32Array.from({ length: 1000 }, (_, index) => index);
    const bytes = tableToIPC(tableFromArrays({ numbers }), 'file');
    const content = new BytesContent(bytes.slice(0, 60));
    await expect(decodeArrowTable({}, content)).rejects.toMatchObject({
      code: 'CONTENT_UNREADABLE'
    });
  });
});
