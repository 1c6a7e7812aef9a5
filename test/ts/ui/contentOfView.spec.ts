import { expect, test } from 'vitest';

import { artifact } from './fixtures';
import type { IArrayView, ITableView } from '../../../src/codecs/view';
import { contentOfView } from '../../../src/ui';

const array = (shape: number[], count: number): IArrayView => ({
  type: 'array',
  dtype: 'int32',
  shape,
  count,
  complete: false,
  text: index => String(index),
  number: index => index
});
const place = { url: '/content' };

test('the rows of a matrix that are here become cells and a heat map', () => {
  const content = contentOfView(array([100, 3], 8), artifact(1), place);
  expect(content).toMatchObject({
    view: 'array',
    cells: [
      ['0', '1', '2'],
      ['3', '4', '5'],
      ['6', '7']
    ],
    heatMap: { rows: 2, columns: 3, partial: true }
  });
});

test('a large matrix is thinned out to some hundreds a side', () => {
  const content = contentOfView(
    array([1000, 1000], 1_000_000),
    artifact(1),
    place
  );
  expect(content).toMatchObject({ heatMap: { rows: 250, columns: 250 } });
});

test.each([
  [[], 1, [['0']]],
  [[3], 3, [['0', '1', '2']]],
  [[0], 0, []],
  [[4, 0], 0, []]
])('an array of shape %j has the cells %j', (shape, count, cells) => {
  expect(contentOfView(array(shape, count), artifact(1), place)).toMatchObject({
    cells,
    heatMap: undefined
  });
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
  expect(contentOfView(view, known, place)).toMatchObject({
    rowCount: 500,
    columnCount: 7,
    count: 10
  });
  expect(contentOfView(view, artifact(1), place)).toMatchObject({
    rowCount: null
  });
});

test('a pickle is never anything but a warning', () => {
  const content = contentOfView(
    { type: 'opaque' },
    artifact(1, { kind: 'pickle', size: 1_200_000 }),
    place
  );
  expect(content).toEqual({ view: 'pickle', size: 1_200_000 });
});

test('whole HTML is shown in the sandbox, and a part of it as text', () => {
  const html = {
    type: 'text',
    text: '<b>x</b>',
    mediaType: 'text/html; charset=utf-8',
    complete: true
  } as const;
  expect(contentOfView(html, artifact(1), place)).toEqual({
    view: 'sandboxed',
    language: 'html',
    markup: '<b>x</b>'
  });
  const part = { ...html, complete: false };
  expect(contentOfView(part, artifact(1), place)).toEqual({
    view: 'text',
    text: '<b>x</b>',
    truncated: true
  });
});

test('streams and errors of a cell become text without terminal colours', () => {
  const content = contentOfView(
    {
      type: 'outputs',
      outputs: [
        { output_type: 'stream', name: 'stdout', text: ['a\n', 'b'] },
        {
          output_type: 'error',
          ename: 'E',
          evalue: 'v',
          traceback: ['\u001b[31mE\u001b[0m: v']
        }
      ]
    },
    artifact(1),
    place
  );
  expect(content).toEqual({
    view: 'output',
    bundles: [{ 'text/plain': ['a\n', 'b'] }, { 'text/plain': 'E: v' }]
  });
});
