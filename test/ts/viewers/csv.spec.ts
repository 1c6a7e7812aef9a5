import { describe, expect, it } from 'vitest';

import { openTable } from '../../../src/viewers/table/engine';
import { delimiterOf, parseRecords } from '../../../src/viewers/table/csvText';
import type { ICsvWishes } from '../../../src/viewers/table/csvLayout';
import { BytesContent, contentOf } from '../codecs/content';
import { quietCall } from './call';

/** The names of the columns and every row, as a person sees them, and how they were read. */
async function read(content: BytesContent, wishes: ICsvWishes = {}) {
  const call = quietCall();
  const table = await openTable(call, [content], { format: 'csv', wishes });
  const count = await table.count(call);
  const { columns } = await table.facts(call);
  const all = columns.map((_, index) => index);
  const cells = await table.rows(call, all, 0, count);
  const { text } = await table.facts(call);
  return {
    text,
    names: columns.map(({ name }) => name),
    rows: Array.from({ length: count }, (_, row) =>
      cells.map(column => column[row] ?? null)
    )
  };
}

async function shown(content: BytesContent) {
  const { names, rows } = await read(content);
  return { names, rows };
}

const latin1 = (text: string): Uint8Array =>
  Uint8Array.from(text, character => character.charCodeAt(0));
const utf16 = (text: string): Uint8Array =>
  new Uint8Array(Uint16Array.from(text, one => one.charCodeAt(0)).buffer);

describe('a text that is not as plain as most', () => {
  const habits = '# made by me\n# "open\nname;x\nZoë;1\nÅsa;2;more\n';
  const rows = [
    ['Zoë', '1', null],
    ['Åsa', '2', 'more']
  ];

  it.each([
    ['windows-1252', latin1(habits)],
    ['utf-16le', utf16(habits)],
    ['utf-8', new TextEncoder().encode(habits)]
  ])(
    'in %s is shown whole, and says what is not shown',
    async (charset, bytes) => {
      const content = new BytesContent(bytes);
      const { names, rows: found, text } = await read(content);
      expect(names).toEqual(['name', 'x', '(3)']);
      expect(found).toEqual(rows);
      expect(text).toEqual({
        charset,
        isDamaged: false,
        delimiter: ';',
        header: 3,
        skipped: 2,
        unnamed: true,
        hidden: 0
      });
    }
  );

  it('is read as a person says', async () => {
    const content = new BytesContent(latin1('a,b\nà,1\n'));
    const wishes = { encoding: 'windows-1251', delimiter: ';', header: 0 };
    const { names, rows: found } = await read(content, wishes);
    expect(names).toEqual(['(1)']);
    expect(found).toEqual([['a,b'], ['а,1']]);
  });

  it('says that a row far down is longer than all before', async () => {
    const long = 'a,b\n' + '1,2\n'.repeat(300_000) + '1,2,3,4\n';
    const { text } = await read(
      new BytesContent(new TextEncoder().encode(long))
    );
    expect(text).toMatchObject({ hidden: 2, unnamed: false });
  });

  it('has names after the sign of a comment where they are as many as its cells', async () => {
    const content = new BytesContent(latin1('#chrom,start\n1,10\n'));
    expect((await read(content)).names).toEqual(['#chrom', 'start']);
  });

  it('has all rows without a header, however many there are', async () => {
    const content = new BytesContent(latin1('1,2\n'.repeat(1025)));
    const { rows: found } = await read(content, { header: 0 });
    expect(found).toHaveLength(1025);
    expect(found[1024]).toEqual(['1', '2']);
  });
});

describe.each([
  [
    'a quote in the middle of a field',
    'a,b\nTV 55",1\nx,2\ny,3',
    [
      ['TV 55"', '1'],
      ['x', '2'],
      ['y', '3']
    ]
  ],
  [
    'two quotes in the middle of a field',
    'a,b\n5"" nail,1\nx,2\n',
    [
      ['5"" nail', '1'],
      ['x', '2']
    ]
  ],
  [
    'doubled quotes in a quoted field',
    'a,b\n"say ""hi""\n""",1\n"""",2\n"",3\n',
    [
      ['say "hi"\n"', '1'],
      ['"', '2'],
      [null, '3']
    ]
  ],
  [
    'text after a closing quote',
    'a,b\n"x"y"z,1\nu,2\n',
    [
      ['xy"z', '1'],
      ['u', '2']
    ]
  ],
  [
    'a quote after spaces',
    'a,b\n "x",1\n "y,2\nz,3\n',
    [
      [' "x"', '1'],
      [' "y', '2'],
      ['z', '3']
    ]
  ],
  [
    'lines that end with CR',
    'a,b\rx,1\r"y\rz",2\r',
    [
      ['x', '1'],
      ['y\rz', '2']
    ]
  ],
  [
    'lines that end with CR, the last one open',
    'a,b\rx,1\ry,2',
    [
      ['x', '1'],
      ['y', '2']
    ]
  ],
  [
    'lines that end with CRLF',
    'a,b\r\nx,\r\n"y\r\nz",2\r\n',
    [
      ['x', null],
      ['y\r\nz', '2']
    ]
  ],
  [
    'an unclosed quote at the end',
    'a,b\nx,1\n"y,2\nz,3',
    [
      ['x', '1'],
      ['y,2\nz,3', null]
    ]
  ],
  ['a byte order mark', '\ufeff"a",b\n\ufeffx,1\n', [['\ufeffx', '1']]],
  [
    'a line end in a quoted name after a byte order mark',
    '\ufeff"a",b\nx,1\ny,2\n',
    [
      ['x', '1'],
      ['y', '2']
    ]
  ]
] as const)('%s', (_, text, rows) => {
  it.each([',', ';', '\t', '|'])('with %j between fields', async delimiter => {
    const change = (part: string): string => part.replaceAll(',', delimiter);
    expect(await shown(contentOf(change(text)))).toEqual({
      names: ['a', 'b'],
      rows: rows.map(row =>
        row.map(cell => (cell === null ? null : change(cell)))
      )
    });
  });
});

it('keeps the names of the columns where they hold a line end and a quote', async () => {
  const content = contentOf('\ufeff"a\r\nx",b "c"\n1,2\n');
  expect(await shown(content)).toEqual({
    names: ['a\r\nx', 'b "c"'],
    rows: [['1', '2']]
  });
});

it('finds the rows of a long file wherever its pieces end', async () => {
  // Pieces are 1 MiB; records of uneven length put every byte of one at a border.
  const lines = Array.from(
    { length: 90_000 },
    (_, index) =>
      `${index},"a ""${'x'.repeat(index % 13)}""\r\n",5" ${'é'.repeat(index % 5)}`
  );
  for (const end of ['\n', '\r\n', '\r']) {
    const content = contentOf(`n,text,size${end}${lines.join(end)}`);
    const { rows } = await shown(content);
    expect(content.size).toBeGreaterThan(2 * 1024 * 1024);
    expect(rows).toHaveLength(lines.length);
    expect(rows[44_444]).toEqual([
      '44444',
      `a "${'x'.repeat(44_444 % 13)}"\r\n`,
      `5" ${'é'.repeat(44_444 % 5)}`
    ]);
    expect(rows.every(([n], index) => n === String(index))).toBe(true);
  }
});

it('is not led astray by quotes when it looks for the delimiter', () => {
  expect(delimiterOf('a;b\nTV 55";1\n"x;y";2\n')).toBe(';');
  expect(parseRecords('a\n\nb', ',')).toEqual([['a'], [''], ['b']]);
});
