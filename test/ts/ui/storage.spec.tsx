import * as React from 'react';
import { fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';

import type { IPiece } from '../../../src/model/storage';
import { neighbour, placesOf } from '../../../src/ui/storage/layout';
import { SizeTable } from '../../../src/ui/storage/SizeTable';
import { TrashList } from '../../../src/ui/storage/TrashList';
import {
  collectedWords,
  deletedWords,
  frees,
  importedWords,
  purgedWords,
  shareOf
} from '../../../src/ui/storage/words';
import { artifact, NOW, trans } from './fixtures';

const PIECES: IPiece[] = [
  { key: 'a', label: 'big', artifacts: 2, bytes: 997_000, groups: 1 },
  { key: 'b', label: '<b>x</b>\u202e', artifacts: 1, bytes: 3000, groups: 1 },
  { key: undefined, label: '', artifacts: 9, bytes: 0, groups: 7 }
];

test('the picture has a place for each piece, inside, as large as its part', () => {
  const places = placesOf([600, 300, 100, 0], 1000, 200);
  expect(places).toHaveLength(4);
  for (const { x, y, width, height } of places) {
    expect(Math.min(x, y, width, height)).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(1000);
    expect(y + height).toBeLessThanOrEqual(200);
  }
  const area = (index: number): number => {
    const place = places.find(one => one.index === index)!;
    return place.width * place.height;
  };
  expect(area(0) / area(1)).toBeCloseTo(2, 1);
  expect(area(3)).toBeGreaterThan(0);
  expect(placesOf([0, 0], 100, 100)).toHaveLength(2);
  expect(placesOf([], 100, 100)).toEqual([]);
});

test('the arrows reach every piece', () => {
  const places = placesOf([50, 20, 10, 8, 5, 4, 2, 1], 800, 200);
  const reached = new Set([0]);
  for (const from of reached) {
    for (const way of ['left', 'right', 'up', 'down'] as const) {
      reached.add(neighbour(places, from, way));
    }
  }
  expect(reached.size).toBe(8);
  expect(neighbour(places, 0, 'left')).toBe(0);
});

test('the table says what each part is, and offers what fits', () => {
  const on = {
    show: vi.fn(),
    remove: vi.fn(),
    retain: vi.fn(),
    export: vi.fn()
  };
  render(
    <SizeTable
      trans={trans}
      by="run"
      pieces={PIECES}
      selected={1}
      onSelect={vi.fn()}
      onShow={on.show}
      onDelete={on.remove}
      onExport={on.export}
      onRetention={on.retain}
    />
  );
  const rows = screen.getAllByRole('row');
  expect(rows.map(row => row.className)).toEqual([
    '',
    '',
    'jp-Cellkeep-mod-selected',
    ''
  ]);
  expect(rows[2]?.textContent).toContain('<b>x</b>⟨202E⟩');
  expect(rows[2]?.textContent).toContain('< 1%');
  expect(rows[3]?.textContent).toContain('All other runs (7)');
  expect(rows[3]?.querySelectorAll('button')).toHaveLength(0);
  fireEvent.click(screen.getByRole('button', { name: 'big' }));
  expect(on.show).toHaveBeenCalledWith(PIECES[0]);
  fireEvent.click(screen.getByRole('button', { name: 'Delete big…' }));
  expect(on.remove).toHaveBeenCalledWith(PIECES[0]);
  fireEvent.click(screen.getByRole('button', { name: /Retention of big/ }));
  expect(on.retain).toHaveBeenCalledWith(PIECES[0]);
});

const ITEMS = [1, 2, 3, 4].map(number => ({
  artifact: artifact(number, { name: `gone ${number}` }),
  deleted_at: NOW.toISOString()
}));
const idOf = (index: number): string => ITEMS[index]!.artifact.id;

function Trash(props: {
  onRestore: (ids: readonly string[]) => void;
  onPurge: (ids?: readonly string[]) => void;
}): JSX.Element {
  const [selection, setSelection] = React.useState<ReadonlySet<string>>(
    new Set()
  );
  return (
    <TrashList
      trans={trans}
      trash={{ items: ITEMS, complete: true, artifacts: 4, bytes: 4 }}
      selection={selection}
      onSelectionChange={setSelection}
      onLoadMore={vi.fn()}
      now={NOW}
      {...props}
    />
  );
}

beforeEach(() => {
  // jsdom lays nothing out, and a virtual list asks how high it is.
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(240);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(500);
});

test('the trash is walked, chosen from, restored and emptied by keyboard', () => {
  const onRestore = vi.fn();
  const onPurge = vi.fn();
  render(<Trash onRestore={onRestore} onPurge={onPurge} />);
  const list = screen.getByRole('listbox', { name: 'Trash' });
  const press = (key: string, held = {}): void => {
    fireEvent.keyDown(list, { key, ...held });
  };
  expect(screen.getAllByRole('option')).toHaveLength(4);
  press('Delete');
  press('Enter');
  expect(onPurge).not.toHaveBeenCalled();
  expect(onRestore).not.toHaveBeenCalled();
  press('ArrowDown');
  press('ArrowDown', { shiftKey: true });
  press('Enter');
  expect(onRestore).toHaveBeenLastCalledWith([idOf(1), idOf(2)]);
  press('End');
  press('Home', { ctrlKey: false });
  press(' ');
  expect(screen.queryAllByRole('option', { selected: true })).toHaveLength(0);
  press('a', { ctrlKey: true });
  press('Delete');
  expect(onPurge).toHaveBeenLastCalledWith([0, 1, 2, 3].map(idOf));
  const active = list.getAttribute('aria-activedescendant') ?? '';
  expect(document.getElementById(active)?.textContent).toContain('gone 1');
});

test('the trash is chosen from by mouse as lists are', () => {
  const onRestore = vi.fn();
  render(<Trash onRestore={onRestore} onPurge={vi.fn()} />);
  const chosen = (): string[] =>
    screen
      .queryAllByRole('option', { selected: true })
      .map(option => option.textContent?.match(/gone \d/)?.[0] ?? '');
  const option = (number: number): HTMLElement =>
    screen.getByRole('option', { name: new RegExp(`gone ${number}`) });
  fireEvent.click(option(1));
  fireEvent.click(option(3), { shiftKey: true });
  expect(chosen()).toEqual(['gone 1', 'gone 2', 'gone 3']);
  fireEvent.click(option(2), { ctrlKey: true });
  expect(chosen()).toEqual(['gone 1', 'gone 3']);
  fireEvent.doubleClick(option(4));
  expect(onRestore).toHaveBeenCalledWith([idOf(3)]);
});

test('what is done, and what would be, is said in words', () => {
  const report = {
    artifacts: 12,
    bytes: 340_000_000,
    freed_bytes: 0,
    trashed_bytes: 310_000_000,
    dry_run: true,
    ids: []
  };
  expect(frees(report, trans)).toBe(
    '12 artifacts (340 MB) go to the trash. Emptying it will free 310 MB.'
  );
  expect(frees({ ...report, trashed_bytes: 0 }, trans)).toContain('share');
  expect(deletedWords(report, undefined, trans)).toBe(
    'Deleted 12 artifacts (340 MB).'
  );
  const done = { expired: 0, purged: 1, blobs: 1, freed_bytes: 5000 };
  expect(purgedWords({ ...done, dry_run: true }, trans)).toBe(
    '1 artifact will be permanently deleted. This frees 5 KB.'
  );
  expect(purgedWords({ ...done, dry_run: false, freed_bytes: 0 }, trans)).toBe(
    '1 artifact permanently deleted; no bytes were freed.'
  );
  expect(collectedWords({ ...done, expired: 2, dry_run: true }, trans)).toBe(
    '2 artifacts that runs no longer keep will go to the trash. ' +
      '1 artifact will be permanently deleted from the trash. This frees 5 KB.'
  );
  expect(
    importedWords(
      'x.zip',
      { artifacts: 2, existing: 1, runs: 1, bytes: 5000 },
      trans
    )
  ).toBe(
    'Imported 2 artifacts (5 KB) from x.zip. 1 run is new. 1 artifact was here already.'
  );
  expect(shareOf(PIECES[0]!, PIECES)).toBe('99%');
});
