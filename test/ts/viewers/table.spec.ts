import {
  Dictionary,
  Int32,
  RecordBatchFileWriter,
  tableFromArrays,
  Utf8,
  vectorFromArray,
  Table
} from 'apache-arrow';
import { describe, expect, it } from 'vitest';

import { openTable } from '../../../src/viewers/table/engine';
import { csvField, parseRecords } from '../../../src/viewers/table/csvText';
import { Histogram } from '../../../src/viewers/table/histogram';
import { copiedCells } from '../../../src/viewers/table/copiedCells';
import { moved } from '../../../src/viewers/table/useColumnLayout';
import { listOf, Ordered, testOf } from '../../../src/viewers/table/query';
import { Quantiles } from '../../../src/viewers/table/quantiles';
import { sampleRows } from '../../../src/viewers/table/scan';
import { textSlice } from '../../../src/viewers/table/slices';
import { BytesContent, contentOf } from '../codecs/content';
import { quietCall } from './call';

const ROWS = 50_000;

/** A table in batches of 8,192 rows, as a file. */
function arrowFile(): BytesContent {
  const table = tableFromArrays({
    id: Float64Array.from({ length: ROWS }, (_, index) => index),
    square: Int32Array.from(
      { length: ROWS },
      (_, index) => (index * 7919) % 1000
    )
  }).assign(
    new Table({
      word: vectorFromArray(
        Array.from({ length: ROWS }, (_, index) =>
          index % 5 ? `word ${index}` : null
        ),
        new Utf8()
      ),
      kind: vectorFromArray(
        Array.from({ length: ROWS }, (_, index) => ['a', 'b', 'c'][index % 3]),
        new Dictionary(new Utf8(), new Int32())
      )
    })
  );
  const writer = new RecordBatchFileWriter();
  for (let start = 0; start < ROWS; start += 8192) {
    for (const batch of table.slice(start, start + 8192).batches) {
      writer.write(batch);
    }
  }
  writer.finish();
  return new BytesContent(writer.toUint8Array(true));
}

async function opened(content = arrowFile()) {
  const call = quietCall();
  const table = await openTable(call, [content], { format: 'arrow' });
  return { call, table };
}

describe('an Arrow table', () => {
  it('reads only the rows and columns that are looked at', async () => {
    const content = arrowFile();
    const { call, table } = await opened(content);
    const before = content.bytesRead;
    const rows = await table.rows(call, [0, 2], 30_001, 30_003);
    expect(rows).toEqual([
      ['30001', '30002'],
      ['word 30001', 'word 30002']
    ]);
    expect(content.bytesRead - before).toBeLessThan(content.size / 10);
  });

  it('reads over the end of a batch, with missing values and dictionaries', async () => {
    const { call, table } = await opened();
    const rows = await table.rows(call, [0, 2, 3], 8190, 8193);
    expect(rows).toEqual([
      ['8190', '8191', '8192'],
      [null, 'word 8191', 'word 8192'],
      ['a', 'b', 'c']
    ]);
    expect(await table.count(call)).toBe(ROWS);
  });

  it('sorts and filters over all rows', async () => {
    const { call, table } = await opened();
    const found = await table.query(call, {
      filters: [{ column: 1, comparison: 'less', value: '2' }],
      sort: { column: 0, descending: true }
    });
    expect(found.matched).toBe(100);
    const [ids, squares] = await table.rows(call, [0, 1], 0, 100, true);
    // The rows keep the numbers that they have in the table.
    expect([...found.rows].map(String)).toEqual(ids);
    expect(ids?.map(Number)).toEqual(
      [...(ids ?? [])].map(Number).sort((a, b) => b - a)
    );
    expect(new Set(squares)).toEqual(new Set(['0', '1']));
  });

  it.each([
    ['atLeast', '48000', undefined, 2000],
    ['greater', '48000', undefined, 1999],
    ['atMost', '10', undefined, 11],
    ['between', '10', '20', 11],
    ['oneOf', '3, 5, 7.5', undefined, 2]
  ] as const)('finds rows %s %s', async (comparison, value, upTo, matched) => {
    const { call, table } = await opened();
    const filters = [{ column: 0, comparison, value, ...(upTo && { upTo }) }];
    expect((await table.query(call, { filters })).matched).toBe(matched);
    // The statistics are of what is filtered, while the table's own rows stay as they are.
    const { count } = await table.statistics(call, 1, filters);
    expect(count).toBe(matched);
    expect(await table.rows(call, [0], 0, 1)).toEqual([['0']]);
  });

  it.each([
    ['between', '2026-01-02', '2026-01-03', 2],
    ['atMost', '2026-01-02', undefined, 2],
    ['greater', '2026-01-02', undefined, 2],
    ['equals', '2026-01-03', undefined, 1],
    ['atLeast', '2026-01-03 10', undefined, 1]
  ] as const)(
    'takes a day for all of its hours: %s %s',
    (comparison, value, upTo, matched) => {
      const times = [
        '2026-01-01 23:00:00',
        '2026-01-02 00:00:00',
        '2026-01-03 09:00:00',
        '2026-01-04 00:00:00',
        null
      ];
      const slice = {
        length: times.length,
        text: (row: number) => times[row] ?? null,
        number: () => NaN
      };
      const column = {
        name: 'when',
        dtype: 'timestamp',
        role: 'time'
      } as const;
      const filter = { column: 0, comparison, value, ...(upTo && { upTo }) };
      const test = testOf(filter, column);
      expect(times.filter((_, row) => test(slice, row))).toHaveLength(matched);
    }
  );

  it('finds rows whose text is one of a list', async () => {
    const { call, table } = await opened();
    const value = 'a, "c"';
    const filters = [{ column: 3, comparison: 'oneOf', value } as const];
    expect((await table.query(call, { filters })).matched).toBe(33_333);
    expect(listOf('"a, b", c,,d')).toEqual(['a, b', 'c', 'd']);
  });

  it('puts a column in order for its quantiles', async () => {
    const { call, table } = await opened();
    const { isQuantileExact, quantiles } = await table.statistics(call, 0, []);
    expect(isQuantileExact).toBe(true);
    // As NumPy has them: numpy.quantile(range(50_000), [.05, .25, .5, .75, .95]).
    [2499.95, 12_499.75, 24_999.5, 37_499.25, 47_499.05].forEach((wanted, at) =>
      expect(quantiles?.[at]?.value).toBeCloseTo(wanted, 6)
    );
    const few = new Quantiles(100);
    for (let value = 0; value < 10_000; value += 1) {
      few.add(value);
    }
    expect(few.result().isQuantileExact).toBe(false);
    expect(few.result().quantiles[2]?.value).toBeGreaterThan(2000);
    expect(few.result().quantiles[2]?.value).toBeLessThan(8000);
  });

  it('says of how many rows a sample is', async () => {
    const { call, table } = await opened();
    await table.count(call);
    const { isWhole, looked } = await table.summary(call, 0, []);
    expect({ isWhole, looked }).toEqual({ isWhole: true, looked: ROWS });
    const pieces = sampleRows({
      isCounted: true,
      rows: 10_000_000,
      pageRows: 1024,
      scanRows: 65_536
    });
    const rows = pieces.reduce((sum, [start, end]) => sum + end - start, 0);
    expect(rows).toBeLessThanOrEqual(131_072);
    expect(pieces.at(-1)?.[1]).toBeGreaterThan(9_900_000);
  });

  it('counts a column in one pass', async () => {
    const { call, table } = await opened();
    const id = await table.statistics(call, 0, []);
    expect(id).toMatchObject({
      count: ROWS,
      missing: 0,
      least: '0',
      most: '49999',
      mean: 24999.5
    });
    expect(id.histogram?.counts.reduce((sum, count) => sum + count)).toBe(ROWS);
    const word = await table.statistics(call, 2, []);
    expect(word).toMatchObject({
      missing: 10_000,
      distinct: 10_000,
      isDistinctExact: false
    });
    const kind = await table.statistics(call, 3, []);
    expect(kind.top[0]).toEqual({ value: 'a', count: 16_667 });
  });

  it.each([
    ['cut at its end', (bytes: Uint8Array) => bytes.slice(0, -50)],
    [
      'with a footer of another length',
      (bytes: Uint8Array) => {
        new DataView(bytes.buffer).setInt32(
          bytes.length - 10,
          0x7fffffff,
          true
        );
        return bytes;
      }
    ],
    ['that is something else', () => new Uint8Array(1000)]
  ])('tells of a file %s', async (_, damage) => {
    const content = new BytesContent(damage(arrowFile().bytes));
    const opening = openTable(quietCall(), [content], { format: 'arrow' });
    await expect(opening).rejects.toMatchObject({ code: 'CONTENT_UNREADABLE' });
  });
});

describe('delimited text', () => {
  it('keeps quoted delimiters, quotes and line ends', () => {
    expect(parseRecords('a,"b,""c""\nd",e\r\n1,,3\n', ',')).toEqual([
      ['a', 'b,"c"\nd', 'e'],
      ['1', '', '3']
    ]);
    expect(parseRecords('a,\n', ',')).toEqual([['a', '']]);
  });

  it('finds any row by its index', async () => {
    const lines = Array.from(
      { length: 3000 },
      (_, index) => `${index};"x\n${index}"`
    );
    const content = contentOf(`n;text\n${lines.join('\n')}`);
    const call = quietCall();
    const table = await openTable(call, [content], { format: 'csv' });
    expect(await table.count(call)).toBe(3000);
    expect(await table.rows(call, [0, 1], 2998, 3000)).toEqual([
      ['2998', '2999'],
      ['x\n2998', 'x\n2999']
    ]);
    expect((await table.facts(call)).columns.map(({ role }) => role)).toEqual([
      'number',
      'text'
    ]);
  });

  it('writes no formula into a file for spreadsheets', async () => {
    expect(
      ['=1+1', '+x', '-5', '-5e3', '@a', '\tb', 'a,b', null].map(csvField)
    ).toEqual([
      "'=1+1",
      "'+x",
      '-5',
      '-5e3',
      "'@a",
      '"\'\tb"'.replace(/"/g, ''),
      '"a,b"',
      ''
    ]);
    const call = quietCall();
    const table = await openTable(call, [contentOf('a,b\n=cmd(),-1\n')], {
      format: 'csv'
    });
    const { file, rows } = await table.csv(call);
    expect([await file.text(), rows]).toEqual(["a,b\r\n'=cmd(),-1\r\n", 1]);
  });
});

it('puts a column before another one', () => {
  expect(moved([0, 1, 2, 3], 0, 2)).toEqual([1, 0, 2, 3]);
  expect(moved([0, 1, 2, 3], 3, 0)).toEqual([3, 0, 1, 2]);
  expect(moved([0, 1, 2, 3], 1, 4)).toEqual([0, 2, 3, 1]);
});

it('copies no cell that would become two', async () => {
  const read = (columns: readonly number[], start: number, end: number) =>
    Promise.resolve(
      columns.map(column =>
        Array.from({ length: end - start }, (_, row) =>
          row === 0 ? null : `${column}\t${start + row}\n`
        )
      )
    );
  expect(await copiedCells(read, [0, 2], [5, 7], ['a', 'b\tc'])).toEqual({
    text: 'a\tb c\n\t\n0 6 \t2 6 ',
    rows: 2
  });
  const { rows } = await copiedCells(read, [0], [0, 1e6], false);
  expect(rows).toBe(100_000);
});

describe('a histogram', () => {
  it('holds every number, whatever comes after the first', () => {
    const histogram = new Histogram();
    const values = [0, 1e-12, -5, 1e9, NaN, Infinity, 3];
    values.forEach(value => histogram.add(value));
    const { counts, from, least, most, to } = histogram.result()!;
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5);
    expect(from).toBeLessThanOrEqual(-5);
    expect(to).toBeGreaterThan(1e9);
    expect([least, most]).toEqual([-5, 1e9]);
  });
});

it('keeps the first rows of an order in bounded memory, the missing ones last', () => {
  const values = Array.from({ length: 100 }, (_, index) =>
    index % 10 ? String((index * 37) % 100) : null
  );
  const ordered = new Ordered('number', false, 10);
  const slice = textSlice(values, 'number');
  values.forEach((_, index) => ordered.add(index, slice, index));
  const expected = values
    .map((value, row) => ({ value, row }))
    .filter(({ value }) => value !== null)
    .sort(
      (one, other) =>
        Number(one.value) - Number(other.value) || one.row - other.row
    )
    .slice(0, 10);
  expect([...ordered.rows()]).toEqual(expected.map(({ row }) => row));
  expect(ordered.matched).toBe(100);
});
