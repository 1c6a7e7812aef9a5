import * as React from 'react';
import { fireEvent, render, screen } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';

import { trans } from './fixtures';
import { DropTargets } from '../../../src/ui/drop/DropTargets';
import { SaveDialog } from '../../../src/ui/drop/SaveDialog';
import type { SaveDialogProps } from '../../../src/ui/drop/props';

describe('where to drop', () => {
  test('three targets, and what will be saved in the one under the pointer', () => {
    const { container } = render(
      <DropTargets
        trans={trans}
        dragged={{ noun: 'files', count: 3 }}
        runName="analysis.ipynb"
        otherRuns={[]}
        active={{ category: 'input' }}
      />
    );
    const targets = [...container.querySelectorAll('[data-category]')];
    expect(targets.map(target => target.getAttribute('data-category'))).toEqual(
      ['code', 'input', 'output']
    );
    expect(
      targets.map(target => target.classList.contains('jp-Cellkeep-mod-active'))
    ).toEqual([false, true, false]);
    expect(screen.getByRole('status').textContent).toBe(
      '3 files → input of analysis.ipynb'
    );
  });

  test('files of the operating system are not counted before the drop', () => {
    render(
      <DropTargets
        trans={trans}
        dragged={{ noun: 'files', count: null }}
        runName="run"
        otherRuns={[]}
        active={null}
      />
    );
    expect(screen.getByRole('status').textContent).toBe('files → run');
  });
});

describe('the save dialog', () => {
  function dialog(given: Partial<SaveDialogProps> = {}) {
    const onChange = vi.fn<SaveDialogProps['onChange']>();
    render(
      <SaveDialog
        trans={trans}
        subject="output of cell [7]"
        name="loss"
        category="output"
        kind="figure"
        mediaType="image/png"
        runName="analysis.ipynb"
        nameProblem={name => (name === '' ? 'A name is needed.' : null)}
        onChange={onChange}
        {...given}
      />
    );
    return onChange;
  }

  test('gives name and category, and nothing while the name is bad', () => {
    const onChange = dialog();
    const name = screen.getByRole('textbox', { name: 'Name' });
    fireEvent.click(screen.getByRole('radio', { name: 'input' }));
    expect(onChange).toHaveBeenLastCalledWith({
      name: 'loss',
      category: 'input'
    });
    fireEvent.change(name, { target: { value: '' } });
    expect(onChange).toHaveBeenLastCalledWith(null);
    expect(name.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByText('A name is needed.')).toBeTruthy();
    fireEvent.change(name, { target: { value: 'curve' } });
    expect(onChange).toHaveBeenLastCalledWith({
      name: 'curve',
      category: 'input'
    });
  });

  test('says what saving under a name makes of what is there', async () => {
    const latest = { version: 2, kind: 'table', summary: '142 × 8' };
    const look = vi.fn<NonNullable<SaveDialogProps['look']>>(name =>
      Promise.resolve({
        latest: name === 'loss' ? latest : null,
        rule: 'skip-if-same' as const
      })
    );
    dialog({ look });
    const words =
      'Becomes the next version of loss, after v2 (table, 142 × 8), unless it is the same.';
    expect(await screen.findByText(words)).toBeTruthy();
    const name = screen.getByRole('textbox', { name: 'Name' });
    fireEvent.focus(name);
    expect((name as HTMLInputElement).selectionEnd).toBe('loss'.length);
    fireEvent.change(name, { target: { value: 'other' } });
    // What was found is not said of another name.
    expect(screen.queryByText(words)).toBeNull();
    expect(
      await screen.findByText('A new name in analysis.ipynb.')
    ).toBeTruthy();
    look.mockRejectedValue(new Error('away'));
    fireEvent.change(name, { target: { value: 'third' } });
    expect(await screen.findByText(/does not answer/)).toBeTruthy();
  });
});
