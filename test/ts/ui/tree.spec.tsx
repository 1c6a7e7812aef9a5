import * as React from 'react';
import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';

import {
  artifact,
  type GivenSidebar,
  group,
  grouped,
  id,
  sidebarProps
} from './fixtures';
import {
  LISTED,
  ALPHA,
  BETA,
  GAMMA,
  Selecting,
  focused,
  item,
  press,
  showSidebar
} from './harness';
import type { ListProps } from '../../../src/ui/props';
import { Sidebar } from '../../../src/ui/sidebar/Sidebar';

test('runs hold their artifacts, with level, place and state', () => {
  showSidebar({
    list: LISTED,
    selection: { ids: [BETA.id] }
  });
  const run = item(/^analysis.ipynb/);
  expect(run.getAttribute('aria-expanded')).toBe('true');
  expect(run.getAttribute('aria-level')).toBe('1');
  expect(item(/^older/).getAttribute('aria-expanded')).toBe('false');
  const beta = item(/^beta/);
  expect(beta.getAttribute('aria-level')).toBe('2');
  expect(beta.getAttribute('aria-posinset')).toBe('2');
  expect(beta.getAttribute('aria-setsize')).toBe('3');
  expect(beta.getAttribute('aria-selected')).toBe('true');
  expect(item(/^alpha/).getAttribute('aria-selected')).toBe('false');
});

test('a row says name, version, what it is and how large', () => {
  showSidebar({ list: LISTED });
  const row = item(/^alpha/);
  expect(row.textContent).toMatch(/alphav31,000 × 812.KB/);
  expect(item(/^beta/).textContent).toContain('Plotly figure');
});

test('the pointer brings the buttons, and only of its row', () => {
  showSidebar({ list: LISTED });
  expect(screen.queryByRole('button', { name: 'Delete' })).toBeNull();
  fireEvent.pointerEnter(item(/^gamma/));
  expect(
    within(item(/^gamma/)).getByRole('button', { name: 'Delete' })
  ).toBeTruthy();
  expect(screen.getAllByRole('button', { name: 'Delete' })).toHaveLength(1);
});

test('a context menu is passed up with the row selected', () => {
  const onContextMenu = vi.fn<NonNullable<ListProps['onContextMenu']>>();
  const props = showSidebar({ list: { ...LISTED, onContextMenu } }, Selecting);
  fireEvent.contextMenu(item(/^beta/));
  expect(props.selection.onChange).toHaveBeenLastCalledWith([BETA.id]);
  expect(onContextMenu.mock.calls[0]?.[1]).toEqual({
    type: 'artifact',
    artifact: BETA
  });
});

test('aliases and tags stand in the row', () => {
  const one = artifact(9, { name: 'nine', aliases: ['best'], tags: ['paper'] });
  showSidebar({ list: { shown: grouped([group(1, 'run', [one])]) } });
  expect(item(/^nine/).textContent).toMatch(/ninev1best.*#paper/);
});

test('a press that moves becomes a drag of what is selected, or of a run', () => {
  const onDragStart = vi.fn<NonNullable<ListProps['onDragStart']>>();
  showSidebar({
    list: { ...LISTED, onDragStart },
    selection: { ids: [ALPHA.id, GAMMA.id] }
  });
  const row = item(/^gamma/);
  fireEvent(row, new MouseEvent('pointerdown', { bubbles: true, clientX: 10 }));
  fireEvent(document, new MouseEvent('pointermove', { clientX: 12 }));
  expect(onDragStart).not.toHaveBeenCalled();
  fireEvent(document, new MouseEvent('pointermove', { clientX: 20 }));
  expect(onDragStart.mock.calls[0]?.[0]).toEqual({
    artifacts: [ALPHA, GAMMA]
  });
  fireEvent(document, new MouseEvent('pointermove', { clientX: 40 }));
  expect(onDragStart).toHaveBeenCalledTimes(1);
  fireEvent(
    item(/^analysis.ipynb/),
    new MouseEvent('pointerdown', { bubbles: true, clientX: 10 })
  );
  fireEvent(document, new MouseEvent('pointermove', { clientX: 20 }));
  expect(onDragStart.mock.lastCall?.[0]).toMatchObject({
    run: { name: 'analysis.ipynb' }
  });
});

test('a thumbnail is loaded lazily, and the icon stays where it fails', () => {
  const pictured = artifact(9, { name: 'plot', thumbnail: true });
  showSidebar({
    list: { shown: grouped([group(1, 'run', [pictured])]) }
  });
  const picture = item(/^plot/).querySelector('img');
  expect(picture?.getAttribute('loading')).toBe('lazy');
  expect(picture?.getAttribute('src')).toBe(`/thumbnails/${pictured.id}`);
  fireEvent.error(picture as HTMLImageElement);
  expect(item(/^plot/).querySelector('img')).toBeNull();
  expect(item(/^plot/).querySelector('.jp-Cellkeep-Row-icon')).not.toBeNull();
});

test('of a hundred thousand artifacts only those on the screen are drawn', () => {
  const artifacts = Array.from({ length: 100_000 }, (_, n) => artifact(n));
  showSidebar({
    list: { shown: grouped([group(1, 'all', artifacts)]) }
  });
  expect(screen.getAllByRole('treeitem').length).toBeLessThan(60);
  expect(item(/^artifact 3 /).getAttribute('aria-setsize')).toBe('100000');
  act(() => item(/^all/).focus());
  press('End');
  expect(focused()).toMatch(/^artifact 99999 /);
});

test('what is missing is asked for once, and after a failure only on request', () => {
  const groups = [group(1, 'run', [ALPHA], { complete: false })];
  const props = sidebarProps({ list: { shown: grouped(groups) } });
  const { rerender } = render(<Sidebar {...props} />);
  expect(props.list.onLoadMore).toHaveBeenCalledExactlyOnceWith(id(1001));
  const { view } = props.filters;
  rerender(
    <Sidebar {...props} filters={{ ...props.filters, view: { ...view } }} />
  );
  expect(props.list.onLoadMore).toHaveBeenCalledTimes(1);
  rerender(
    <Sidebar
      {...props}
      list={{
        ...props.list,
        loadError: { code: 'TIMEOUT', message: 'Too slow.', retryable: true }
      }}
    />
  );
  expect(props.list.onLoadMore).toHaveBeenCalledTimes(1);
  expect(screen.getByText('Too slow.')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Load more again' }));
  expect(props.list.onLoadMore).toHaveBeenCalledTimes(2);
});

test('a revealed artifact becomes the active row', () => {
  showSidebar({ list: { ...LISTED, revealed: GAMMA.id } });
  expect(item(/^gamma/).tabIndex).toBe(0);
});

test('a row is drawn again only when what it shows has changed', () => {
  const artifacts = [1, 2, 3, 4].map(number =>
    artifact(number, { name: `art ${number}`, thumbnail: true })
  );
  const thumbnailUrl = vi.fn(() => '/thumbnail');
  const drawn = () => thumbnailUrl.mock.calls.splice(0).length;
  // As the models do: other objects each time, which say the same but for what changed.
  const shown = (changes: GivenSidebar = {}) => (
    <Sidebar
      {...sidebarProps({
        list: {
          shown: grouped([group(1, 'run', [...artifacts])]),
          thumbnailUrl
        },
        now: undefined,
        ...changes
      })}
    />
  );
  const { rerender } = render(shown());
  drawn();
  rerender(shown());
  expect(drawn()).toBe(0);
  rerender(shown({ flight: { pace: { bytesPerSecond: 5, secondsLeft: 1 } } }));
  expect(drawn()).toBe(0);
  const [, second] = artifacts;
  rerender(shown({ selection: { ids: [second!.id] } }));
  expect(drawn()).toBe(1);
  artifacts[2] = { ...artifacts[2]!, tags: ['new'] };
  rerender(shown({ selection: { ids: [second!.id] } }));
  expect(drawn()).toBe(1);
  expect(item(/^art 3/).textContent).toContain('#new');
  artifacts.push(artifact(5, { name: 'art 5', thumbnail: true }));
  rerender(shown({ selection: { ids: [second!.id] } }));
  // The size of the set is said of each.
  expect(drawn()).toBe(5);
  fireEvent.pointerEnter(item(/^art 1/));
  expect(drawn()).toBe(1);
});
