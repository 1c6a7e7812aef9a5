import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { act, render, waitFor } from '@testing-library/react';
import * as React from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { SaveCard } from '../../../src/plugins/cards/saveCard';
import type {
  Artifact,
  CardSave,
  Receipt,
  TransferStatus
} from '../../../src/protocol/generated';
import { artifact } from './artifact';
import { ID, RECEIPT, transfer } from './transfer';

const LIVE = transfer({ name: 'weights', state: 'uploading', sent: 20 });
const { category, codec, media_type, size } = LIVE;
const ABOUT = { name: 'weights', category, codec, media_type, size };
const TOLD: CardSave = { ...ABOUT, id: ID, state: 'uploading' };
const STORED: CardSave = {
  ...ABOUT,
  state: 'stored',
  sha256: RECEIPT.sha256,
  cell_id: 'c1'
};

describe('the card of a save', () => {
  let live: TransferStatus | undefined;
  let receipt: Receipt | undefined;
  let stored: Artifact | undefined;
  let alike: Artifact[];
  const stateChanged = new Signal<object, void>({});
  const retry = vi.fn();
  const open = vi.fn();
  const onKnown = vi.fn();
  const cellkeep = {
    transfers: {
      get: () => live,
      act: retry,
      stateChanged,
      get snapshot() {
        return live;
      }
    },
    api: {
      receipt: () => Promise.resolve(receipt),
      artifacts: (query: object) => {
        expect(query).toMatchObject({ sha256: RECEIPT.sha256 });
        return Promise.resolve({ items: alike });
      }
    },
    catalog: {
      fetch: () =>
        stored ? Promise.resolve(stored) : Promise.reject(new Error('gone'))
    },
    thumbnailUrl: ({ id }: { id: string }) => `thumbnail/${id}`
  } as unknown as React.ComponentProps<typeof SaveCard>['cellkeep'];

  beforeEach(() => {
    live = receipt = stored = undefined;
    alike = [];
    vi.clearAllMocks();
  });

  const notebook = () => 'here.ipynb';
  const card = (told: CardSave) => (
    <SaveCard
      told={told}
      notebook={notebook}
      cellkeep={cellkeep}
      open={open}
      trans={nullTranslator.load('cellkeep')}
      onKnown={onKnown}
    />
  );
  const show = (told: CardSave) => render(card(told));
  const known = (isKnown: boolean) =>
    waitFor(() => expect(onKnown).toHaveBeenLastCalledWith(isKnown));
  const tell = (now: TransferStatus) =>
    act(() => {
      live = now;
      stateChanged.emit();
    });

  it('follows a save that this page knows of, until its card has no id any more', async () => {
    live = LIVE;
    const { container, rerender } = show(TOLD);
    await known(true);
    expect(container.textContent).toContain('10%');
    tell({ ...LIVE, sent: 100 });
    expect(container.textContent).toContain('50%');
    stored = artifact({ id: RECEIPT.artifact_id, thumbnail: true });
    tell({ ...LIVE, state: 'stored', receipt: RECEIPT });
    await waitFor(() =>
      expect(container.querySelector('img')?.getAttribute('src')).toBe(
        `thumbnail/${RECEIPT.artifact_id}`
      )
    );
    alike = [stored];
    rerender(card(STORED));
    act(() => container.querySelector('button')?.click());
    expect(open).toHaveBeenCalledWith(RECEIPT.artifact_id);
    await known(true);
  });

  it('finds what it is of among artifacts of the same bytes', async () => {
    const of = (id: string, cell_id: string, path: string) =>
      artifact({ id, provenance: { via: 'save', cell_id, notebook: path } });
    const copy = of('a'.repeat(32), 'c1', 'copy.ipynb');
    const wanted = of('b'.repeat(32), 'c1', 'here.ipynb');
    const other = of('c'.repeat(32), 'c2', 'here.ipynb');
    alike = [copy, other, { ...wanted, version: 7 }, wanted];
    const { container } = show(STORED);
    await waitFor(() => expect(container.textContent).toContain('stored v7'));
    act(() => container.querySelector('button')?.click());
    expect(open).toHaveBeenCalledWith(wanted.id);
  });

  it('asks the store for a save that nobody follows any more', async () => {
    receipt = RECEIPT;
    stored = artifact({ id: RECEIPT.artifact_id });
    const { container } = show(TOLD);
    await waitFor(() => expect(container.textContent).toContain('stored v4'));
    await known(true);
  });

  it('says that neither page nor store knows of it', async () => {
    show(TOLD);
    await known(false);
    // Its kernel is heard a moment after the page was loaded.
    tell(LIVE);
    await known(true);
  });

  it('says that its artifact is gone', async () => {
    const { container } = show(STORED);
    await known(false);
    expect(container.querySelector('button')).toBeNull();
  });

  it('offers to try again only where somebody can', () => {
    const error = { code: 'TIMEOUT', message: 'Too late.', retryable: true };
    const { container } = show({ ...TOLD, state: 'failed', error } as CardSave);
    expect(container.textContent).toContain('Too late.');
    expect(container.querySelector('button')).toBeNull();
    tell({ ...LIVE, state: 'failed', error } as TransferStatus);
    act(() => container.querySelector('button')?.click());
    expect(retry).toHaveBeenCalledWith(ID, 'retry');
  });
});
