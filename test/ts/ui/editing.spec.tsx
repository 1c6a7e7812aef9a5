import * as React from 'react';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';

import { artifact, id, NOW, trans } from './fixtures';
import type { Artifact, ErrorInfo } from '../../../src/protocol/generated';
import { Details } from '../../../src/ui/details/Details';
import type { Editing, Outcome } from '../../../src/ui/details/editing';
import { press } from './harness';

const AWAY: ErrorInfo = {
  code: 'STORE_UNREACHABLE',
  message: 'The Jupyter server cannot be reached.',
  hint: 'Check that it still runs, then retry.',
  retryable: true
};
const NOTHING = (): void => undefined;

/** Callbacks of an edit that always succeeds, unless others are given. */
function editing(
  given: Partial<Pick<Editing, 'history' | 'onRename' | 'onAddAlias'>> = {}
) {
  const done = () => Promise.resolve<Outcome>(null);
  return {
    history: {
      open: false,
      latest: 3,
      hasMore: false,
      versions: { status: 'loading' }
    } as Editing['history'],
    knownTags: ['paper', 'draft'],
    notesDraft: null,
    onHistoryMore: vi.fn(),
    onNotesDraft: vi.fn<Editing['onNotesDraft']>(),
    onSuggestTags: vi.fn(),
    onRename: vi.fn<Editing['onRename']>(done),
    onAddTag: vi.fn<Editing['onAddTag']>(done),
    onRemoveTag: vi.fn<Editing['onRemoveTag']>(done),
    onNotes: vi.fn<Editing['onNotes']>(done),
    onAddAlias: vi.fn<Editing['onAddAlias']>(() =>
      Promise.resolve({ error: null })
    ),
    onMoveAliasBack: vi.fn<Editing['onMoveAliasBack']>(done),
    onRemoveAlias: vi.fn<Editing['onRemoveAlias']>(done),
    onEditMetadata: vi.fn(),
    onHistoryOpen: vi.fn(),
    onHistoryRetry: vi.fn(),
    onShowVersion: vi.fn<Editing['onShowVersion']>(),
    onCompareVersions: vi.fn<NonNullable<Editing['onCompareVersions']>>(),
    onCopyLink: vi.fn<NonNullable<Editing['onCopyLink']>>(),
    onUnseenFailure: vi.fn<Editing['onUnseenFailure']>(),
    ...given
  } satisfies Editing;
}

function Shown(props: { of: Artifact; editing: Editing }): JSX.Element {
  return (
    <Details
      trans={trans}
      artifact={props.of}
      now={NOW}
      preview={<p>looks</p>}
      editing={props.editing}
      versions={props.editing}
      onOpen={NOTHING}
      onInsertLoadCode={NOTHING}
      onCopyLoadCode={NOTHING}
      onDownload={NOTHING}
      onMore={NOTHING}
      onCopy={NOTHING}
    />
  );
}

const WEIGHTS = artifact(1, {
  name: 'weights',
  version: 3,
  tags: ['paper'],
  aliases: ['best']
});

function type(name: string, value: string): void {
  const field = screen.getByRole('textbox', { name });
  act(() => field.focus());
  fireEvent.change(field, { target: { value } });
}

function click(name: string): void {
  fireEvent.click(screen.getByRole('button', { name }));
}

/** Lets a change come back. */
async function answered(): Promise<void> {
  await act(async () => {
    await Promise.resolve();
  });
}

describe('the name', () => {
  test('is changed by double click, F2 or the pencil, and left alone by Escape', () => {
    const spies = editing();
    render(<Shown of={WEIGHTS} editing={spies} />);
    fireEvent.doubleClick(screen.getByRole('heading', { name: /weights/ }));
    type('Name', 'other');
    press('Escape');
    expect(screen.queryByRole('textbox', { name: 'Name' })).toBeNull();
    fireEvent.keyDown(screen.getByRole('button', { name: 'Rename' }), {
      key: 'F2'
    });
    expect(screen.getByDisplayValue('weights')).toBe(document.activeElement);
    press('Enter');
    expect(spies.onRename).not.toHaveBeenCalled();
  });

  test('that is bad is said while it is typed, and not sent', () => {
    const spies = editing();
    render(<Shown of={WEIGHTS} editing={spies} />);
    click('Rename');
    type('Name', 'a//b');
    expect(screen.getByText(/a part of it is empty/)).toBeTruthy();
    press('Enter');
    fireEvent.blur(screen.getByRole('textbox', { name: 'Name' }));
    expect(spies.onRename).not.toHaveBeenCalled();
  });

  test('that is refused stays in its field, with the reason', async () => {
    const spies = editing({ onRename: () => Promise.resolve(AWAY) });
    render(<Shown of={WEIGHTS} editing={spies} />);
    click('Rename');
    type('Name', 'net');
    press('Enter');
    await answered();
    expect(screen.getByRole('alert').textContent).toContain(AWAY.hint);
    expect(screen.getByDisplayValue('net')).toBeTruthy();
  });

  test('that is refused after another artifact was chosen is told elsewhere', async () => {
    let refuse: (outcome: Outcome) => void = NOTHING;
    const spies = editing({
      onRename: () => new Promise(resolve => (refuse = resolve))
    });
    const { rerender } = render(<Shown of={WEIGHTS} editing={spies} />);
    click('Rename');
    type('Name', 'net');
    press('Enter');
    await answered();
    rerender(<Shown of={artifact(2)} editing={spies} />);
    refuse(AWAY);
    await answered();
    expect(spies.onUnseenFailure).toHaveBeenCalledExactlyOnceWith(AWAY);
    expect(screen.queryByRole('textbox')).toBeNull();
  });
});

describe('labels', () => {
  test('tags are added one after the other, and what was refused stays', async () => {
    const spies = editing();
    render(<Shown of={WEIGHTS} editing={spies} />);
    click('Add tag');
    expect(spies.onSuggestTags).toHaveBeenCalledOnce();
    const field = screen.getByRole('combobox', { name: 'Add tag' });
    fireEvent.change(field, { target: { value: ' new ' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    fireEvent.change(field, { target: { value: 'paper' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    await answered();
    expect(spies.onAddTag.mock.calls).toEqual([['new']]);
    spies.onAddTag.mockResolvedValue(AWAY);
    fireEvent.change(field, { target: { value: 'third' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    await answered();
    expect(screen.getByDisplayValue('third')).toBe(field);
    expect(screen.getByRole('alert')).toBeTruthy();
    click('Remove the tag paper');
    await answered();
    expect(spies.onRemoveTag).toHaveBeenCalledWith('paper');
  });

  test('latest cannot be taken away, and an alias that moved can go back', async () => {
    const from = artifact(7, { name: 'weights', version: 2 });
    const spies = editing({
      onAddAlias: vi.fn(() => Promise.resolve({ error: null, from }))
    });
    const of = { ...WEIGHTS, aliases: [] };
    const { rerender } = render(<Shown of={of} editing={spies} />);
    const list = screen.getByRole('list', { name: 'Aliases' });
    expect(list.textContent).toBe('latest');
    expect(list.querySelector('button')).toBeNull();
    click('best');
    await answered();
    expect(screen.getByText(/best was v2 before/)).toBeTruthy();
    click('Move it back');
    await answered();
    expect(spies.onMoveAliasBack).toHaveBeenCalledWith('best', from);
    const older = { ...spies, history: { ...spies.history, latest: 4 } };
    rerender(<Shown of={of} editing={older} />);
    expect(screen.queryByRole('list', { name: 'Aliases' })).toBeNull();
  });

  test('notes that someone leaves are saved, and a change from elsewhere is said', async () => {
    const spies = editing();
    const { rerender } = render(<Shown of={WEIGHTS} editing={spies} />);
    click('Write a note');
    type('Notes', 'mine');
    rerender(<Shown of={{ ...WEIGHTS, notes: 'theirs' }} editing={spies} />);
    expect(screen.getByText(/Someone else changed the notes/)).toBeTruthy();
    fireEvent.blur(screen.getByRole('textbox', { name: 'Notes' }));
    await answered();
    expect(spies.onNotes).toHaveBeenCalledExactlyOnceWith('mine');
  });
});

describe('the history', () => {
  const versions = Array.from({ length: 50 }, (_, index) =>
    artifact(50 - index, { name: 'weights', version: 50 - index })
  );
  const open: Editing['history'] = {
    open: true,
    latest: 50,
    hasMore: true,
    versions: { status: 'ready', value: versions }
  };

  test('draws a page of it, and compares two', () => {
    const spies = editing({ history: open });
    render(<Shown of={WEIGHTS} editing={spies} />);
    const list = screen.getByRole('list', { name: 'Versions' });
    expect(list.children).toHaveLength(50);
    fireEvent.click(screen.getByText('Show older versions'));
    expect(spies.onHistoryMore).toHaveBeenCalledOnce();
    // The third takes the place of the first.
    for (const version of ['v50', 'v40', 'v39']) {
      fireEvent.click(screen.getByLabelText(`Compare ${version}`));
    }
    fireEvent.click(screen.getByText('Compare v39 with v40'));
    const [compared] = spies.onCompareVersions.mock.calls[0]!;
    expect(compared.map(one => one.id)).toEqual([id(40), id(39)]);
    fireEvent.click(screen.getByLabelText('Copy the link to v49'));
    expect(spies.onCopyLink).toHaveBeenCalledWith(versions[1]);
  });

  test('says why it is not there', () => {
    const spies = editing({
      history: { ...open, versions: { status: 'error', error: AWAY } }
    });
    render(<Shown of={WEIGHTS} editing={spies} />);
    click('Retry');
    expect(spies.onHistoryRetry).toHaveBeenCalledOnce();
  });
});
