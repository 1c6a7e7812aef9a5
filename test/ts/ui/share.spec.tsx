import * as React from 'react';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';

import { trans } from './fixtures';
import { press } from './harness';
import type { Contact, Share } from '../../../src/protocol/generated';
import {
  ShareQuestion,
  type ShareQuestionProps
} from '../../../src/ui/dialogs/ShareQuestion';

const BEN: Share = { kind: 'person', name: 'ben', level: 'add' };
const KNOWN: readonly Contact[] = [
  { kind: 'group', name: 'team' },
  { kind: 'person', name: 'ben' }
];

async function shown(changed: Partial<ShareQuestionProps> = {}) {
  const onAnswer = vi.fn<ShareQuestionProps['onAnswer']>();
  const suggest = vi.fn<ShareQuestionProps['suggest']>(() =>
    Promise.resolve(KNOWN)
  );
  const view = render(
    <ShareQuestion
      trans={trans}
      owner="ann"
      isMine
      shares={[BEN]}
      address="https://hub/lab?cellkeep=x"
      suggest={suggest}
      onCopy={() => undefined}
      onAnswer={onAnswer}
      {...changed}
    />
  );
  await act(() => Promise.resolve());
  const name = screen.getByLabelText('Name of a person or group');
  return { view, name, last: () => onAnswer.mock.lastCall?.[0], suggest };
}

describe('sharing a run', () => {
  test('names are completed, and a known group is taken for one', async () => {
    const { view, name, last } = await shown();
    const options = [...view.container.querySelectorAll('option[label]')];
    // Whom it is shared with already is not offered again.
    expect(options.map(one => one.getAttribute('value'))).toEqual(['team']);
    name.focus();
    await act(async () => {
      fireEvent.change(name, { target: { value: 'team' } });
      await Promise.resolve();
    });
    press('Enter');
    const team: Share = { kind: 'group', name: 'team', level: 'view' };
    expect(last()).toEqual([BEN, team]);
    fireEvent.change(screen.getByLabelText('What team may do'), {
      target: { value: 'manage' }
    });
    expect(last()).toEqual([BEN, { ...team, level: 'manage' }]);
    fireEvent.click(screen.getByLabelText('Do not share with ben'));
    expect(last()).toEqual([{ ...team, level: 'manage' }]);
  });

  test('what was typed and not added is meant as well', async () => {
    const { name, last } = await shown();
    await act(async () => {
      fireEvent.change(name, { target: { value: ' eve ' } });
      await Promise.resolve();
    });
    expect(last()).toEqual([
      BEN,
      { kind: 'person', name: 'eve', level: 'view' }
    ]);
    // Whom it is shared with already keeps their rights.
    fireEvent.change(name, { target: { value: 'ben' } });
    expect(last()).toEqual([BEN]);
  });

  test('everybody of the service may view or add, not manage', async () => {
    const { last } = await shown({ shares: [] });
    const all = screen.getByLabelText('Everybody of this service');
    fireEvent.change(all, { target: { value: 'add' } });
    expect(last()).toEqual([{ kind: 'all', level: 'add' }]);
    fireEvent.change(all, { target: { value: '' } });
    expect(last()).toEqual([]);
    expect(all.querySelectorAll('option')).toHaveLength(3);
  });
});
