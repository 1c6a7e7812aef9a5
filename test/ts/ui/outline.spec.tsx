/** Versions in one row, names in folders, tiles: what is drawn of them, and by which keys it is reached. */
import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';

import { artifact, flat, group, grouped, rowsOf } from './fixtures';
import { focused, item, press, Selecting, showSidebar } from './harness';
import { Layout } from '../../../src/ui/sidebar/layout';
import { Outlines } from '../../../src/ui/sidebar/outline';
import type { Rows } from '../../../src/ui/sidebar/rows';

const VERSIONS = [3, 2, 1].map(version =>
  artifact(version, { name: 'loss', version })
);
const FILES = ['system/data/a.csv', 'system/data/b.csv', 'system/notes.md'].map(
  (name, n) => artifact(10 + n, { name })
);
const LONELY = artifact(20, { name: 'other/one.csv' });

/** What the rows are called, indented by their level. */
function drawn(rows: Rows): string[] {
  return Array.from({ length: rows.length }, (_, index) => {
    const row = rows.at(index);
    const indent = '  '.repeat(rows.placeAt(index).level - 1);
    switch (row?.type) {
      case 'artifact':
        return `${indent}${row.artifact.name} v${row.artifact.version}`;
      case 'folder':
        return `${indent}${row.label}/ ${row.names}`;
      default:
        return `${indent}${row?.type}`;
    }
  });
}

test('a name stands for its versions in all runs, which are below it by run', () => {
  const runs = ['monday', 'sunday'].map((name, index) => ({
    run_id: String(index).repeat(32),
    run_name: name
  }));
  const [latest, ...others] = [
    artifact(4, { name: 'df', version: 2, ...runs[0] }),
    artifact(3, { name: 'df', version: 1, ...runs[0] }),
    artifact(2, { name: 'df', version: 2, ...runs[1] }),
    artifact(1, { name: 'df', version: 1, ...runs[1] })
  ];
  const closed = group(1, 'df', [latest], {
    key: 'df',
    run: undefined,
    runs: 2,
    count: 4,
    expanded: false,
    complete: false
  });
  const alone = group(2, 'x', [artifact(9, { name: 'x' })], { key: 'x' });
  const rows = rowsOf({ list: grouped([closed, alone], 'name') });
  expect(drawn(rows)).toEqual(['df v2', 'x v1']);
  expect(rows.at(0)).toMatchObject({
    older: { group: 'df', expanded: false },
    span: { versions: 4, runs: 2 }
  });
  const open = {
    ...closed,
    artifacts: [latest, ...others],
    expanded: true,
    complete: true
  };
  const list = grouped([open, alone], 'name');
  const all = rowsOf({ list });
  expect(drawn(all)).toEqual([
    'df v2',
    '  run',
    '    df v1',
    '  run',
    '    df v2',
    '    df v1',
    'x v1'
  ]);
  expect([1, 2, 5].map(index => all.parentOf(index))).toEqual([0, 1, 3]);
  const key = all.at(1)!.key;
  expect(drawn(rowsOf({ list, opened: new Map([[key, false]]) }))[2]).toBe(
    '  run'
  );
  expect(drawn(rowsOf({ list, isGallery: true }))).toEqual(['df v2', 'x v1']);
});

test('the versions of a name are one row, the newest whatever the order, and open below it', () => {
  const first = artifact(4, { name: 'first' });
  const inOrder = [VERSIONS[2]!, first, VERSIONS[1]!, VERSIONS[0]!];
  const list = grouped([group(1, 'run', inOrder)]);
  const rows = rowsOf({ list });
  expect(drawn(rows)).toEqual(['group', '  loss v3', '  first v1']);
  expect(rows.placeAt(1)).toEqual({ level: 2, position: 1, setSize: 2 });

  const keys = rows.keysTo(VERSIONS[2]!.id)!;
  const open = rowsOf({
    list,
    opened: new Map(keys.map(key => [key, true]))
  });
  expect(drawn(open)).toEqual([
    'group',
    '  loss v3',
    '    loss v2',
    '    loss v1',
    '  first v1'
  ]);
  expect(open.parentOf(3)).toBe(1);
  expect(open.keysTo(VERSIONS[2]!.id)).toEqual([]);
});

test('one name of two runs is two rows', () => {
  const other = artifact(9, { name: 'loss', run_id: 'f'.repeat(32) });
  expect(drawn(rowsOf({ list: flat([...VERSIONS, other]) }))).toEqual([
    'loss v3',
    'loss v1'
  ]);
});

test('names with slashes stand in folders, but not alone and not in a list without groups', () => {
  const list = grouped([group(1, 'run', [...FILES, LONELY])]);
  const rows = rowsOf({ list });
  expect(drawn(rows)).toEqual([
    'group',
    '  system/ 3',
    '    data/ 2',
    '      system/data/a.csv v1',
    '      system/data/b.csv v1',
    '    system/notes.md v1',
    '  other/one.csv v1'
  ]);
  expect(rows.parentOf(4)).toBe(2);
  expect(rows.parentOf(2)).toBe(1);
  expect(drawn(rowsOf({ list: flat(FILES) }))[0]).toBe('system/data/a.csv v1');
});

test('how many there are is said only where all are loaded', () => {
  const list = grouped([group(1, 'run', VERSIONS, { complete: false })]);
  expect(rowsOf({ list }).placeAt(1).setSize).toBe(-1);
});

test('a page more costs only itself, and a list that says the same nothing', () => {
  let looks = 0;
  const counted = (number: number) =>
    Object.defineProperty(artifact(number), 'name', {
      get: () => {
        looks += 1;
        return `folder/artifact ${number}`;
      }
    });
  const outlines = new Outlines();
  const first = Array.from({ length: 5000 }, (_, n) => counted(n));
  const show = (artifacts: typeof first) =>
    rowsOf({ outlines, list: grouped([group(1, 'all', artifacts)]) });
  show(first);
  looks = 0;
  expect(show(first).length).toBe(5002);
  expect(looks).toBe(0);
  const more = Array.from({ length: 100 }, (_, n) => counted(5000 + n));
  expect(show([...first, ...more]).length).toBe(5102);
  expect(looks).toBeLessThan(1000);
});

test('tiles stand side by side below their group, and the arrows go over them', () => {
  const artifacts = Array.from({ length: 5 }, (_, n) => artifact(n));
  const rows = rowsOf({
    isGallery: true,
    list: grouped([
      group(1, 'run', artifacts),
      group(2, 'next', [], { expanded: false })
    ])
  });
  const layout = new Layout(rows, 'tiles', 2);
  expect(layout.length).toBe(5);
  expect([0, 1, 2, 3, 5, 6].map(index => layout.lineOf(index))).toEqual([
    0, 1, 1, 2, 3, 4
  ]);
  expect(layout.lastOf(3)).toBe(5);
  expect(layout.moved(2, 1)).toBe(4);
  expect(layout.moved(4, 1)).toBe(5);
  expect(layout.moved(5, 1)).toBe(6);
  expect(layout.moved(2, -1)).toBe(0);
  expect(layout.heightOf(1)).toBeGreaterThan(100);
});

test('by keyboard versions and folders open and close', () => {
  const list = { shown: grouped([group(1, 'run', [...VERSIONS, ...FILES])]) };
  showSidebar({ list }, Selecting);
  fireEvent.click(item(/^loss v3/));
  item(/^loss v3/).focus();
  expect(item(/^loss v3/).getAttribute('aria-expanded')).toBe('false');
  press('ArrowRight');
  press('ArrowRight');
  expect(focused()).toMatch(/^loss v2/);
  press('ArrowLeft');
  expect(focused()).toMatch(/^loss v3/);
  press('ArrowLeft');
  expect(screen.queryByRole('treeitem', { name: /^loss v2/ })).toBeNull();
  press('ArrowDown');
  expect(focused()).toBe('Folder system, 3 names');
  press('ArrowLeft');
  expect(screen.queryByRole('treeitem', { name: /a\.csv/ })).toBeNull();
  press('Enter');
  expect(item(/^system\/data\/a\.csv/).getAttribute('aria-level')).toBe('4');
});

test('the caret shows older versions, and selects nothing', () => {
  const props = showSidebar(
    {
      list: { shown: grouped([group(1, 'run', VERSIONS)]) }
    },
    Selecting
  );
  fireEvent.click(screen.getByRole('button', { name: 'Show older versions' }));
  expect(item(/^loss v1/)).toBeTruthy();
  expect(props.selection.onChange).not.toHaveBeenCalled();
});

test('an older version that is pointed at is unfolded', () => {
  const list = {
    shown: grouped([group(1, 'run', VERSIONS)]),
    revealed: VERSIONS[2]!.id
  };
  showSidebar({ list }, Selecting);
  expect(item(/^loss v1/).tabIndex).toBe(0);
});
