import { Signal } from '@lumino/signaling';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { KernelLink } from '../../../src/model/kernels';
import { RunChooser } from '../../../src/model/runs';
import { TransfersModel } from '../../../src/model/transfers';
import type { TransferStatus } from '../../../src/protocol/generated';
import type { UploadQueue } from '../../../src/transfer/queue';
import type { KernelFeed } from '../../../src/transport/feed';
import type { IFeedTransfers } from '../../../src/transport/feedMessages';
import type { ApiClient } from '../../../src/transport/http';
import { TestClock } from '../transfer/world';

/** A feed whose messages are lost or arrive as a test says; a real one loses them by chance. */
class Feed {
  readonly offered = new Signal<this, never>(this);
  readonly framed = new Signal<this, never>(this);
  readonly missed = new Signal<this, void>(this);
  readonly transfersChanged = new Signal<this, IFeedTransfers>(this);
  readonly lost = new Signal<this, void>(this);
  readonly problem = new Signal<this, never>(this);
  readonly disposed = new Signal<this, void>(this);
  attached = 0;

  attach(): void {
    this.attached += 1;
  }

  dispose(): void {
    Signal.clearData(this);
  }

  say(state: TransferStatus['state'], isSnapshot = false): void {
    const transfer = { id: '1'.repeat(32), name: 'x', state } as TransferStatus;
    this.transfersChanged.emit({ transfers: [transfer], isSnapshot });
  }
}

let feed: Feed;
let link: KernelLink;
let clock: TestClock;

beforeEach(() => {
  feed = new Feed();
  clock = new TestClock();
  link = new KernelLink({
    feed: feed as unknown as KernelFeed,
    queue: {} as UploadQueue,
    store: {} as ApiClient,
    clock,
    transfers: new TransfersModel(clock),
    runs: new RunChooser(),
    onProblem: error => {
      throw error;
    }
  });
});
afterEach(() => link.dispose());

describe('a kernel that is silent about saves under way', () => {
  it('is asked, less and less often, until it says how they ended', async () => {
    feed.say('uploading');
    await clock.pass(4900);
    expect(feed.attached).toBe(0);
    await clock.pass(200);
    expect(feed.attached).toBe(1);
    await clock.pass(9000);
    expect(feed.attached).toBe(1);
    await clock.pass(1000);
    expect(feed.attached).toBe(2);
    feed.say('stored', true);
    await clock.pass(600_000);
    expect(feed.attached).toBe(2);
  });

  it('is left in peace while it tells, while nothing moves, and when it is gone', async () => {
    for (let second = 0; second < 20; second += 1) {
      feed.say('uploading');
      await clock.pass(1000);
    }
    feed.say('paused');
    await clock.pass(60_000);
    expect(feed.attached).toBe(0);
    feed.say('uploading');
    feed.lost.emit();
    await clock.pass(60_000);
    expect(feed.attached).toBe(0);
  });
});
