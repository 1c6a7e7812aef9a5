import { beforeEach, describe, expect, it } from 'vitest';

import { CellkeepError } from '../../../src/protocol/errors';
import type { TransferState } from '../../../src/protocol/generated';
import { jobOfOffer, jobOfRequest, type IJob } from '../../../src/transfer/job';
import type { IQueueLimits } from '../../../src/transfer/options';
import { UploadQueue } from '../../../src/transfer/queue';
import { RUN, TestClock, TestStore, digest, request, settle } from './world';

let store: TestStore;
let clock: TestClock;
let states: Map<string, TransferState[]>;

beforeEach(() => {
  store = new TestStore();
  clock = new TestClock();
  states = new Map();
});

function newQueue(limits: Partial<IQueueLimits> = {}): UploadQueue {
  return new UploadQueue({
    hash: store,
    store,
    upload: store,
    clock,
    limits: { uploads: 3, inlineBytes: 10, ...limits },
    onChange: ({ id, status }) => {
      const seen = states.get(id) ?? [];
      if (seen.at(-1) !== status.state) {
        states.set(id, [...seen, status.state]);
      }
    }
  });
}

function job(name: string, text: string, run = RUN): IJob {
  return jobOfRequest(request(name, text, run), new Blob([text]));
}

const LONG = 'more than ten bytes';

describe('the upload queue', () => {
  it('sends small content along with its offer, in one request', async () => {
    const queue = newQueue();
    const small = job('small', 'tiny');
    queue.add(small);
    await settle();
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
    const queue = newQueue();
    const large = job('large', LONG);
    queue.add(large);
    await settle();
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
    const large = job('large', LONG);
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

  it('asks for a receipt that got lost on its way', async () => {
    store.answersWithReceipt = false;
    const queue = newQueue();
    const large = job('large', LONG);
    queue.add(large);
    await settle();
    expect(states.get(large.id)?.at(-1)).toBe('stored');
  });

  it('keeps to its limit, small before large', async () => {
    const open: (() => void)[] = [];
    store.fault = step =>
      step === 'upload'
        ? new Promise(resolve => open.push(resolve))
        : undefined;
    const queue = newQueue({ uploads: 2 });
    [30, 20, 40, 15].forEach(size =>
      queue.add(job(`${size}`, 'x'.repeat(size)))
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
    queue.add(job('a', LONG));
    queue.add(job('b', LONG));
    await settle();
    expect(store.atOnce).toBe(1);
    queue.setLimits({ uploads: 2, inlineBytes: 10 });
    await settle();
    expect(store.atOnce).toBe(2);
    queue.dispose();
  });

  it('tries again with longer and longer pauses while the server is away', async () => {
    let failures = 4;
    const at: number[] = [];
    store.fault = step => {
      if (step === 'offer') {
        at.push(clock.now());
        if (failures-- > 0) {
          throw new CellkeepError('STORE_UNREACHABLE', 'away');
        }
      }
    };
    const queue = newQueue();
    const small = job('small', 'tiny');
    queue.add(small);
    await clock.pass(60_000);
    expect(states.get(small.id)?.at(-1)).toBe('stored');
    const pauses = at.slice(1).map((time, index) => time - at[index]!);
    expect(pauses).toEqual([250, 500, 1000, 2000]);
  });

  it('fails with the reason, and goes on where it stopped after a retry', async () => {
    let isFull = true;
    store.fault = step => {
      if (step === 'upload' && isFull) {
        throw new CellkeepError('STORE_FULL', 'No room.', {
          hint: 'Free some.'
        });
      }
    };
    const queue = newQueue();
    const large = job('large', LONG);
    queue.add(large);
    await clock.pass(60_000);
    expect(queue.get(large.id)?.status).toMatchObject({
      state: 'failed',
      error: { code: 'STORE_FULL', message: 'No room.', hint: 'Free some.' }
    });
    expect(store.log).toEqual(['offer large', 'upload large']);
    isFull = false;
    queue.act(large.id, 'retry');
    await settle();
    expect(states.get(large.id)?.slice(-4)).toEqual([
      'queued',
      'uploading',
      'verifying',
      'stored'
    ]);
  });

  it('offers again where the server forgot the upload', async () => {
    let isFirst = true;
    store.fault = step => {
      if (step === 'upload' && isFirst) {
        isFirst = false;
        throw new CellkeepError('UPLOAD_EXPIRED', 'gone');
      }
    };
    const queue = newQueue();
    const large = job('large', LONG);
    queue.add(large);
    await settle();
    expect(store.log).toEqual([
      'offer large',
      'upload large',
      'offer large',
      'upload large'
    ]);
    expect(states.get(large.id)?.at(-1)).toBe('stored');
  });

  it('pauses without throwing away what arrived, and resumes', async () => {
    let isSlow = true;
    store.fault = step =>
      step === 'upload' && isSlow ? new Promise(() => undefined) : undefined;
    const queue = newQueue();
    const large = job('large', LONG);
    queue.add(large);
    await settle();
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
    const queue = newQueue({ uploads: 1 });
    const large = job('large', LONG);
    queue.add(large);
    await settle();
    isSlow = false;
    queue.act(large.id, 'pause');
    queue.act(large.id, 'resume');
    await settle();
    expect(states.get(large.id)?.at(-1)).toBe('stored');
  });

  it('discards on the server what is cancelled', async () => {
    store.fault = step =>
      step === 'upload' ? new Promise(() => undefined) : undefined;
    const queue = newQueue();
    const large = job('large', LONG);
    queue.add(large);
    await settle();
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
      job(`${index}`, 'x')
    );
    jobs.forEach(one => queue.add(one));
    jobs.forEach(({ id }) => queue.act(id, 'cancel'));
    await settle();
    expect(store.offers).toEqual([]);
  });

  it('does not remove what has not ended', async () => {
    const queue = newQueue();
    const small = job('small', 'tiny');
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
    const offer = { ...job('from the kernel', LONG).draft, size: bytes.length };
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

  it('does not keep a kernel waiting for a server that is away', async () => {
    store.fault = () => {
      throw new CellkeepError('STORE_UNREACHABLE', 'away');
    };
    const bytes = new TextEncoder().encode('x');
    const offer = {
      ...job('from the kernel', 'x').draft,
      sha256: digest(bytes)
    };
    const queue = newQueue();
    queue.add(jobOfOffer(offer, bytes, undefined));
    await clock.pass(1000);
    expect(queue.get(offer.id)?.status.state).toBe('failed');
  });

  it('goes on at once when the line is there again, also what had failed', async () => {
    let isCut = true;
    store.fault = step => {
      if (isCut && step === 'upload') {
        // As a dead line does: no answer, and no error either.
        return new Promise(() => undefined);
      }
      if (isCut && step === 'offer') {
        throw new CellkeepError('STORE_UNREACHABLE', 'away');
      }
    };
    const queue = newQueue({ uploads: 2 });
    const [failing, paused] = [job('failing', LONG), job('paused', LONG)];
    queue.add(failing);
    queue.add(paused);
    await settle();
    queue.act(paused.id, 'pause');
    await clock.pass(600_000);
    expect(queue.get(failing.id)?.status.state).toBe('failed');
    store.fault = step =>
      isCut && step === 'upload' ? new Promise(() => undefined) : undefined;
    const hanging = job('hanging', LONG);
    queue.add(hanging);
    await settle();
    expect(queue.get(hanging.id)?.status.state).toBe('uploading');
    isCut = false;
    queue.reconnect();
    await settle();
    expect(queue.get(failing.id)?.status.state).toBe('stored');
    expect(queue.get(hanging.id)?.status.state).toBe('stored');
    expect(queue.get(paused.id)?.status.state).toBe('paused');
  });

  it('says that a file changed where it can no longer be read', async () => {
    class LostFile extends Blob {
      override arrayBuffer(): Promise<ArrayBuffer> {
        return Promise.reject(new DOMException('gone', 'NotReadableError'));
      }
      override slice(): Blob {
        return this;
      }
    }
    const bytes = new TextEncoder().encode(LONG);
    const lost = jobOfRequest(request('lost', LONG), new LostFile([LONG]));
    const ready = { status: 'ready', sha256: digest(bytes), sent: 0 } as const;
    store.fault = step => {
      if (step === 'upload') {
        throw new CellkeepError('STORE_UNREACHABLE', 'network');
      }
    };
    const queue = newQueue();
    queue.add({ ...lost, phase: ready });
    await settle();
    expect(queue.get(lost.id)?.status.error?.code).toBe('FILE_CHANGED');
  });
});
