import * as React from 'react';
import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';

import { group, runInfo, sidebarProps, transfer } from './fixtures';
import { ALPHA, RUNS, focused, item } from './harness';
import { Sidebar, type SidebarProps } from '../../../src/ui';

describe('in flight', () => {
  const failed = transfer(2, {
    name: 'big.csv',
    state: 'failed',
    error: { code: 'STORE_FULL', message: 'The disk is full.', retryable: true }
  });
  const verbsOf: SidebarProps['verbsOf'] = one =>
    one.state === 'failed' ? ['retry', 'dismiss'] : ['pause', 'cancel'];

  test('is there only while something is', () => {
    const { rerender } = render(<Sidebar {...sidebarProps({ runs: RUNS })} />);
    expect(screen.queryByRole('treeitem', { name: 'In flight' })).toBeNull();
    rerender(
      <Sidebar {...sidebarProps({ runs: RUNS, transfers: [failed] })} />
    );
    expect(item('In flight')).toBeTruthy();
  });

  test('its header says how many, how fast and how long, and acts on all', () => {
    const props = sidebarProps({
      transfers: [transfer(1), failed],
      pace: { bytesPerSecond: 24_000_000, secondsLeft: 12 },
      verbsOf
    });
    render(<Sidebar {...props} />);
    const header = item('In flight');
    expect(header.textContent?.replace(/\u00a0/g, ' ')).toContain(
      '1 · 24 MB/s · 12 s · 1 failed'
    );
    fireEvent.click(within(header).getByRole('button', { name: 'Pause all' }));
    expect(props.onAllTransfers).toHaveBeenLastCalledWith('pause');
    fireEvent.click(within(header).getByRole('button', { name: 'Cancel all' }));
    expect(props.onAllTransfers).toHaveBeenLastCalledWith('cancel');
  });

  test('progress is a number and a bar, a failure a reason and a retry', () => {
    const moving = transfer(1, { name: 'weights' });
    const props = sidebarProps({ transfers: [moving, failed], verbsOf });
    render(<Sidebar {...props} />);
    const row = item('weights, uploading');
    expect(row.textContent).toContain('62%');
    const bar = within(row).getByRole('progressbar');
    expect(bar.getAttribute('aria-valuenow')).toBe('62');
    const bad = item('big.csv, failed: The disk is full.');
    expect(bad.textContent).toContain('The disk is full.');
    fireEvent.click(within(bad).getByRole('button', { name: 'Retry big.csv' }));
    expect(props.onTransferVerb).toHaveBeenLastCalledWith(failed, 'retry');
    fireEvent.click(
      within(bad).getByRole('button', { name: 'Dismiss big.csv' })
    );
    expect(props.onTransferVerb).toHaveBeenLastCalledWith(failed, 'dismiss');
  });

  test('many ends are announced in one sentence, and old ones not at all', () => {
    vi.useFakeTimers();
    const old = transfer(7, { name: 'old', state: 'stored' });
    const moving = [1, 2, 3].map(n => transfer(n));
    const props = sidebarProps({ transfers: [old, ...moving] });
    const { rerender } = render(<Sidebar {...props} />);
    const live = screen
      .getAllByRole('status')
      .find(region => region.getAttribute('aria-live') === 'polite');
    const ended = moving.map((one, index) => ({
      ...one,
      state: index === 2 ? ('failed' as const) : ('stored' as const)
    }));
    rerender(<Sidebar {...props} transfers={[old, ...ended]} />);
    expect(live?.textContent).toBe('');
    act(() => void vi.advanceTimersByTime(1500));
    expect(live?.textContent).toBe('2 artifacts are stored. save 3 failed.');
    vi.useRealTimers();
  });
});

describe('filters', () => {
  test('the search box, type and category are passed up', () => {
    const props = sidebarProps({ runs: RUNS });
    render(<Sidebar {...props} />);
    const box = screen.getByRole('searchbox', { name: 'Search artifacts' });
    fireEvent.change(box, { target: { value: 'loss' } });
    expect(props.onFilterChange).toHaveBeenLastCalledWith({
      query: 'loss',
      kind: null,
      category: null
    });
    const type = screen.getByRole('combobox', { name: 'Type' });
    fireEvent.change(type, { target: { value: 'table' } });
    expect(props.onFilterChange.mock.lastCall?.[0].kind).toBe('table');
    const category = screen.getByRole('combobox', { name: 'Category' });
    fireEvent.change(category, { target: { value: 'input' } });
    expect(props.onFilterChange.mock.lastCall?.[0].category).toBe('input');
  });

  test('down goes from the search box into the list, Escape empties it', () => {
    const filter = { query: 'al', kind: null, category: null };
    const props = sidebarProps({ runs: RUNS, filter });
    render(<Sidebar {...props} />);
    const box = screen.getByRole('searchbox');
    fireEvent.keyDown(box, { key: 'Escape' });
    expect(props.onFilterChange.mock.lastCall?.[0].query).toBe('');
    fireEvent.keyDown(box, { key: 'ArrowDown' });
    expect(focused()).toMatch(/^analysis/);
  });

  test('results are flat and name their run', () => {
    const results = { artifacts: [ALPHA], complete: true, loading: false };
    render(<Sidebar {...sidebarProps({ runs: RUNS, results })} />);
    expect(screen.getAllByRole('treeitem')).toHaveLength(1);
    expect(item(/^alpha/).textContent).toContain('analysis.ipynb');
  });

  test('finding nothing offers to show everything', () => {
    const props = sidebarProps({
      runs: RUNS,
      filter: { query: 'zzz', kind: null, category: null },
      results: { artifacts: [], complete: true, loading: false }
    });
    render(<Sidebar {...props} />);
    expect(screen.getByText(/Nothing found for “zzz”/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Show all' }));
    expect(props.onFilterChange.mock.lastCall?.[0].query).toBe('');
  });
});

describe('when there is nothing to list', () => {
  test('an empty store says what to do', () => {
    render(<Sidebar {...sidebarProps()} />);
    expect(document.body.textContent).toContain(
      'Drop outputs, cells or files here, or run %keep name'
    );
  });

  test('a server without Cellkeep says how to install it and tries again', () => {
    const props = sidebarProps({ connection: { status: 'missing' } });
    render(<Sidebar {...props} />);
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
    render(
      <Sidebar
        {...sidebarProps({ connection: { status: 'unreachable', error } })}
      />
    );
    const alert = screen.getByRole('alert').textContent;
    expect(alert).toContain('No answer in 10 s.');
    expect(alert).toContain('Nothing is lost.');
  });
});

test('what was deleted can be taken back beside the list', () => {
  const onAction = vi.fn();
  const notice = {
    message: 'Deleted alpha v3.',
    actionLabel: 'Undo',
    onAction,
    onDismiss: vi.fn()
  };
  render(<Sidebar {...sidebarProps({ runs: RUNS, notice })} />);
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect(onAction).toHaveBeenCalledTimes(1);
});

test('the bar between list and details moves with the arrow keys', () => {
  render(<Sidebar {...sidebarProps({ runs: RUNS, details: <p>about</p> })} />);
  const bar = screen.getByRole('separator');
  const before = Number(bar.getAttribute('aria-valuenow'));
  fireEvent.keyDown(bar, { key: 'ArrowUp' });
  expect(Number(bar.getAttribute('aria-valuenow'))).toBe(before + 5);
});

test('a run that is not loaded counts all that it holds', () => {
  const big = { ...group(1, 'big', []), info: runInfo(1, 'big', 1240) };
  render(
    <Sidebar {...sidebarProps({ runs: [{ ...big, expanded: false }] })} />
  );
  expect(item('big, 1240 artifacts').textContent).toContain('1,240');
});
