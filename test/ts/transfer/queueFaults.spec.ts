import { beforeEach, describe, expect, it } from 'vitest';

import { CellkeepError } from '../../../src/protocol/errors';
import { jobOfOffer, jobOfRequest } from '../../../src/transfer/job';
import { LONG, queueWorld, textJob } from './queues';
import { digest, request, settle } from './world';

let { store, clock, states, newQueue, begun } = queueWorld();

beforeEach(() => {
  ({ store, clock, states, newQueue, begun } = queueWorld());
});

describe('the upload queue, when something fails', () => {
  it('asks for a receipt that got lost on its way', async () => {
    store.answersWithReceipt = false;
    const { job: large } = await begun('large', LONG);
    expect(states.get(large.id)?.at(-1)).toBe('stored');
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
    const small = textJob('small', 'tiny');
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
    const large = textJob('large', LONG);
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
    const { job: large } = await begun('large', LONG);
    expect(store.log).toEqual([
      'offer large',
      'upload large',
      'offer large',
      'upload large'
    ]);
    expect(states.get(large.id)?.at(-1)).toBe('stored');
  });

  it('does not keep a kernel waiting for a server that is away', async () => {
    store.fault = () => {
      throw new CellkeepError('STORE_UNREACHABLE', 'away');
    };
    const bytes = new TextEncoder().encode('x');
    const offer = {
      ...textJob('from the kernel', 'x').draft,
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
    const [failing, paused] = [
      textJob('failing', LONG),
      textJob('paused', LONG)
    ];
    queue.add(failing);
    queue.add(paused);
    await settle();
    queue.act(paused.id, 'pause');
    await clock.pass(600_000);
    expect(queue.get(failing.id)?.status.state).toBe('failed');
    store.fault = step =>
      isCut && step === 'upload' ? new Promise(() => undefined) : undefined;
    const hanging = textJob('hanging', LONG);
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
