import '../plugins/jupyterlab';

import { WidgetModel, type IWidgetManager } from '@jupyter-widgets/base';
import { Signal } from '@lumino/signaling';
import { act, createElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { TransferStatus } from '../../../src/protocol/generated';
import {
  CardModel,
  cardViewFor,
  type ICardFacts
} from '../../../src/widget/card';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

// A manager without a kernel: it is asked only for callbacks.
const MANAGER = { callbacks: () => ({}) } as unknown as IWidgetManager;

const STATUS: TransferStatus = {
  id: '1'.repeat(32),
  run_id: '2'.repeat(32),
  run_name: 'a.ipynb',
  name: 'weights',
  category: 'output',
  media_type: 'application/x-npy',
  codec: 'ndarray-npy.v1',
  size: 100,
  origin: 'kernel',
  state: 'uploading',
  sent: 10,
  updated_at: '2026-11-23T16:58:14.120Z'
};

describe('the card under a cell', () => {
  let facts: ICardFacts | undefined;
  let known: TransferStatus | undefined;
  let model: CardModel;
  let view: InstanceType<ReturnType<typeof cardViewFor>>;
  const transfers = {
    get: () => known,
    act: vi.fn(),
    stateChanged: new Signal<never, void>({} as never)
  };
  const openArtifact = vi.fn();

  beforeEach(async () => {
    known = undefined;
    facts = undefined;
    model = new CardModel(
      { status: STATUS },
      { model_id: 'card', widget_manager: MANAGER }
    );
    vi.spyOn(WidgetModel.prototype, 'send').mockImplementation(() => undefined);
    const View = cardViewFor({
      draw: shown => {
        facts = shown;
        return createElement('p', null, shown.status.state);
      },
      transfers,
      openArtifact
    });
    view = new View({ model, options: {} });
    await act(async () => {
      view.render();
      await Promise.resolve();
    });
  });

  afterEach(async () => {
    await act(async () => {
      view.remove();
      await Promise.resolve();
    });
    vi.restoreAllMocks();
    vi.clearAllMocks();
  });

  const set = (key: string, value: unknown) =>
    act(() => void model.set(key, value));

  it('shows what the kernel says, as it changes', () => {
    expect(view.el.textContent).toBe('uploading');
    set('status', { ...STATUS, state: 'verifying' });
    expect(view.el.textContent).toBe('verifying');
  });

  it('shows what this page knows where that is newer', () => {
    known = {
      ...STATUS,
      state: 'verifying',
      updated_at: '2026-11-23T16:58:15.000Z'
    };
    act(() => transfers.stateChanged.emit());
    expect(view.el.textContent).toBe('verifying');
    set('status', {
      ...STATUS,
      state: 'failed',
      updated_at: '2026-11-23T16:58:16.000Z'
    });
    expect(view.el.textContent).toBe('failed');
  });

  it('opens the artifact once there is a receipt, not before', () => {
    expect(facts?.onOpen).toBeUndefined();
    const receipt = {
      offer_id: STATUS.id,
      artifact_id: '9'.repeat(32),
      run_id: STATUS.run_id,
      name: 'weights',
      version: 1,
      size: 100,
      sha256: 'c'.repeat(64),
      stored_at: '2026-11-23T16:58:15.120Z',
      existing: false
    };
    set('status', { ...STATUS, state: 'stored', sent: 100, receipt });
    facts?.onOpen?.();
    expect(openArtifact).toHaveBeenCalledWith('9'.repeat(32));
  });

  it('asks for a retry through the page where it knows of the save, else the kernel', () => {
    facts?.onRetry();
    expect(WidgetModel.prototype.send).toHaveBeenCalledWith(
      { action: 'retry' },
      expect.anything(),
      undefined
    );
    known = STATUS;
    facts?.onRetry();
    expect(transfers.act).toHaveBeenCalledWith(STATUS.id, 'retry');
  });

  it('shows a thumbnail by an address that it takes back', () => {
    const create = vi.fn(() => 'blob:one');
    const revoke = vi.fn();
    Object.assign(URL, { createObjectURL: create, revokeObjectURL: revoke });
    set('thumbnail', new DataView(new Uint8Array([1, 2, 3]).buffer));
    expect(facts?.thumbnailUrl).toBe('blob:one');
    set('status', { ...STATUS, sent: 50 });
    expect(create).toHaveBeenCalledOnce();
    set('thumbnail', null);
    expect(revoke).toHaveBeenCalledWith('blob:one');
    expect(facts?.thumbnailUrl).toBeUndefined();
  });

  it('stays as it was when the kernel says what it does not understand', () => {
    set('status', { state: 'teleporting' });
    expect(view.el.textContent).toBe('uploading');
  });
});
