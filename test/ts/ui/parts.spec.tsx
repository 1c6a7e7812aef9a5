import { PageConfig } from '@jupyterlab/coreutils';
import * as React from 'react';
import { fireEvent, render, screen } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';

import { Avatar, initials } from '../../../src/ui/Avatar';
import { StoreSwitch } from '../../../src/ui/sidebar/StoreSwitch';
import { artifact, NOW, trans } from './fixtures';
import { Card } from '../../../src/ui/Card';
import { KeepButton } from '../../../src/ui/KeepButton';
import { StatusItem } from '../../../src/ui/StatusItem';
import { Details } from '../../../src/ui/details/Details';
import type { CardProps, DetailsProps, KeepState } from '../../../src/ui/props';

const FULL = {
  code: 'STORE_FULL' as const,
  message: 'The disk is full.',
  hint: 'The bytes are safe in the spool.',
  retryable: true
};

describe('the details', () => {
  function details(given: Partial<DetailsProps> = {}) {
    const spies = {
      onOpen: vi.fn<NonNullable<DetailsProps['onOpen']>>(),
      onInsertLoadCode: vi.fn<NonNullable<DetailsProps['onInsertLoadCode']>>(),
      onCopyLoadCode: vi.fn<NonNullable<DetailsProps['onCopyLoadCode']>>(),
      onDownload: vi.fn<NonNullable<DetailsProps['onDownload']>>(),
      onMore: vi.fn<DetailsProps['onMore']>(),
      onCopy: vi.fn<DetailsProps['onCopy']>()
    };
    const of = artifact(1, { name: 'results', metadata: { rate: 0.1 } });
    render(
      <Details
        trans={trans}
        artifact={of}
        now={NOW}
        preview={<p>looks</p>}
        {...spies}
        {...given}
      />
    );
    return { ...spies, of };
  }

  test('say what it is, where it came from and when it was stored', () => {
    details();
    const text = screen.getByRole('region', {
      name: 'Details of results'
    }).textContent;
    expect(text).toContain('results v1');
    expect(text).toContain('from cell [7] of analysis.ipynb');
    expect(text).toContain('30 minutes ago');
    expect(text).toContain('3f9a1c07…');
    expect(text).toContain('rate0.1');
  });

  test('say in which of two stores it is, and that it was checked in parts', () => {
    details({
      place: 'here',
      artifact: artifact(1, { name: 'results', verified: 'parts' })
    });
    const { textContent } = screen.getByRole('region');
    expect(textContent).toContain('stored · Mine here');
    expect(textContent).toContain('Checked in parts; read as a whole soon');
  });

  test('say which script made it, of which commit, where and with what', () => {
    const of = artifact(1, {
      name: 'results',
      provenance: {
        via: 'save',
        script: 'jobs/train.py',
        arguments: ['--lr', '0.1'],
        git_commit: '0123456789abcdef0123456789abcdef01234567',
        git_dirty: true,
        host: 'node7',
        user: 'ada',
        environment: 'environment/requirements.txt',
        libraries: { numpy: '2.4.1', torch: '2.13.0' }
      }
    });
    details({ artifact: of });
    const terms = screen
      .getAllByRole('term')
      .map(term => [term.textContent, term.nextElementSibling?.textContent]);
    expect(terms).toEqual(
      expect.arrayContaining([
        ['Script', 'jobs/train.py'],
        ['Arguments', '--lr 0.1'],
        ['Commit', '0123456789ab, and changes since'],
        ['Machine', 'node7'],
        ['Account', 'ada'],
        ['Environment', 'environment/requirements.txt'],
        ['Libraries', 'numpy 2.4.1, torch 2.13.0']
      ])
    );
  });

  test('say where else it is, with a link only to a page', () => {
    const copy = { called: 'MLflow', mirror: 'mlflow:x', at: 'now' };
    const url = 'https://host/#/experiments/1/runs/2/artifacts/df.parquet';
    const mirrors = [
      { ...copy, place: 'growth/lr 0.1/df.parquet', url },
      { ...copy, called: 'Simvue', place: 'growth/lr-1/df' }
    ];
    details({ artifact: artifact(1, { metadata: { rate: 0.1, mirrors } }) });
    const term = screen.getByText('Also in');
    expect(term.nextElementSibling?.textContent).toBe(
      'MLflow: growth/lr 0.1/df.parquetSimvue: growth/lr-1/df'
    );
    const link = screen.getByRole('link', { name: 'MLflow' });
    expect(link.getAttribute('href')).toBe(url);
    expect(screen.queryByRole('link', { name: 'Simvue' })).toBeNull();
    expect(screen.queryByText('mirrors')).toBeNull();
  });

  test('take nothing that a person wrote for a link', () => {
    const mirrors = [{ called: 'x', place: 'y', url: 'javascript:alert(1)' }];
    details({ artifact: artifact(1, { metadata: { mirrors } }) });
    expect(screen.queryByRole('link')).toBeNull();
    expect(screen.getByText('mirrors')).toBeTruthy();
  });

  test('their buttons act on it, and the whole digest is copied', () => {
    const spies = details();
    for (const [name, spy] of [
      ['Open', spies.onOpen],
      ['Insert load code', spies.onInsertLoadCode],
      ['Copy load code', spies.onCopyLoadCode],
      ['Download', spies.onDownload]
    ] as const) {
      fireEvent.click(screen.getByRole('button', { name }));
      expect(spy).toHaveBeenCalledExactlyOnceWith(spies.of);
    }
    fireEvent.click(screen.getByRole('button', { name: 'Copy SHA-256' }));
    expect(spies.onCopy).toHaveBeenCalledWith(spies.of.sha256);
    const more = screen.getByRole('button', { name: 'More' });
    fireEvent.click(more);
    expect(spies.onMore).toHaveBeenCalledWith(spies.of, more);
  });

  test('the provenance is a link only where there is somewhere to go', () => {
    const onGoToSource = vi.fn();
    details({ onGoToSource });
    fireEvent.click(screen.getByRole('button', { name: /^from cell/ }));
    expect(onGoToSource).toHaveBeenCalledTimes(1);
  });
});

describe('the card', () => {
  function card(given: Partial<CardProps>): HTMLElement {
    render(
      <Card
        trans={trans}
        name="results"
        category="output"
        kind="table"
        size={12_000}
        sent={0}
        state="queued"
        {...given}
      />
    );
    return screen.getByRole('region', { name: 'Artifact results' });
  }

  test('the progress turns into stored, with version, category and size', () => {
    const moving = card({ state: 'uploading', sent: 7_440 });
    expect(moving.textContent).toContain('uploading 62%');
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe(
      '62'
    );
  });

  test('stored is quiet: no bar, and the name opens it', () => {
    const onOpen = vi.fn();
    const stored = card({ state: 'stored', version: 3, onOpen });
    expect(stored.textContent).toMatch(/stored v3 · output · 12.KB/);
    expect(screen.queryByRole('progressbar')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'results' }));
    expect(onOpen).toHaveBeenCalledTimes(1);
  });

  test('a failure says why and what is safe, with the retry beside it', () => {
    const onRetry = vi.fn();
    card({ state: 'failed', error: FULL, onRetry });
    const alert = screen.getByRole('alert').textContent;
    expect(alert).toContain('failed: The disk is full. The bytes are safe');
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });

  test('the corner of a table stands where there is no picture', () => {
    const preview = {
      type: 'table' as const,
      columns: ['a', 'b', 'c', 'd', 'e'].map(name => ({
        name,
        dtype: 'int64'
      })),
      count: 100,
      complete: true,
      text: (row: number, column: number) => `${row}${column}`
    };
    card({ preview });
    expect(screen.getAllByRole('row')).toHaveLength(4);
    expect(screen.getAllByRole('columnheader')).toHaveLength(4);
  });
});

describe('the button at an output', () => {
  function button(state: KeepState) {
    const onKeep = vi.fn();
    const onOpen = vi.fn();
    render(
      <KeepButton trans={trans} state={state} onKeep={onKeep} onOpen={onOpen} />
    );
    fireEvent.click(screen.getByRole('button'));
    return { onKeep, onOpen };
  }

  test('keeps', () => {
    const { onKeep } = button({ status: 'idle' });
    expect(onKeep).toHaveBeenCalledTimes(1);
    expect(
      screen.getByRole('button', { name: 'Save this output as displayed' })
    ).toBeTruthy();
  });

  test('says how far it is and does not keep twice', () => {
    const { onKeep, onOpen } = button({ status: 'busy', fraction: 0.62 });
    expect(screen.getByRole('button').textContent).toBe('62%');
    expect(onKeep).not.toHaveBeenCalled();
    expect(onOpen).not.toHaveBeenCalled();
  });

  test('opens what was kept', () => {
    const { onOpen } = button({ status: 'kept', name: 'loss', version: 2 });
    expect(
      screen.getByRole('button', { name: 'Saved as loss v2. Open it' })
    ).toBeTruthy();
    expect(onOpen).toHaveBeenCalledTimes(1);
  });

  test('tries again after a failure, whose reason it says', () => {
    const { onKeep } = button({ status: 'failed', error: FULL });
    expect(
      screen.getByRole('button', { name: /The disk is full/ })
    ).toBeTruthy();
    expect(onKeep).toHaveBeenCalledTimes(1);
  });
});

describe('the switch between two stores', () => {
  test('shows the other one, and takes what is dragged for it alone', () => {
    const onShow = vi.fn();
    const onCopy = vi.fn();
    render(
      <StoreSwitch
        trans={trans}
        place="team"
        draggedOf={() => ({ runId: 'a' })}
        onShow={onShow}
        onCopy={onCopy}
      />
    );
    const here = screen.getByRole('radio', { name: 'Mine here' });
    const team = screen.getByRole('radio', { name: 'Team' });
    expect(team).toHaveProperty('checked', true);
    fireEvent.click(here);
    expect(onShow).toHaveBeenCalledWith('here');
    for (const on of [team, here]) {
      const drop = new Event('lm-drop', { bubbles: true, cancelable: true });
      on.dispatchEvent(Object.assign(drop, { dropAction: 'none' }));
    }
    expect(onCopy.mock.calls).toEqual([[{ runId: 'a' }, 'here']]);
  });
});

test('a picture of somebody is loaded only from a host that this server names', () => {
  const url = 'https://avatars.example.org/olga.png';
  const drawn = (address: string) =>
    render(<Avatar name="Olga Meyer" url={address} />).container;
  const refused = drawn(url);
  expect(refused.textContent).toBe('OM');
  expect(refused.querySelector('img')).toBeNull();
  PageConfig.setOption(
    'cellkeepAvatarHosts',
    JSON.stringify(['avatars.example.org'])
  );
  const img = drawn(url).querySelector('img');
  expect(img?.src).toBe(url);
  expect(img?.getAttribute('referrerpolicy')).toBe('no-referrer');
  for (const other of [
    url.replace('https', 'http'),
    url.replace('avatars', 'b'),
    'olga.png'
  ]) {
    expect(drawn(other).querySelector('img')).toBeNull();
  }
  // Where the picture is away, initials again.
  fireEvent.error(img as HTMLImageElement);
  expect(img?.isConnected).toBe(false);
  PageConfig.setOption('cellkeepAvatarHosts', '');
});

test('initials are those of a name', () => {
  const names = ['Olga Meyer', 'olga', 'ada.lovelace@example.org', 'Ödön', ''];
  expect(names.map(initials)).toEqual(['OM', 'O', 'AL', 'Ö', '']);
});

describe('the item of the status bar', () => {
  function item(active: number, failed: number): string | null {
    const { container } = render(
      <StatusItem
        trans={trans}
        active={active}
        failed={failed}
        sent={62}
        size={100}
        onClick={() => undefined}
      />
    );
    return container.textContent;
  }

  test('is quiet when all is well', () => expect(item(0, 0)).toBe(''));
  test('says what is being saved', () =>
    expect(item(3, 0)).toBe('Cellkeep: 3 saving, 62%'));
  test('says what failed', () => expect(item(0, 1)).toBe('Cellkeep: 1 failed'));
});
