import * as React from 'react';
import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';

import { flat, group, grouped, NOW, sidebarProps } from './fixtures';
import { LISTED, ALPHA, GAMMA, focused, item, showSidebar } from './harness';
import {
  DEFAULT_VIEW,
  type ICatalogFilter,
  type ICatalogView
} from '../../../src/model/view';
import type { StoreStatus } from '../../../src/protocol/generated';
import { Sidebar } from '../../../src/ui/sidebar/Sidebar';

test('a store that can only be read says so', () => {
  const storeStatus = { location: '/archive', spooled: 0 } as StoreStatus;
  const props = sidebarProps({ list: LISTED, storeStatus });
  const { rerender } = render(<Sidebar {...props} />);
  expect(screen.queryByText('Read-only store')).toBeNull();
  rerender(
    <Sidebar {...props} storeStatus={{ ...storeStatus, read_only: true }} />
  );
  const bar = screen.getByText('Read-only store').closest('[role=status]');
  expect(bar?.getAttribute('title')).toContain('/archive');
});

test('a store that does not answer is said not to after a while', () => {
  vi.useFakeTimers();
  showSidebar({
    connection: { status: 'connecting' },
    list: { shown: { ...flat([]), rest: 'some' } }
  });
  expect(screen.getByText('Connecting to the store…')).toBeTruthy();
  act(() => void vi.advanceTimersByTime(10_000));
  const late = screen.getByText('The store has not answered yet.');
  expect(late.closest('[role=status]')?.textContent).toContain('waits');
  vi.useRealTimers();
});

describe('the filter bar', () => {
  const filtered = (filter: Partial<ICatalogFilter>): ICatalogView => ({
    ...DEFAULT_VIEW,
    filter: { text: '', ...filter }
  });

  test('what is typed is passed up with the rest of the view', () => {
    const view = filtered({ kind: ['table'] });
    const props = showSidebar({
      list: LISTED,
      filters: { view }
    });
    const box = screen.getByRole('searchbox', { name: 'Search artifacts' });
    fireEvent.change(box, { target: { value: 'loss' } });
    expect(props.filters.onViewChange).toHaveBeenLastCalledWith(
      filtered({ kind: ['table'], text: 'loss' })
    );
  });

  test('each filter is a chip that can be taken away, or all at once', () => {
    const view = filtered({
      text: 'x',
      kind: ['table', 'image'],
      category: ['input'],
      tag: 'paper',
      sizeMin: 10_000_000,
      date: { lastDays: 7 },
      status: 'damaged'
    });
    const found = { artifacts: 1234, bytes: 5e9 };
    const props = showSidebar({
      list: LISTED,
      filters: { view, found }
    });
    const chips = within(screen.getByRole('list', { name: 'Filters' }));
    expect(chips.getAllByRole('listitem').map(one => one.textContent))
      .toMatchInlineSnapshot(`
      [
        "Table",
        "Image",
        "Input",
        "Tag paper",
        "Larger than 10 MB",
        "Last 7 days",
        "Damaged",
      ]
    `);
    expect(document.body.textContent).toMatch(/1,234 found · 5.GB/);
    fireEvent.click(
      chips.getByRole('button', { name: 'Remove filter: Table' })
    );
    expect(props.filters.onViewChange.mock.lastCall?.[0].filter.kind).toEqual([
      'image'
    ]);
    expect(document.activeElement).toBe(screen.getByRole('searchbox'));
    fireEvent.click(screen.getByRole('button', { name: 'Clear all' }));
    expect(props.filters.onViewChange).toHaveBeenLastCalledWith(DEFAULT_VIEW);
  });

  test('its buttons open the menus', () => {
    const props = showSidebar({ list: LISTED });
    const filter = screen.getByRole('button', { name: 'Filter' });
    fireEvent.click(filter);
    expect(props.filters.onFilterMenu).toHaveBeenCalledExactlyOnceWith(filter);
    const group = screen.getByRole('button', {
      name: 'View: Run, Newest first'
    });
    fireEvent.click(group);
    expect(props.filters.onViewMenu).toHaveBeenCalledExactlyOnceWith(group);
  });

  test('down goes from the search box into the list, Escape empties it', () => {
    const view = filtered({ text: 'al' });
    const props = showSidebar({
      list: LISTED,
      filters: { view }
    });
    const box = screen.getByRole('searchbox');
    fireEvent.keyDown(box, { key: 'Escape' });
    expect(props.filters.onViewChange.mock.lastCall?.[0].filter.text).toBe('');
    fireEvent.keyDown(box, { key: 'ArrowDown' });
    expect(focused()).toMatch(/^analysis/);
  });

  test('a flat list names the run of each', () => {
    showSidebar({ list: { shown: flat([ALPHA]) } });
    expect(screen.getAllByRole('treeitem')).toHaveLength(1);
    expect(item(/^alpha/).textContent).toContain('analysis.ipynb');
  });

  test('finding nothing offers to show everything', () => {
    const props = showSidebar({
      filters: { view: filtered({ text: 'zzz' }) },
      list: { shown: flat([]) }
    });
    expect(screen.getByText(/Nothing found for “zzz”/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Show all' }));
    expect(props.filters.onViewChange.mock.lastCall?.[0].filter.text).toBe('');
  });

  test('a version that is not there offers those that are', () => {
    const text = 'night 3/stars@9';
    const props = showSidebar({
      filters: { view: filtered({ text }) },
      list: { shown: flat([]) }
    });
    fireEvent.click(screen.getByRole('button', { name: 'Search for “stars”' }));
    const [asked] = props.filters.onViewChange.mock.lastCall ?? [];
    expect(asked?.filter.text).toBe('stars');
  });
});

test('groups say what their artifacts share in words', () => {
  const today = `${NOW.getFullYear()}-11-23`;
  const labels = (
    [
      ['day', today],
      ['day', '2026-11-22'],
      ['kind', 'plotly'],
      ['notebook', ''],
      ['folder', '/team']
    ] as const
  ).map(([groupedBy, key]) => {
    const groups = [group(1, key, [], { key, run: undefined })];
    const props = sidebarProps({ list: { shown: grouped(groups, groupedBy) } });
    const { unmount } = render(<Sidebar {...props} />);
    const label = screen.getByRole('treeitem').getAttribute('aria-label');
    unmount();
    return label?.replace(', 0 artifacts', '');
  });
  expect(labels).toEqual([
    'Today',
    'Yesterday',
    'Plotly figure',
    'No notebook',
    '/team'
  ]);
});

test('several selected artifacts are summed up, with what can be done', () => {
  const selection = [ALPHA.id, GAMMA.id];
  const props = showSidebar({
    list: LISTED,
    selection: { ids: selection }
  });
  const bar = within(screen.getByRole('group', { name: 'Selected artifacts' }));
  expect(bar.getByRole('status').textContent).toMatch(/^2 selected · 25.KB$/);
  fireEvent.click(bar.getByRole('button', { name: 'Compare selected' }));
  expect(props.selection.onCompare).toHaveBeenCalledWith([ALPHA, GAMMA]);
  fireEvent.click(bar.getByRole('button', { name: 'Delete selected' }));
  expect(props.selection.onDelete).toHaveBeenCalledWith([ALPHA, GAMMA]);
  fireEvent.click(bar.getByRole('button', { name: 'Clear selection' }));
  expect(props.selection.onChange).toHaveBeenLastCalledWith([]);
});

describe('when there is nothing to list', () => {
  test('an empty store says what to do', () => {
    showSidebar();
    expect(document.body.textContent).toContain(
      'Drop outputs, cells or files here, or run %keep _ to keep what the last cell gave'
    );
  });

  test('a server without Cellkeep says how to install it and tries again', () => {
    const props = showSidebar({ connection: { status: 'missing' } });
    expect(screen.getByRole('alert').textContent).toContain(
      'pip install cellkeep'
    );
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(props.onRetryConnection).toHaveBeenCalledTimes(1);
  });

  test('a store that cannot be reached says why and what is safe', () => {
    const error = {
      code: 'STORE_UNREACHABLE' as const,
      message: 'No answer in 10 s.',
      hint: 'Nothing is lost.',
      retryable: true
    };
    showSidebar({ connection: { status: 'unreachable', error } });
    const alert = screen.getByRole('alert').textContent;
    expect(alert).toContain('No answer in 10 s.');
    expect(alert).toContain('Nothing is lost.');
  });
});

test('what was loaded stays where it cannot be refreshed, but not as an answer', () => {
  const error = {
    code: 'SIGNED_OUT' as const,
    message: 'You are signed out.',
    retryable: false
  };
  const connection = {
    status: 'signed-out' as const,
    error,
    signInUrl: '/login'
  };
  const { rerender } = render(
    <Sidebar {...sidebarProps({ list: LISTED, connection })} />
  );
  expect(screen.getByRole('alert').textContent).toContain('signed out');
  expect(
    screen
      .getByRole('link', { name: 'Sign in to Jupyter' })
      .getAttribute('href')
  ).toBe('/login');
  expect(screen.getByText('alpha')).toBeTruthy();
  const list = { ...LISTED, answered: false };
  rerender(<Sidebar {...sidebarProps({ list, connection })} />);
  expect(screen.queryByText('alpha')).toBeNull();
});

test('what was deleted can be taken back beside the list', () => {
  const onAction = vi.fn();
  const notice = {
    message: 'Deleted alpha v3.',
    actionLabel: 'Undo',
    onAction,
    onDismiss: vi.fn()
  };
  showSidebar({ list: LISTED, notice });
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect(onAction).toHaveBeenCalledTimes(1);
});

test('the bar between list and details moves with the arrow keys', () => {
  showSidebar({
    list: LISTED,
    details: <p>about</p>
  });
  const bar = screen.getByRole('separator');
  const before = Number(bar.getAttribute('aria-valuenow'));
  fireEvent.keyDown(bar, { key: 'ArrowUp' });
  expect(Number(bar.getAttribute('aria-valuenow'))).toBe(before + 5);
});

test('a run that is not loaded counts all that it holds', () => {
  const big = group(1, 'big', [], { count: 1240, expanded: false });
  showSidebar({ list: { shown: grouped([big]) } });
  expect(item('big, 1240 artifacts').textContent).toContain('1,240');
});
