import type { Event } from '@jupyterlab/services';
import { Stream } from '@lumino/signaling';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { TransferStatus } from '../../../src/protocol/generated';
import { MOST_MOVING, MOST_WAITING } from '../../../src/model/inFlight';
import { ServerLink } from '../../../src/model/serverLink';
import { StoreEvents } from '../../../src/transport/events';
import { TransfersModel } from '../../../src/model/transfers';
import { TestClock } from '../transfer/world';
import { processorTime } from '../processorTime';
import { Owner, receipt, statusOf } from './transferSamples';

let clock: TestClock;
let model: TransfersModel;
let browser: Owner;
let kernel: Owner;
let server: Owner;
let news: string[];

beforeEach(() => {
  clock = new TestClock();
  model = new TransfersModel(clock);
  browser = new Owner('browser');
  kernel = new Owner('kernel');
  server = new Owner('server');
  news = [];
  model.failed.connect((_, { id }) => void news.push(`failed ${id}`));
  model.stored.connect((_, { id }) => void news.push(`stored ${id}`));
});

const status = (
  ...told: [string, TransferStatus['state'], Partial<TransferStatus>?]
): TransferStatus => statusOf(clock, ...told);

const shown = (): string[] =>
  model.snapshot.items.map(({ id, state }) => `${id} ${state}`);

describe('the list of transfers', () => {
  it('is replaced at most ten times a second, and else stays the same object', async () => {
    let changes = 0;
    model.stateChanged.connect(() => void (changes += 1));
    for (let sent = 0; sent < 1000; sent += 1) {
      model.report(browser, [status('a', 'uploading', { sent })]);
      await clock.pass(1);
    }
    expect(changes).toBeGreaterThan(5);
    expect(changes).toBeLessThanOrEqual(11);
    const before = model.snapshot;
    expect(model.snapshot).toBe(before);
    expect(before.items[0]?.sent).toBeGreaterThan(850);
  });

  it('has one line for what several tell of', async () => {
    const kernels = { origin: 'kernel' } as const;
    model.report(kernel, [status('a', 'uploading', { ...kernels, sent: 1 })]);
    model.report(browser, [
      status('a', 'uploading', { ...kernels, sent: 500 })
    ]);
    await clock.pass(200);
    expect(model.snapshot.items).toHaveLength(1);
    expect(model.snapshot.items[0]?.sent).toBe(500);
    model.report(browser, [status('a', 'failed', kernels)]);
    model.retract(browser, 'a');
    await clock.pass(200);
    // The kernel goes on by another route, so nothing failed.
    expect(shown()).toEqual(['a uploading']);
    expect(news).toEqual([]);
  });

  it("says stored on a receipt, or on the server's or the catalog's word, and on nothing else", async () => {
    const kernels = { origin: 'kernel' } as const;
    model.report(kernel, [
      status('a', 'stored', kernels),
      status('b', 'stored', { ...kernels, receipt }),
      status('c', 'stored', kernels)
    ]);
    model.report(server, [status('d', 'stored', { origin: 'server' })]);
    await clock.pass(150);
    expect(shown()).toEqual([
      'a verifying',
      'b stored',
      'c verifying',
      'd stored'
    ]);
    model.confirm('c');
    await clock.pass(150);
    expect(shown()).toContain('c stored');
    expect(news).toEqual(['stored b', 'stored d', 'stored c']);
  });

  it('does not call a copy that has arrived a save', async () => {
    const copy = { origin: 'kernel', mirror: 'MLflow', receipt } as const;
    model.report(kernel, [status('b', 'uploading', copy)]);
    await clock.pass(150);
    expect(model.snapshot.active).toBe(0);
    model.report(kernel, [status('b', 'stored', copy)]);
    await clock.pass(150);
    expect(shown()).toEqual(['b stored']);
    expect(news).toEqual([]);
  });

  it("tells where a kernel's output came from, whoever stored it", async () => {
    const output = { cell_id: 'c', execution_count: 3, output_index: 0 };
    const told: unknown[] = [];
    model.stored.connect((_, now) => void told.push(now.output));
    model.report(kernel, [
      status('a', 'uploading', { origin: 'kernel', output })
    ]);
    model.report(browser, [
      status('a', 'stored', { origin: 'kernel', receipt })
    ]);
    await clock.pass(150);
    expect(told).toEqual([output]);
  });

  it('loses what was stored after a moment, and keeps what failed', async () => {
    model.report(browser, [
      status('a', 'stored', { receipt }),
      status('b', 'failed'),
      status('c', 'cancelled')
    ]);
    await clock.pass(1000);
    expect(shown()).toEqual(['a stored', 'b failed', 'c cancelled']);
    await clock.pass(1000);
    expect(shown()).toEqual(['b failed']);
    expect(browser.forgotten.sort()).toEqual(['a stored', 'c cancelled']);
    await clock.pass(1_000_000);
    expect(shown()).toEqual(['b failed']);
    model.act('b', 'dismiss');
    expect(shown()).toEqual([]);
    expect(browser.forgotten).toContain('b failed');
  });

  it('tells the server to give up only a copy that failed and was dismissed', () => {
    const transferAction = vi.fn(() => Promise.resolve());
    const api = { transferAction, transfers: vi.fn() };
    const manager = {} as Event.IManager;
    const stream = new Stream<Event.IManager, Event.Emission>(manager);
    const link = new ServerLink(api, new StoreEvents({ stream }), model);
    model.report(link, [
      status('copy', 'failed', { to: 'team' }),
      status('file', 'failed')
    ]);
    model.actAll('dismiss');
    expect(transferAction.mock.calls).toEqual([['copy', 'cancel']]);
  });

  it('does not bring back what has left it, but what is tried again', async () => {
    model.report(kernel, [status('a', 'stored', { receipt })]);
    await clock.pass(5000);
    model.reportAll(kernel, [status('a', 'stored', { receipt })]);
    await clock.pass(200);
    expect(shown()).toEqual([]);
    model.report(kernel, [status('a', 'uploading')]);
    await clock.pass(200);
    expect(shown()).toEqual(['a uploading']);
  });

  it('shows no old successes after a reload, but old failures, without news of them', async () => {
    const old = { updated_at: '2026-11-23T10:00:00.000Z' };
    model.reportAll(kernel, [
      status('a', 'stored', { receipt, ...old }),
      status('b', 'failed', old)
    ]);
    await clock.pass(200);
    expect(shown()).toEqual(['b failed']);
    expect(news).toEqual([]);
  });

  it('tells of a failure once, and again when it fails again', async () => {
    const failed = (): void => model.report(browser, [status('a', 'failed')]);
    model.report(browser, [status('a', 'uploading')]);
    failed();
    failed();
    expect(news).toEqual(['failed a']);
    model.report(browser, [status('a', 'queued')]);
    failed();
    await clock.pass(100);
    expect(news).toEqual(['failed a', 'failed a']);
  });

  it('drops what a snapshot no longer names, and all of a kernel that is gone', async () => {
    model.report(kernel, [status('a', 'uploading'), status('b', 'uploading')]);
    model.report(browser, [status('c', 'uploading')]);
    model.reportAll(kernel, [status('b', 'uploading')]);
    await clock.pass(200);
    expect(shown()).toEqual(['b uploading', 'c uploading']);
    model.retractAll(kernel);
    await clock.pass(200);
    expect(shown()).toEqual(['c uploading']);
  });

  it('asks all who work on a transfer, and only for what makes sense', () => {
    model.report(kernel, [status('a', 'uploading')]);
    model.report(browser, [status('a', 'uploading'), status('b', 'failed')]);
    model.act('a', 'pause');
    expect(kernel.acts).toEqual(['pause a']);
    expect(browser.acts).toEqual(['pause a']);
    model.act('a', 'retry');
    model.act('b', 'pause');
    model.act('unknown', 'pause');
    expect(browser.acts).toEqual(['pause a']);
    model.actAll('cancel');
    expect(browser.acts).toEqual(['pause a', 'cancel a']);
    model.actAll('retry');
    expect(browser.acts.at(-1)).toBe('retry b');
  });

  it('knows the pace, without what was only hashed, and how long it takes', async () => {
    for (let second = 0; second <= 4; second += 1) {
      model.report(browser, [
        status('a', 'uploading', { size: 10_000, sent: 1000 * second }),
        status('b', 'hashing', { size: 6000, sent: 500 * second }),
        status('c', 'paused', { size: 99_999 })
      ]);
      await clock.pass(1000);
    }
    const { bytesPerSecond, secondsLeft, active } = model.snapshot;
    expect(active).toBe(3);
    expect(bytesPerSecond).toBeGreaterThan(700);
    expect(bytesPerSecond).toBeLessThan(1400);
    expect(secondsLeft).toBeCloseTo((6000 + 6000) / bytesPerSecond, 5);
    await clock.pass(10_000);
    expect(model.snapshot.bytesPerSecond).toBe(0);
    expect(model.snapshot.secondsLeft).toBeUndefined();
  });

  it('has no pace while all of it is paused', async () => {
    model.report(browser, [status('a', 'uploading', { sent: 100 })]);
    await clock.pass(200);
    model.report(browser, [status('a', 'paused', { sent: 500 })]);
    await clock.pass(200);
    expect(model.snapshot).toMatchObject({ active: 1, bytesPerSecond: 0 });
    expect(model.snapshot.secondsLeft).toBeUndefined();
  });

  it('adds up what went since nothing was under way, and begins anew', async () => {
    model.report(browser, [status('b', 'uploading')]);
    model.report(server, [status('a', 'stored', { sent: 1000 })]);
    await clock.pass(100);
    expect(model.snapshot).toMatchObject({ sent: 1000, size: 2000 });
    model.report(server, [status('b', 'stored', { sent: 1000 })]);
    await clock.pass(5000);
    model.report(browser, [status('c', 'uploading', { sent: 10 })]);
    await clock.pass(100);
    expect(model.snapshot).toMatchObject({ sent: 10, size: 1000 });
  });

  it('gives a row to what takes longer than a moment, until it is gone', async () => {
    model.report(browser, [
      status('quick', 'queued'),
      status('slow', 'queued')
    ]);
    await clock.pass(300);
    model.report(server, [status('quick', 'stored')]);
    model.report(browser, [status('slow', 'uploading')]);
    await clock.pass(100);
    expect(model.snapshot.shown).toEqual([]);
    await clock.pass(600);
    expect(model.snapshot.shown.map(({ id }) => id)).toEqual(['slow']);
    model.report(server, [status('slow', 'stored')]);
    await clock.pass(100);
    expect(model.snapshot.shown.map(({ state }) => state)).toEqual(['stored']);
    await clock.pass(2000);
    expect(model.snapshot.shown).toEqual([]);
  });

  it('changes a few times while thousands go in hundreds, and has few rows', async () => {
    const lists = new Set<unknown>();
    let changes = 0;
    model.stateChanged.connect(() => {
      changes += 1;
      lists.add(model.snapshot.shown);
      expect(model.snapshot.shown.length).toBeLessThanOrEqual(
        MOST_MOVING + MOST_WAITING
      );
    });
    const tell = (first: number, state: TransferStatus['state']): void => {
      for (let index = first; index < first + 200; index += 1) {
        model.report(browser, [status(`${index}`, state, { receipt })]);
      }
    };
    for (let first = 0; first < 2000; first += 200) {
      tell(first, 'queued');
    }
    // So slow that each has gone on for longer than a moment.
    for (let first = 0; first < 2000; first += 200) {
      tell(first, 'hashing');
      await clock.pass(100);
      tell(first, 'uploading');
      await clock.pass(600);
      tell(first, 'stored');
    }
    // Seven seconds: ten changes a second would be 70, and one for each state 8,000.
    expect(changes).toBeLessThanOrEqual(18);
    expect(lists.size).toBeLessThan(changes);
    await clock.pass(3000);
    expect(model.snapshot.items).toEqual([]);
    // What comes alone after that is told at once.
    model.report(browser, [status('alone', 'uploading')]);
    await clock.pass(100);
    expect(model.snapshot.items).toHaveLength(1);
  });

  it('takes ten thousand without effort', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      status(`${index}`, 'queued')
    );
    const start = processorTime();
    model.report(browser, many);
    await clock.pass(200);
    model.actAll('cancel');
    expect(processorTime() - start).toBeLessThan(500);
    expect(model.snapshot.items).toHaveLength(10_000);
  });

  it('is quiet after it was disposed', async () => {
    model.report(browser, [status('a', 'stored', { receipt })]);
    model.dispose();
    model.dispose();
    await clock.pass(10_000);
    expect(browser.forgotten).toEqual([]);
  });
});
