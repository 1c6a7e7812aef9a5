import * as React from 'react';
import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';

import { group, grouped, id, sidebarProps } from './fixtures';
import {
  LISTED,
  ALPHA,
  BETA,
  GAMMA,
  RUNS,
  Selecting,
  focused,
  item,
  press,
  showSidebar
} from './harness';
import type { ListProps } from '../../../src/ui/props';
import { Sidebar } from '../../../src/ui/sidebar/Sidebar';

test('exactly one row is reached by Tab', () => {
  showSidebar({ list: LISTED });
  const reached = screen
    .getAllByRole('treeitem')
    .filter(row => row.tabIndex === 0);
  expect(reached).toHaveLength(1);
});

test('arrows, Home and End move, and what they reach is selected', () => {
  const props = showSidebar({ list: LISTED }, Selecting);
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
  const props = showSidebar({ list: LISTED }, Selecting);
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
  const props = showSidebar({ list: LISTED }, Selecting);
  act(() => item(/^beta/).focus());
  press('Enter');
  expect(props.list.onOpen).toHaveBeenLastCalledWith(BETA);
  fireEvent.doubleClick(item(/^gamma/));
  expect(props.list.onOpen).toHaveBeenLastCalledWith(GAMMA);
  press('Delete');
  expect(props.selection.onDelete).toHaveBeenLastCalledWith([BETA]);
});

test('Shift and arrows select a range, and Delete takes all of it', () => {
  const props = showSidebar({ list: LISTED }, Selecting);
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
  const props = showSidebar({ list: LISTED }, Selecting);
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
  showSidebar({ list: LISTED }, Selecting);
  act(() => item(/^analysis/).focus());
  press('g');
  expect(focused()).toMatch(/^gamma/);
});

test('the buttons of the active row act on it, and Escape goes back to the row', () => {
  const props = showSidebar({ list: LISTED }, Selecting);
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
  const props = showSidebar({ list: LISTED }, Selecting);
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

test('the keyboard keeps its place when its row is deleted', () => {
  const props = sidebarProps({ list: LISTED });
  const { rerender } = render(<Sidebar {...props} />);
  act(() => item(/^beta/).focus());
  const shown = grouped([group(1, 'analysis.ipynb', [ALPHA, GAMMA])]);
  rerender(<Sidebar {...props} list={{ ...props.list, shown }} />);
  expect(item(/^gamma/).tabIndex).toBe(0);
  expect(focused()).toMatch(/^gamma/);
});
