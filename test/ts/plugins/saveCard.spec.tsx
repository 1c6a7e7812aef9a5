import './jupyterlab';

import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { act, cleanup, render, waitFor } from '@testing-library/react';
import * as React from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { SaveCard } from '../../../src/plugins/cards/saveCard';
import type {
  Artifact,
  Receipt,
  TransferStatus
} from '../../../src/protocol/generated';
import { artifact } from './artifact';
import { ID, RECEIPT, transfer } from './transfer';

const TOLD = transfer({ name: 'weights', state: 'uploading', sent: 20 });
const LATER = '2026-11-23T16:58:16.000Z';
const EARLIER = '2026-11-23T16:58:13.000Z';

describe('the card of a save', () => {
  let live: TransferStatus | undefined;
  let receipt: Receipt | undefined;
  let stored: Artifact | undefined;
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
    api: { receipt: () => Promise.resolve(receipt) },
    catalog: {
      fetch: () =>
        stored ? Promise.resolve(stored) : Promise.reject(new Error('gone'))
    },
    thumbnailUrl: ({ id }: { id: string }) => `thumbnail/${id}`
  } as unknown as React.ComponentProps<typeof SaveCard>['cellkeep'];

  beforeEach(() => {
    live = receipt = stored = undefined;
    vi.clearAllMocks();
  });
  afterEach(cleanup);

  const show = (told: TransferStatus) =>
    render(
      <SaveCard
        told={told}
        cellkeep={cellkeep}
        open={open}
        trans={nullTranslator.load('cellkeep')}
        onKnown={onKnown}
      />
    );
  const known = (isKnown: boolean) =>
    waitFor(() => expect(onKnown).toHaveBeenLastCalledWith(ID, isKnown));
  const tell = (now: TransferStatus) =>
    act(() => {
      live = now;
      stateChanged.emit();
    });

  it('follows a save that this page knows of, as it changes', async () => {
    live = TOLD;
    const { container } = show(TOLD);
    await known(true);
    expect(container.textContent).toContain('10%');
    tell({ ...TOLD, sent: 100, updated_at: LATER });
    expect(container.textContent).toContain('50%');
    stored = artifact({ id: RECEIPT.artifact_id, thumbnail: true });
    tell({ ...TOLD, state: 'stored', updated_at: LATER, receipt: RECEIPT });
    await waitFor(() =>
      expect(container.querySelector('img')?.getAttribute('src')).toBe(
        `thumbnail/${RECEIPT.artifact_id}`
      )
    );
    act(() => container.querySelector('button')?.click());
    expect(open).toHaveBeenCalledWith(RECEIPT.artifact_id);
  });

  it('shows what the notebook says where that is newer', () => {
    live = { ...TOLD, updated_at: EARLIER, sent: 10 };
    expect(show(TOLD).container.textContent).toContain('10%');
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
    tell(TOLD);
    await known(true);
  });

  it('says that its artifact is gone', async () => {
    const { container } = show({ ...TOLD, state: 'stored', receipt: RECEIPT });
    await known(false);
    expect(container.querySelector('button')).toBeNull();
  });

  it('offers to try again only where somebody can', () => {
    const error = { code: 'TIMEOUT', message: 'Too late.', retryable: true };
    const failed = { ...TOLD, state: 'failed', error } as TransferStatus;
    const { container } = show(failed);
    expect(container.textContent).toContain('Too late.');
    expect(container.querySelector('button')).toBeNull();
    tell(failed);
    act(() => container.querySelector('button')?.click());
    expect(retry).toHaveBeenCalledWith(ID, 'retry');
  });
});
