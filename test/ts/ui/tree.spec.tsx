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
  RUNS,
  Selecting,
  focused,
  item,
  press
} from './harness';
import { type ListProps, Sidebar } from '../../../src/ui';

test('runs hold their artifacts, with level, place and state', () => {
  render(
    <Sidebar
      {...sidebarProps({
        list: LISTED,
        selection: { ids: [BETA.id] }
      })}
    />
  );
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
  render(<Sidebar {...sidebarProps({ list: LISTED })} />);
  const row = item(/^alpha/);
  expect(row.textContent).toMatch(/alphav31,000 × 812.KB/);
  expect(item(/^beta/).textContent).toContain('Plotly figure');
});

test('exactly one row is reached by Tab', () => {
  render(<Sidebar {...sidebarProps({ list: LISTED })} />);
  const reached = screen
    .getAllByRole('treeitem')
    .filter(row => row.tabIndex === 0);
  expect(reached).toHaveLength(1);
});

test('arrows, Home and End move, and what they reach is selected', () => {
  const props = sidebarProps({ list: LISTED });
  render(<Selecting {...props} />);
  fireEvent.click(item(/^alpha/));
  act(() => item(/^alpha/).focus());
  press('ArrowDown');
  expect(focused()).toMatch(/^beta/);
  expect(props.selection.onChange).toHaveBeenLastCalledWith([BETA.id]);
  press('ArrowUp');
  press('ArrowUp');
  expect(focused()).toMatch(/^analysis/);
  press('End');
  expect(focused()).toMatch(/^older/);
  press('Home');
  expect(focused()).toMatch(/^analysis/);
});

test('right opens a run or goes in, left goes out or closes it', () => {
  const props = sidebarProps({ list: LISTED });
  render(<Selecting {...props} />);
  act(() => item(/^older/).focus());
  press('ArrowRight');
  expect(props.list.onToggleGroup).toHaveBeenLastCalledWith(id(1002), true);
  act(() => item(/^beta/).focus());
  press('ArrowLeft');
  expect(focused()).toMatch(/^analysis/);
  press('ArrowLeft');
  expect(props.list.onToggleGroup).toHaveBeenLastCalledWith(id(1001), false);
  press('ArrowRight');
  expect(focused()).toMatch(/^alpha/);
});

test('Enter and double click open, Delete deletes', () => {
  const props = sidebarProps({ list: LISTED });
  render(<Selecting {...props} />);
  act(() => item(/^beta/).focus());
  press('Enter');
  expect(props.list.onOpen).toHaveBeenLastCalledWith(BETA);
  fireEvent.doubleClick(item(/^gamma/));
  expect(props.list.onOpen).toHaveBeenLastCalledWith(GAMMA);
  press('Delete');
  expect(props.selection.onDelete).toHaveBeenLastCalledWith([BETA]);
});

test('Shift and arrows select a range, and Delete takes all of it', () => {
  const props = sidebarProps({ list: LISTED });
  render(<Selecting {...props} />);
  fireEvent.click(item(/^alpha/));
  act(() => item(/^alpha/).focus());
  press('ArrowDown', { shiftKey: true });
  press('ArrowDown', { shiftKey: true });
  expect(props.selection.onChange).toHaveBeenLastCalledWith([
    ALPHA.id,
    BETA.id,
    GAMMA.id
  ]);
  press('Delete');
  expect(props.selection.onDelete).toHaveBeenLastCalledWith([
    ALPHA,
    BETA,
    GAMMA
  ]);
});

test('Control and a click put one in and take it out again', () => {
  const props = sidebarProps({ list: LISTED });
  render(<Selecting {...props} />);
  fireEvent.click(item(/^alpha/));
  fireEvent.click(item(/^gamma/), { ctrlKey: true });
  expect(props.selection.onChange).toHaveBeenLastCalledWith([
    ALPHA.id,
    GAMMA.id
  ]);
  fireEvent.click(item(/^alpha/), { ctrlKey: true });
  expect(props.selection.onChange).toHaveBeenLastCalledWith([GAMMA.id]);
});

test('letters go to the row that starts with them', () => {
  render(<Selecting {...sidebarProps({ list: LISTED })} />);
  act(() => item(/^analysis/).focus());
  press('g');
  expect(focused()).toMatch(/^gamma/);
});

test('the buttons of the active row act on it, and Escape goes back to the row', () => {
  const props = sidebarProps({ list: LISTED });
  render(<Selecting {...props} />);
  act(() => item(/^beta/).focus());
  const actions = within(item(/^beta/));
  fireEvent.click(actions.getByRole('button', { name: 'Insert load code' }));
  expect(props.list.onInsertLoadCode).toHaveBeenCalledWith(BETA);
  fireEvent.click(actions.getByRole('button', { name: 'Download' }));
  expect(props.selection.onDownload).toHaveBeenCalledWith([BETA]);
  const open = actions.getByRole('button', { name: 'Open' });
  act(() => open.focus());
  press('Enter');
  expect(props.list.onOpen).not.toHaveBeenCalled();
  press('Escape');
  expect(focused()).toMatch(/^beta/);
});

test('the pointer brings the buttons, and only of its row', () => {
  render(<Sidebar {...sidebarProps({ list: LISTED })} />);
  expect(screen.queryByRole('button', { name: 'Delete' })).toBeNull();
  fireEvent.pointerEnter(item(/^gamma/));
  expect(
    within(item(/^gamma/)).getByRole('button', { name: 'Delete' })
  ).toBeTruthy();
  expect(screen.getAllByRole('button', { name: 'Delete' })).toHaveLength(1);
});

test('a context menu is passed up with the row selected', () => {
  const onContextMenu = vi.fn<NonNullable<ListProps['onContextMenu']>>();
  const props = sidebarProps({ list: { ...LISTED, onContextMenu } });
  render(<Selecting {...props} />);
  fireEvent.contextMenu(item(/^beta/));
  expect(props.selection.onChange).toHaveBeenLastCalledWith([BETA.id]);
  expect(onContextMenu.mock.calls[0]?.[1]).toEqual({
    type: 'artifact',
    artifact: BETA
  });
});

test('Delete on a run takes the run, never the artifacts that are selected', () => {
  const onDeleteRun = vi.fn<NonNullable<ListProps['onDeleteRun']>>();
  const props = sidebarProps({ list: LISTED });
  render(<Selecting {...props} list={{ ...props.list, onDeleteRun }} />);
  fireEvent.click(item(/^alpha/));
  act(() => item(/^analysis/).focus());
  press('Delete');
  expect(onDeleteRun).toHaveBeenCalledExactlyOnceWith(RUNS[0]?.key);
  expect(props.selection.onDelete).not.toHaveBeenCalled();
});

test('F2 renames a run where that is possible, and does nothing where not', () => {
  const onRenameRun = vi.fn<NonNullable<ListProps['onRenameRun']>>();
  const props = sidebarProps({ list: LISTED });
  const { rerender } = render(<Sidebar {...props} />);
  act(() => item(/^analysis/).focus());
  press('F2');
  expect(screen.queryByRole('textbox')).toBeNull();
  rerender(<Sidebar {...props} list={{ ...props.list, onRenameRun }} />);
  press('F2');
  const field = screen.getByRole('textbox', { name: 'Name of the run' });
  fireEvent.change(field, { target: { value: 'good one' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(onRenameRun).toHaveBeenCalledExactlyOnceWith(RUNS[0]?.key, 'good one');
  expect(focused()).toMatch(/^analysis/);
});

test('F2 renames an artifact in its place, where that is possible', () => {
  const onRenameArtifact = vi.fn<NonNullable<ListProps['onRenameArtifact']>>();
  const props = sidebarProps({ list: LISTED });
  const { rerender } = render(<Selecting {...props} />);
  act(() => item(/^beta/).focus());
  press('F2');
  expect(screen.queryByRole('textbox')).toBeNull();
  rerender(<Selecting {...props} list={{ ...props.list, onRenameArtifact }} />);
  press('F2');
  const field = screen.getByRole('textbox', { name: 'Name of the artifact' });
  fireEvent.keyDown(field, { key: 'Escape' });
  expect(onRenameArtifact).not.toHaveBeenCalled();
  expect(focused()).toMatch(/^beta/);
  press('F2');
  const again = screen.getByRole('textbox', { name: 'Name of the artifact' });
  fireEvent.change(again, { target: { value: 'better' } });
  fireEvent.keyDown(again, { key: 'Enter' });
  expect(onRenameArtifact).toHaveBeenCalledExactlyOnceWith(BETA, 'better');
});

test('Control moves without selecting, and with Space puts in and takes out', () => {
  const props = sidebarProps({ list: LISTED });
  render(<Selecting {...props} />);
  fireEvent.click(item(/^alpha/));
  act(() => item(/^alpha/).focus());
  press('ArrowDown', { ctrlKey: true });
  press('ArrowDown', { ctrlKey: true });
  expect(focused()).toMatch(/^gamma/);
  expect(props.selection.onChange).toHaveBeenLastCalledWith([ALPHA.id]);
  press(' ', { ctrlKey: true });
  expect(props.selection.onChange).toHaveBeenLastCalledWith([
    ALPHA.id,
    GAMMA.id
  ]);
  press('a', { ctrlKey: true });
  expect(props.selection.onChange).toHaveBeenLastCalledWith([
    ALPHA.id,
    BETA.id,
    GAMMA.id
  ]);
});

test('aliases and tags stand in the row', () => {
  const one = artifact(9, { name: 'nine', aliases: ['best'], tags: ['paper'] });
  render(
    <Sidebar
      {...sidebarProps({ list: { shown: grouped([group(1, 'run', [one])]) } })}
    />
  );
  expect(item(/^nine/).textContent).toMatch(/ninev1best.*#paper/);
});

test('a press that moves becomes a drag of what is selected', () => {
  const onDragStart = vi.fn<NonNullable<ListProps['onDragStart']>>();
  render(
    <Sidebar
      {...sidebarProps({
        list: { ...LISTED, onDragStart },
        selection: { ids: [ALPHA.id, GAMMA.id] }
      })}
    />
  );
  const row = item(/^gamma/);
  fireEvent(row, new MouseEvent('pointerdown', { bubbles: true, clientX: 10 }));
  fireEvent(document, new MouseEvent('pointermove', { clientX: 12 }));
  expect(onDragStart).not.toHaveBeenCalled();
  fireEvent(document, new MouseEvent('pointermove', { clientX: 20 }));
  expect(onDragStart.mock.calls[0]?.[0]).toEqual([ALPHA, GAMMA]);
  fireEvent(document, new MouseEvent('pointermove', { clientX: 40 }));
  expect(onDragStart).toHaveBeenCalledTimes(1);
});

test('the keyboard keeps its place when its row is deleted', () => {
  const props = sidebarProps({ list: LISTED });
  const { rerender } = render(<Sidebar {...props} />);
  act(() => item(/^beta/).focus());
  const shown = grouped([group(1, 'analysis.ipynb', [ALPHA, GAMMA])]);
  rerender(<Sidebar {...props} list={{ ...props.list, shown }} />);
  expect(item(/^gamma/).tabIndex).toBe(0);
  expect(focused()).toMatch(/^gamma/);
});

test('a thumbnail is loaded lazily, and the icon stays where it fails', () => {
  const pictured = artifact(9, { name: 'plot', thumbnail: true });
  render(
    <Sidebar
      {...sidebarProps({
        list: { shown: grouped([group(1, 'run', [pictured])]) }
      })}
    />
  );
  const picture = item(/^plot/).querySelector('img');
  expect(picture?.getAttribute('loading')).toBe('lazy');
  expect(picture?.getAttribute('src')).toBe(`/thumbnails/${pictured.id}`);
  fireEvent.error(picture as HTMLImageElement);
  expect(item(/^plot/).querySelector('img')).toBeNull();
  expect(item(/^plot/).querySelector('.jp-Cellkeep-Row-icon')).not.toBeNull();
});

test('of a hundred thousand artifacts only those on the screen are drawn', () => {
  const artifacts = Array.from({ length: 100_000 }, (_, n) => artifact(n));
  render(
    <Sidebar
      {...sidebarProps({
        list: { shown: grouped([group(1, 'all', artifacts)]) }
      })}
    />
  );
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
  render(
    <Sidebar {...sidebarProps({ list: { ...LISTED, revealed: GAMMA.id } })} />
  );
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
