import { expect, test } from 'vitest';

import { artifact, flat, group, grouped, rowsOf, transfer } from './fixtures';
import type { Rows } from '../../../src/ui/sidebar/rows';
import { treeCommand, typeAheadTarget } from '../../../src/ui/sidebar/treeKeys';

function keysOf(rows: Rows): (string | undefined)[] {
  return Array.from(
    { length: rows.length },
    (_, index) => rows.at(index)?.type
  );
}

test('what is in flight stands above the runs, and what is not loaded is one row', () => {
  const rows = rowsOf({
    inFlight: { rows: [transfer(1)], waiting: 0 },
    list: {
      ...grouped([
        group(1, 'first', [artifact(1), artifact(2)], { complete: false }),
        group(2, 'second', [artifact(3)], { expanded: false })
      ]),
      rest: 'some'
    }
  });
  expect(keysOf(rows)).toEqual([
    'flight',
    'transfer',
    'group',
    'artifact',
    'artifact',
    'more',
    'group',
    'more'
  ]);
  expect(rows.at(-1)).toBeUndefined();
  expect(rows.at(8)).toBeUndefined();
});

test('every row knows its place in the tree and its parent', () => {
  const rows = rowsOf({
    inFlight: { rows: [transfer(1)], waiting: 0 },
    list: grouped([group(1, 'first', [artifact(1), artifact(2)])])
  });
  expect(rows.placeAt(2)).toEqual({ level: 1, position: 2, setSize: 2 });
  expect(rows.placeAt(4)).toEqual({ level: 2, position: 2, setSize: 2 });
  expect(rows.parentOf(4)).toBe(2);
  expect(rows.parentOf(2)).toBe(2);
});

test('a flat list stands in the place of the groups', () => {
  const rows = rowsOf({
    list: flat([artifact(2), artifact(3)])
  });
  expect(keysOf(rows)).toEqual(['artifact', 'artifact']);
  expect(rows.placeAt(1)).toEqual({ level: 1, position: 2, setSize: 2 });
});

test('a row is found by its key where it was, beside it, and far away', () => {
  const artifacts = Array.from({ length: 1000 }, (_, n) => artifact(n));
  const rows = rowsOf({
    list: grouped([group(1, 'all', artifacts)])
  });
  const key = rows.at(500)?.key ?? '';
  for (const near of [500, 499, 501, 3, -1]) {
    expect(rows.indexOf(key, near)).toBe(500);
  }
  expect(rows.indexOf('artifact gone', 500)).toBe(-1);
});

test('more groups than can be listed are spoken of, not passed over', () => {
  const rows = rowsOf({
    list: {
      ...grouped([group(1, 'first', [], { expanded: false })]),
      rest: 'too many'
    }
  });
  expect(keysOf(rows)).toEqual(['group', 'cut']);
});

test('type-ahead goes on to the next with one letter and stays with more', () => {
  const names = ['alpha', 'beta', 'Alto', 'gamma'];
  const rows = rowsOf({
    list: grouped([
      group(
        1,
        'run',
        names.map((name, n) => artifact(n, { name }))
      )
    ])
  });
  expect(typeAheadTarget(rows, 1, 'a')).toBe(3);
  expect(typeAheadTarget(rows, 3, 'a')).toBe(1);
  expect(typeAheadTarget(rows, 1, 'al')).toBe(1);
  expect(typeAheadTarget(rows, 1, 'alt')).toBe(3);
  expect(typeAheadTarget(rows, 1, 'x')).toBe(-1);
});

test('keys with Alt belong to the browser, and with Control most do', () => {
  const rows = rowsOf({
    list: grouped([group(1, 'run', [artifact(1)])])
  });
  const press = {
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false
  };
  const command = (key: string, held = {}) =>
    treeCommand({ ...press, key, ...held }, rows, 0, 10, false);
  expect(command('ArrowDown', { altKey: true })).toBeNull();
  expect(command('c', { ctrlKey: true })).toBeNull();
  expect(command('a', { metaKey: true })).toEqual({ type: 'selectAll' });
  expect(command('ArrowDown')).toEqual({
    type: 'move',
    index: 1,
    extend: false,
    only: false
  });
  expect(command('ArrowLeft')).toEqual({ type: 'expand', expanded: false });
  expect(command('Escape')).toBeNull();
});
