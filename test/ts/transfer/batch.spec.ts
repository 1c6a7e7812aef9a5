import { beforeEach, describe, expect, it } from 'vitest';

import { CellkeepError } from '../../../src/protocol/errors';
import { jobOfRequest, type IJob } from '../../../src/transfer/job';
import type { UploadQueue } from '../../../src/transfer/queue';
import { queueOf, textJob } from './queues';
import { TestClock, TestStore, request, settle } from './world';

let store: TestStore;
let clock: TestClock;
let queue: UploadQueue;

beforeEach(() => {
  store = new TestStore();
  clock = new TestClock();
  queue = queueOf(store, { clock });
});

function drop(count: number, bytes = 20): IJob[] {
  return Array.from({ length: count }, (_, index) => {
    const text = `${index} `.padEnd(bytes, 'x');
    const job = textJob(`file ${index}`, text);
    queue.add(job);
    return job;
  });
}

const state = ({ id }: IJob): string | undefined => queue.get(id)?.status.state;

describe('many small files', () => {
  it('go as few requests, each with its own receipt', async () => {
    const jobs = drop(1000);
    await settle();
    expect(store.offers).toEqual([]);
    expect(store.batches.length).toBeLessThanOrEqual(6);
    expect(store.batches.reduce((sum, count) => sum + count)).toBe(1000);
    for (const job of jobs) {
      expect(queue.get(job.id)?.status).toMatchObject({
        state: 'stored',
        route: 'http',
        receipt: { offer_id: job.id, name: job.draft.name }
      });
    }
  });

  it('are bounded by their bytes too', async () => {
    drop(100, 60_000);
    await settle();
    expect(store.stored.size).toBe(100);
    expect(Math.max(...store.batches) * 60_000).toBeLessThan(1024 * 1024);
  });

  it('are refused one by one', async () => {
    const jobs = drop(10);
    store.fault = (step, id) => {
      if (step === 'offer' && id === jobs[3]!.id) {
        throw new CellkeepError('BAD_NAME', 'This name cannot be kept.');
      }
    };
    await settle();
    expect(state(jobs[3]!)).toBe('failed');
    expect(queue.get(jobs[3]!.id)?.status.error?.code).toBe('BAD_NAME');
    expect(jobs.filter(job => state(job) === 'stored')).toHaveLength(9);
  });

  it('are cancelled one by one, and the request when none is left', async () => {
    store.fault = step =>
      step === 'batch' ? new Promise(() => undefined) : undefined;
    const [first, ...others] = drop(3);
    await settle();
    queue.act(first!.id, 'cancel');
    await settle();
    expect(state(first!)).toBe('cancelled');
    expect(others.map(state)).toEqual(['uploading', 'uploading']);
    store.fault = () => undefined;
    others.forEach(({ id }) => queue.act(id, 'pause'));
    await settle();
    others.forEach(({ id }) => queue.act(id, 'resume'));
    await settle();
    expect(others.map(state)).toEqual(['stored', 'stored']);
    expect(store.stored.has(first!.id)).toBe(false);
  });

  it('are offered as what their first bytes say', async () => {
    const offered = new Map<string, string>();
    const batch = store.batch.bind(store);
    store.batch = (items, signal) => {
      items.forEach(({ offer }) => offered.set(offer.name, offer.media_type));
      return batch(items, signal);
    };
    const typeOf = (head: Uint8Array): string =>
      new TextDecoder().decode(head).startsWith('%PDF')
        ? 'application/pdf'
        : 'text/plain';
    for (const text of ['%PDF-1.7', 'plain']) {
      const wanted = { ...request(text, text), mediaTypeOf: typeOf };
      queue.add(jobOfRequest(wanted, new Blob([text])));
    }
    await settle();
    expect(Object.fromEntries(offered)).toEqual({
      '%PDF-1.7': 'application/pdf',
      plain: 'text/plain'
    });
    const shown = [...queue.jobs()].map(({ status }) => status.media_type);
    expect(shown).toEqual(['application/pdf', 'text/plain']);
  });

  it('go each by itself where the server takes no batch', async () => {
    store.fault = step => {
      if (step === 'batch') {
        throw new CellkeepError('TOO_LARGE', 'A proxy says no.');
      }
    };
    const jobs = drop(5);
    await settle();
    expect(jobs.map(state)).toEqual(Array(5).fill('stored'));
    expect(store.offers).toHaveLength(5);
  });

  it('are tried again while the server is away', async () => {
    let failures = 3;
    store.fault = step => {
      if (step === 'batch' && failures-- > 0) {
        throw new CellkeepError('STORE_UNREACHABLE', 'away');
      }
    };
    const jobs = drop(5);
    await clock.pass(60_000);
    expect(jobs.map(state)).toEqual(Array(5).fill('stored'));
    expect(store.batches).toEqual([5, 5, 5, 5]);
  });
});
