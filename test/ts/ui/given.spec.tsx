import { expect, test } from 'vitest';

import { artifact } from './fixtures';
import { show } from './viewing';
import type { IArrayView, ITableView } from '../../../src/codecs/view';
import { cellsOf, heatOf, sizeOf } from '../../../src/viewers/given/parts';
import { bundleOf } from '../../../src/viewers/output/representation';

const array = (shape: number[], count: number): IArrayView => ({
  type: 'array',
  dtype: 'int32',
  shape,
  count,
  complete: false,
  text: index => String(index),
  number: index => index
});

test('the rows of a matrix that are here become cells and a heat map', () => {
  const view = array([100, 3], 8);
  expect(cellsOf(view)).toEqual([
    ['0', '1', '2'],
    ['3', '4', '5'],
    ['6', '7']
  ]);
  expect(heatOf(view)).toMatchObject({ rows: 2, columns: 3 });
});

test('a large matrix is thinned out to some hundreds a side', () => {
  expect(heatOf(array([1000, 1000], 1_000_000))).toMatchObject({
    rows: 250,
    columns: 250
  });
});

test.each([
  [[], 1, [['0']]],
  [[3], 3, [['0', '1', '2']]],
  [[0], 0, []],
  [[4, 0], 0, []]
])('an array of shape %j has the cells %j', (shape, count, cells) => {
  expect(cellsOf(array(shape, count))).toEqual(cells);
  expect(heatOf(array(shape, count))).toBeUndefined();
});

test('a part of a table takes its true size from the manifest', () => {
  const view: ITableView = {
    type: 'table',
    columns: [{ name: 'a', dtype: 'int64' }],
    count: 10,
    complete: false,
    text: () => 'x'
  };
  const known = artifact(1, {
    preview: {
      type: 'table',
      rows: 500,
      columns: [],
      column_count: 7,
      head: []
    }
  });
  expect(sizeOf(view, known)).toEqual({ rows: 500, columns: 7 });
  expect(sizeOf(view, artifact(1))).toMatchObject({ rows: null });
  expect(show(view, known).textContent).toContain('first 10 of 500 rows');
});

test('a table that is scrolled has its rows before the next frame', () => {
  const view: ITableView = {
    type: 'table',
    columns: [{ name: 'a', dtype: 'int64' }],
    count: 1000,
    complete: true,
    text: row => String(row)
  };
  const box = show(view);
  const grid = box.querySelector('[role=grid]')!;
  expect(box.querySelector('[aria-rowindex="502"]')).toBeNull();
  grid.scrollTop = 500 * 22;
  grid.dispatchEvent(new Event('scroll'));
  expect(box.querySelector('[aria-rowindex="502"]')).not.toBeNull();
});

test('whole HTML is shown in the sandbox, and a part of it as text', () => {
  const html = {
    type: 'text',
    text: '<b>x</b>',
    mediaType: 'text/html; charset=utf-8',
    complete: true
  } as const;
  const frame = show(html).querySelector('iframe');
  expect(frame?.getAttribute('sandbox')).toBe('');
  expect(frame?.getAttribute('srcdoc')).toContain('<b>x</b>');
  const part = show({ ...html, complete: false });
  expect(part.querySelector('iframe')).toBeNull();
  expect(part.querySelector('pre')?.textContent).toBe('<b>x</b>');
  expect(part.textContent).toContain('first 8 characters');
});

test('streams and errors of a cell become text without terminal colours', () => {
  const outputs = [
    { output_type: 'stream', name: 'stdout', text: ['a\n', '\u001b[1mb'] },
    {
      output_type: 'error',
      ename: 'E',
      evalue: 'v',
      traceback: ['\u001b[31mE\u001b[0m: v']
    }
  ];
  expect(outputs.map(bundleOf)).toEqual([
    { 'text/plain': ['a\n', '\u001b[1mb'] },
    { 'text/plain': '\u001b[31mE\u001b[0m: v' }
  ]);
  const box = show({ type: 'outputs', outputs });
  expect(
    [...box.querySelectorAll('pre')].map(({ textContent }) => textContent)
  ).toEqual(['a\nb', 'E: v']);
});
