import * as React from 'react';
import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';

import {
  artifact,
  group,
  id,
  runInfo,
  sidebarProps,
  transfer
} from './fixtures';
import { Sidebar, type SidebarProps } from '../../../src/ui';

const ALPHA = artifact(1, { name: 'alpha', version: 3, summary: '1,000 × 8' });
const BETA = artifact(2, { name: 'beta', kind: 'plotly' });
const GAMMA = artifact(3, { name: 'gamma' });
const RUNS = [
  group(1, 'analysis.ipynb', [ALPHA, BETA, GAMMA]),
  group(2, 'older.ipynb', [], { expanded: false, complete: false })
];

/** A sidebar that holds its selection, as its owner does. */
function Selecting(props: SidebarProps): JSX.Element {
  const [selection, setSelection] = React.useState(props.selection);
  return (
    <Sidebar
      {...props}
      selection={selection}
      onSelectionChange={ids => {
        setSelection(ids);
        props.onSelectionChange(ids);
      }}
    />
  );
}

function item(name: RegExp | string): HTMLElement {
  return screen.getByRole('treeitem', { name });
}

function press(key: string, held: object = {}): void {
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...held });
}

function focused(): string | null {
  return document.activeElement?.getAttribute('aria-label') ?? null;
}

describe('the tree', () => {
  test('runs hold their artifacts, with level, place and state', () => {
    render(<Sidebar {...sidebarProps({ runs: RUNS, selection: [BETA.id] })} />);
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
    render(<Sidebar {...sidebarProps({ runs: RUNS })} />);
    const row = item(/^alpha/);
    expect(row.textContent).toMatch(/alphav31,000 × 812.KB/);
    expect(item(/^beta/).textContent).toContain('Plotly figure');
  });

  test('exactly one row is reached by Tab', () => {
    render(<Sidebar {...sidebarProps({ runs: RUNS })} />);
    const reached = screen
      .getAllByRole('treeitem')
      .filter(row => row.tabIndex === 0);
    expect(reached).toHaveLength(1);
  });

  test('arrows, Home and End move, and what they reach is selected', () => {
    const props = sidebarProps({ runs: RUNS });
    render(<Selecting {...props} />);
    fireEvent.click(item(/^alpha/));
    act(() => item(/^alpha/).focus());
    press('ArrowDown');
    expect(focused()).toMatch(/^beta/);
    expect(props.onSelectionChange).toHaveBeenLastCalledWith([BETA.id]);
    press('ArrowUp');
    press('ArrowUp');
    expect(focused()).toMatch(/^analysis/);
    press('End');
    expect(focused()).toMatch(/^older/);
    press('Home');
    expect(focused()).toMatch(/^analysis/);
  });

  test('right opens a run or goes in, left goes out or closes it', () => {
    const props = sidebarProps({ runs: RUNS });
    render(<Selecting {...props} />);
    act(() => item(/^older/).focus());
    press('ArrowRight');
    expect(props.onToggleRun).toHaveBeenLastCalledWith(id(1002), true);
    act(() => item(/^beta/).focus());
    press('ArrowLeft');
    expect(focused()).toMatch(/^analysis/);
    press('ArrowLeft');
    expect(props.onToggleRun).toHaveBeenLastCalledWith(id(1001), false);
    press('ArrowRight');
    expect(focused()).toMatch(/^alpha/);
  });

  test('Enter and double click open, Delete deletes', () => {
    const props = sidebarProps({ runs: RUNS });
    render(<Selecting {...props} />);
    act(() => item(/^beta/).focus());
    press('Enter');
    expect(props.onOpen).toHaveBeenLastCalledWith(BETA);
    fireEvent.doubleClick(item(/^gamma/));
    expect(props.onOpen).toHaveBeenLastCalledWith(GAMMA);
    press('Delete');
    expect(props.onDelete).toHaveBeenLastCalledWith([BETA]);
  });

  test('Shift and arrows select a range, and Delete takes all of it', () => {
    const props = sidebarProps({ runs: RUNS });
    render(<Selecting {...props} />);
    fireEvent.click(item(/^alpha/));
    act(() => item(/^alpha/).focus());
    press('ArrowDown', { shiftKey: true });
    press('ArrowDown', { shiftKey: true });
    expect(props.onSelectionChange).toHaveBeenLastCalledWith([
      ALPHA.id,
      BETA.id,
      GAMMA.id
    ]);
    press('Delete');
    expect(props.onDelete).toHaveBeenLastCalledWith([ALPHA, BETA, GAMMA]);
  });

  test('Control and a click put one in and take it out again', () => {
    const props = sidebarProps({ runs: RUNS });
    render(<Selecting {...props} />);
    fireEvent.click(item(/^alpha/));
    fireEvent.click(item(/^gamma/), { ctrlKey: true });
    expect(props.onSelectionChange).toHaveBeenLastCalledWith([
      ALPHA.id,
      GAMMA.id
    ]);
    fireEvent.click(item(/^alpha/), { ctrlKey: true });
    expect(props.onSelectionChange).toHaveBeenLastCalledWith([GAMMA.id]);
  });

  test('letters go to the row that starts with them', () => {
    render(<Selecting {...sidebarProps({ runs: RUNS })} />);
    act(() => item(/^analysis/).focus());
    press('g');
    expect(focused()).toMatch(/^gamma/);
  });

  test('the buttons of the active row act on it, and Escape goes back to the row', () => {
    const props = sidebarProps({ runs: RUNS });
    render(<Selecting {...props} />);
    act(() => item(/^beta/).focus());
    const actions = within(item(/^beta/));
    fireEvent.click(actions.getByRole('button', { name: 'Insert load code' }));
    expect(props.onInsertLoadCode).toHaveBeenCalledWith(BETA);
    fireEvent.click(actions.getByRole('button', { name: 'Download' }));
    expect(props.onDownload).toHaveBeenCalledWith([BETA]);
    const open = actions.getByRole('button', { name: 'Open' });
    act(() => open.focus());
    press('Enter');
    expect(props.onOpen).not.toHaveBeenCalled();
    press('Escape');
    expect(focused()).toMatch(/^beta/);
  });

  test('the pointer brings the buttons, and only of its row', () => {
    render(<Sidebar {...sidebarProps({ runs: RUNS })} />);
    expect(screen.queryByRole('button', { name: 'Delete' })).toBeNull();
    fireEvent.pointerEnter(item(/^gamma/));
    expect(
      within(item(/^gamma/)).getByRole('button', { name: 'Delete' })
    ).toBeTruthy();
    expect(screen.getAllByRole('button', { name: 'Delete' })).toHaveLength(1);
  });

  test('a context menu is passed up with the row selected', () => {
    const onContextMenu = vi.fn<NonNullable<SidebarProps['onContextMenu']>>();
    const props = sidebarProps({ runs: RUNS, onContextMenu });
    render(<Selecting {...props} />);
    fireEvent.contextMenu(item(/^beta/));
    expect(props.onSelectionChange).toHaveBeenLastCalledWith([BETA.id]);
    expect(onContextMenu.mock.calls[0]?.[1]).toEqual({
      type: 'artifact',
      artifact: BETA
    });
  });

  test('F2 renames a run where that is possible, and does nothing where not', () => {
    const onRenameRun = vi.fn<NonNullable<SidebarProps['onRenameRun']>>();
    const props = sidebarProps({ runs: RUNS });
    const { rerender } = render(<Sidebar {...props} />);
    act(() => item(/^analysis/).focus());
    press('F2');
    expect(screen.queryByRole('textbox')).toBeNull();
    rerender(<Sidebar {...props} onRenameRun={onRenameRun} />);
    press('F2');
    const field = screen.getByRole('textbox', { name: 'Name of the run' });
    fireEvent.change(field, { target: { value: 'good one' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(onRenameRun).toHaveBeenCalledExactlyOnceWith(
      RUNS[0]?.info,
      'good one'
    );
    expect(focused()).toMatch(/^analysis/);
  });

  test('a press that moves becomes a drag of what is selected', () => {
    const onDragStart = vi.fn<NonNullable<SidebarProps['onDragStart']>>();
    render(
      <Sidebar
        {...sidebarProps({
          runs: RUNS,
          selection: [ALPHA.id, GAMMA.id],
          onDragStart
        })}
      />
    );
    const row = item(/^gamma/);
    fireEvent(
      row,
      new MouseEvent('pointerdown', { bubbles: true, clientX: 10 })
    );
    fireEvent(document, new MouseEvent('pointermove', { clientX: 12 }));
    expect(onDragStart).not.toHaveBeenCalled();
    fireEvent(document, new MouseEvent('pointermove', { clientX: 20 }));
    expect(onDragStart.mock.calls[0]?.[0]).toEqual([ALPHA, GAMMA]);
    fireEvent(document, new MouseEvent('pointermove', { clientX: 40 }));
    expect(onDragStart).toHaveBeenCalledTimes(1);
  });

  test('the keyboard keeps its place when its row is deleted', () => {
    const props = sidebarProps({ runs: RUNS });
    const { rerender } = render(<Sidebar {...props} />);
    act(() => item(/^beta/).focus());
    rerender(
      <Sidebar {...props} runs={[group(1, 'analysis.ipynb', [ALPHA, GAMMA])]} />
    );
    expect(item(/^gamma/).tabIndex).toBe(0);
    expect(focused()).toMatch(/^gamma/);
  });

  test('a thumbnail is loaded lazily, and the icon stays where it fails', () => {
    const pictured = artifact(9, { name: 'plot', thumbnail: true });
    render(
      <Sidebar {...sidebarProps({ runs: [group(1, 'run', [pictured])] })} />
    );
    const picture = item(/^plot/).querySelector('img');
    expect(picture?.getAttribute('loading')).toBe('lazy');
    expect(picture?.getAttribute('src')).toBe(`/thumbnails/${pictured.id}`);
    fireEvent.error(picture as HTMLImageElement);
    expect(item(/^plot/).querySelector('img')).toBeNull();
    expect(item(/^plot/).querySelector('svg')).not.toBeNull();
  });

  test('of a hundred thousand artifacts only those on the screen are drawn', () => {
    const artifacts = Array.from({ length: 100_000 }, (_, n) => artifact(n));
    render(
      <Sidebar {...sidebarProps({ runs: [group(1, 'all', artifacts)] })} />
    );
    expect(screen.getAllByRole('treeitem').length).toBeLessThan(60);
    expect(item(/^artifact 3 /).getAttribute('aria-setsize')).toBe('100000');
    act(() => item(/^all/).focus());
    press('End');
    expect(focused()).toMatch(/^artifact 99999 /);
  });

  test('what is missing is asked for once, and after a failure only on request', () => {
    const runs = [group(1, 'run', [ALPHA], { complete: false })];
    const props = sidebarProps({ runs });
    const { rerender } = render(<Sidebar {...props} />);
    expect(props.onLoadMore).toHaveBeenCalledExactlyOnceWith(id(1001));
    rerender(<Sidebar {...props} filter={{ ...props.filter }} />);
    expect(props.onLoadMore).toHaveBeenCalledTimes(1);
    rerender(
      <Sidebar
        {...props}
        loadError={{ code: 'TIMEOUT', message: 'Too slow.', retryable: true }}
      />
    );
    expect(props.onLoadMore).toHaveBeenCalledTimes(1);
    expect(screen.getByText('Too slow.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Load more again' }));
    expect(props.onLoadMore).toHaveBeenCalledTimes(2);
  });

  test('a revealed artifact becomes the active row', () => {
    render(<Sidebar {...sidebarProps({ runs: RUNS, revealed: GAMMA.id })} />);
    expect(item(/^gamma/).tabIndex).toBe(0);
  });
});

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
