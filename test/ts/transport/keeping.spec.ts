import { Signal } from '@lumino/signaling';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type {
  KeptMessage,
  LookedMessage
} from '../../../src/protocol/generated';
import type { KernelFeed } from '../../../src/transport/feed';
import { keepObject, lookForObject } from '../../../src/transport/keeping';

const REQUEST = '1'.repeat(32);
const TRANSFER = '2'.repeat(32);
const WISH = {
  request_id: REQUEST,
  object_id: '3'.repeat(32),
  name: 'frame',
  category: 'output' as const,
  provenance: { via: 'output' as const }
};

describe('a wish to keep a live object', () => {
  const owner = {};
  let kept: Signal<object, KeptMessage>;
  let lost: Signal<object, void>;
  const keep = vi.fn();
  const ack = vi.fn();
  const command = vi.fn();
  const ask = (isBusy = true) =>
    keepObject(
      { isBusy, kept, lost, keep, ack, command } as unknown as KernelFeed,
      WISH
    );
  const answer = (fields: Partial<KeptMessage>) =>
    kept.emit({
      type: 'kept',
      client_id: 'c',
      request_id: REQUEST,
      ...fields
    });

  beforeEach(() => {
    vi.useFakeTimers();
    kept = new Signal(owner);
    lost = new Signal(owner);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.clearAllMocks();
  });

  it('gives the transfer and acknowledges the answer', async () => {
    const asked = ask();
    answer({ request_id: TRANSFER, transfer_id: REQUEST });
    expect(ack).not.toHaveBeenCalled();
    answer({ transfer_id: TRANSFER });
    await expect(asked).resolves.toBe(TRANSFER);
    expect(ack).toHaveBeenCalledWith(REQUEST);
  });

  it('waits for one that was heard', async () => {
    const asked = ask();
    answer({});
    vi.advanceTimersByTime(20_000);
    answer({ transfer_id: TRANSFER });
    await expect(asked).resolves.toBe(TRANSFER);
  });

  it('is given up, and the kernel told, where nobody answers', async () => {
    const asked = ask();
    vi.advanceTimersByTime(4100);
    await expect(asked).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(command).toHaveBeenCalledWith(REQUEST, 'cancel');
  });

  it('waits longer for a kernel that does nothing else', async () => {
    const asked = ask(false);
    vi.advanceTimersByTime(10_000);
    answer({ transfer_id: TRANSFER });
    await expect(asked).resolves.toBe(TRANSFER);
    expect(command).not.toHaveBeenCalled();
  });

  it('fails with the reason of the kernel', async () => {
    const error = {
      code: 'ARTIFACT_NOT_FOUND' as const,
      message: 'The object is gone.',
      retryable: false
    };
    const asked = ask();
    answer({ error });
    await expect(asked).rejects.toThrow('The object is gone.');
  });

  it('ends with the kernel', async () => {
    const asked = ask();
    lost.emit();
    await expect(asked).rejects.toMatchObject({ code: 'TIMEOUT' });
  });
});

describe('a look at a live object', () => {
  const owner = {};
  const OBJECT = '3'.repeat(32);

  it('ends with the answer to it and to no other, or when the kernel goes', async () => {
    const looked = new Signal<object, LookedMessage>(owner);
    const lost = new Signal<object, void>(owner);
    const look = vi.fn<KernelFeed['look']>();
    const feed = { looked, lost, look } as unknown as KernelFeed;
    const answer = (request_id: string, there: boolean) =>
      looked.emit({ type: 'looked', client_id: 'c', request_id, there });

    // The first was asked while a cell still held the object.
    const [first, second] = [0, 1].map(() => lookForObject(feed, OBJECT));
    const [one, other] = look.mock.calls.map(([requestId]) => requestId);
    answer(one!, true);
    answer(other!, false);
    await expect(first).resolves.toMatchObject({ there: true });
    await expect(second).resolves.toMatchObject({ there: false });

    const last = lookForObject(feed, OBJECT);
    lost.emit();
    await expect(last).rejects.toThrow('does not answer');
  });
});
