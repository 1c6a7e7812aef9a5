/** Tables written as Parquet, and read back. Types of every library are compared in the browser's test. */
import { describe, expect, it } from 'vitest';

import { openTable } from '../../../src/viewers/table/engine';
import type { IQuery } from '../../../src/viewers/table/query';
import { BytesContent, contentOf } from '../codecs/content';
import { quietCall } from './call';

const call = quietCall();

async function exported(text: string, query?: IQuery) {
  const table = await openTable(call, [contentOf(text)], { format: 'csv' });
  if (query) {
    await table.query(call, query);
  }
  const { file, rows } = await table.parquet(call, query !== undefined);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const read = await openTable(call, [new BytesContent(bytes)], {
    format: 'parquet'
  });
  const { columns } = await read.facts(call);
  return {
    types: columns.map(({ name, dtype }) => `${name} ${dtype}`),
    rows,
    values: await read.rows(
      call,
      columns.map((_, index) => index),
      0,
      rows
    )
  };
}

describe('a table as Parquet', () => {
  it('has numbers where all of a text file are, and texts where one is not', async () => {
    const { types, values } = await exported(
      'whole,part,code,late\n1,0.5,007,1\n-2,1e3,010,2\n,nan,011,many\n'
    );
    expect(types).toEqual([
      'whole int64',
      'part double',
      'code utf8',
      'late utf8'
    ]);
    expect(values).toEqual([
      ['1', '-2', null],
      ['0.5', '1000', 'nan'],
      ['007', '010', '011'],
      ['1', '2', 'many']
    ]);
  });

  it('holds the rows that were found, in their order, over many groups and pages', async () => {
    const lines = Array.from({ length: 70_000 }, (_, index) => `${index},x`);
    const { rows, values } = await exported(`n,t\n${lines.join('\n')}\n`, {
      filters: [{ column: 0, comparison: 'greater', value: '1000' }],
      sort: { column: 0, descending: true }
    });
    expect(rows).toBe(68_999);
    expect(values[0]?.slice(0, 2)).toEqual(['69999', '69998']);
    expect(values[0]?.at(-1)).toBe('1001');
  });

  it('may be empty, and may have a name twice', async () => {
    const { rows, types } = await exported('a,a,b.c\n');
    expect([rows, types.map(type => type.split(' ')[0])]).toEqual([
      0,
      ['a', 'a_2', 'b.c']
    ]);
  });
});
