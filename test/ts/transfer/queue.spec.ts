import { beforeEach, describe, expect, it } from 'vitest';

import { jobOfOffer, jobOfRequest } from '../../../src/transfer/job';
import { LONG, queueWorld, textJob } from './queues';
import { digest, request, settle } from './world';

let { store, states, newQueue, begun } = queueWorld();

beforeEach(() => {
  ({ store, states, newQueue, begun } = queueWorld());
});

describe('the upload queue', () => {
  it('sends small content along with its offer, in one request', async () => {
    const { queue, job: small } = await begun('small', 'tiny');
    expect(states.get(small.id)).toEqual([
      'queued',
      'hashing',
      'queued',
      'uploading',
      'stored'
    ]);
    expect(store.log).toEqual(['offer small']);
    expect(queue.get(small.id)?.status).toMatchObject({
      route: 'http',
      receipt: { sha256: digest(new TextEncoder().encode('tiny')) }
    });
  });

  it('offers larger content, sends it, and says verified only on a receipt', async () => {
    const { job: large } = await begun('large', LONG);
    expect(states.get(large.id)).toEqual([
      'queued',
      'hashing',
      'queued',
      'uploading',
      'verifying',
      'stored'
    ]);
  });

  it('sends nothing where the store has the bytes', async () => {
    const queue = newQueue();
    const large = textJob('large', LONG);
    store.put(
      { ...large.draft, sha256: digest(new TextEncoder().encode(LONG)) },
      new TextEncoder().encode(LONG)
    );
    queue.add(large);
    await settle();
    expect(store.log).toEqual(['offer large']);
    expect(queue.get(large.id)?.status.route).toBe('have');
  });

  it.each(['tiny', LONG])(
    'offers %s as what its first bytes say',
    async text => {
      const queue = newQueue();
      const wanted = {
        ...request('report', text),
        mediaTypeOf: (head: Uint8Array) => `text/${head.length}`
      };
      queue.add(jobOfRequest(wanted, new Blob([text])));
      await settle();
      expect(store.offers.map(({ media_type }) => media_type)).toEqual([
        `text/${text.length}`
      ]);
    }
  );

  it('keeps to its limit, small before large', async () => {
    const open: (() => void)[] = [];
    store.fault = step =>
      step === 'upload'
        ? new Promise(resolve => open.push(resolve))
        : undefined;
    const queue = newQueue({ uploads: 2 });
    [30, 20, 40, 15].forEach(size =>
      queue.add(textJob(`${size}`, 'x'.repeat(size)))
    );
    await settle();
    expect(store.atOnce).toBe(2);
    for (let turn = 0; turn < 4; turn += 1) {
      open.shift()?.();
      await settle();
    }
    expect(store.mostAtOnce).toBe(2);
    expect(store.stored.size).toBe(4);
  });

  it('takes more at once as soon as the limit allows', async () => {
    store.fault = step =>
      step === 'upload' ? new Promise(() => undefined) : undefined;
    const queue = newQueue({ uploads: 1 });
    queue.add(textJob('a', LONG));
    queue.add(textJob('b', LONG));
    await settle();
    expect(store.atOnce).toBe(1);
    queue.setLimits({ uploads: 2, inlineBytes: 10 });
    await settle();
    expect(store.atOnce).toBe(2);
    queue.dispose();
  });

  it('pauses without throwing away what arrived, and resumes', async () => {
    let isSlow = true;
    store.fault = step =>
      step === 'upload' && isSlow ? new Promise(() => undefined) : undefined;
    const { queue, job: large } = await begun('large', LONG);
    queue.act(large.id, 'pause');
    await settle();
    expect(queue.get(large.id)?.status.state).toBe('paused');
    expect(store.atOnce).toBe(0);
    expect(store.discarded).toEqual([]);
    isSlow = false;
    queue.act(large.id, 'resume');
    await settle();
    expect(states.get(large.id)?.at(-1)).toBe('stored');
  });

  it('resumes what is resumed before its stopped work has ended', async () => {
    let isSlow = true;
    store.fault = step =>
      step === 'upload' && isSlow ? new Promise(() => undefined) : undefined;
    const { queue, job: large } = await begun('large', LONG, { uploads: 1 });
    isSlow = false;
    queue.act(large.id, 'pause');
    queue.act(large.id, 'resume');
    await settle();
    expect(states.get(large.id)?.at(-1)).toBe('stored');
  });

  it('discards on the server what is cancelled', async () => {
    store.fault = step =>
      step === 'upload' ? new Promise(() => undefined) : undefined;
    const { queue, job: large } = await begun('large', LONG);
    queue.act(large.id, 'cancel');
    await settle();
    expect(queue.get(large.id)?.status.state).toBe('cancelled');
    expect(store.discarded).toHaveLength(1);
    queue.remove(large.id);
    expect(queue.get(large.id)).toBeUndefined();
  });

  it('starts none of a thousand that are cancelled at once', async () => {
    const queue = newQueue();
    const jobs = Array.from({ length: 1000 }, (_, index) =>
      textJob(`${index}`, 'x')
    );
    jobs.forEach(one => queue.add(one));
    jobs.forEach(({ id }) => queue.act(id, 'cancel'));
    await settle();
    expect(store.offers).toEqual([]);
  });

  it('does not remove what has not ended', async () => {
    const queue = newQueue();
    const small = textJob('small', 'tiny');
    queue.add(small);
    queue.remove(small.id);
    await settle();
    expect(store.stored.has(small.id)).toBe(true);
  });

  it("uploads a kernel's offer without hashing it, whole and in one request", async () => {
    store.fault = step => {
      if (step === 'hash') {
        throw new Error('hashed');
      }
    };
    const bytes = new TextEncoder().encode(LONG.repeat(10));
    const offer = {
      ...textJob('from the kernel', LONG).draft,
      size: bytes.length
    };
    const queue = newQueue();
    queue.add(
      jobOfOffer({ ...offer, sha256: digest(bytes) }, bytes, undefined)
    );
    await settle();
    expect(store.log).toEqual(['offer from the kernel']);
    expect(queue.get(offer.id)?.status).toMatchObject({
      origin: 'kernel',
      state: 'stored',
      route: 'comm'
    });
  });
});
