import { afterEach, describe, expect, it, vi } from 'vitest';

import type { FeedMessage, Offer } from '../../../src/protocol/generated';
import { encode } from '../../../src/protocol/msgpack';
import { KernelFeed, type IFeedOptions } from '../../../src/transport/feed';
import type {
  IFeedOffer,
  IFeedTransfers
} from '../../../src/transport/feedMessages';
import { TestKernel } from './kernel';
import { eventually } from '../eventually';
import { golden } from '../schemaFile';

const offer = golden<Offer>('offer');
const status: FeedMessage = { type: 'status', transfers: [] };
const CLIENT = 'c'.repeat(32);

let feeds: KernelFeed[] = [];

afterEach(() => {
  feeds.forEach(feed => feed.dispose());
  feeds = [];
});

function listen(
  kernel: TestKernel,
  options: Partial<IFeedOptions> = {}
): KernelFeed {
  const feed = new KernelFeed(kernel.connection, {
    clientId: CLIENT,
    isVisible: () => true,
    ...options
  });
  feeds.push(feed);
  return feed;
}

async function attached(kernel: TestKernel, times = 1): Promise<void> {
  await eventually(() => expect(typesOf(kernel)).toHaveLength(times));
}

/** Has the helper open the feed, and waits until the page has attached. */
async function openedFeed(kernel: TestKernel, times?: number): Promise<void> {
  kernel.openFeed();
  await attached(kernel, times);
}

function typesOf(kernel: TestKernel): string[] {
  return kernel.controls.map(({ message }) => message.type);
}

describe('the feed of a kernel', () => {
  it('is attached to when the helper opens it, on a subshell', async () => {
    const kernel = new TestKernel();
    listen(kernel, { notebook: 'a.ipynb', smallPayloadLimit: 5 });
    await kernel.connection.info;
    expect(kernel.heard.map(({ type }) => type)).not.toContain('comm_open');
    await openedFeed(kernel);
    expect(kernel.controls[0]).toEqual({
      protocol: 1,
      session: CLIENT,
      seq: 1,
      message: {
        type: 'attach',
        client_id: CLIENT,
        visible: true,
        notebook: 'a.ipynb',
        connection: kernel.connection.clientId,
        small_payload_limit: 5
      }
    });
    const own = kernel.heard.filter(
      ({ type, target, control }) =>
        control || (type === 'comm_open' && target === 'cellkeep.control')
    );
    // The opening too: on the main shell it would wait for a running cell.
    expect(own.map(({ subshell }) => subshell)).toEqual([
      'subshell-1',
      'subshell-1'
    ]);
  });

  it('is found after a reload of the page', async () => {
    const kernel = new TestKernel({ feedIsOpen: true });
    const feed = listen(kernel);
    const seen: IFeedTransfers[] = [];
    feed.transfersChanged.connect((_, transfers) => void seen.push(transfers));
    await attached(kernel);
    kernel.seq = 40;
    kernel.say({ type: 'snapshot', client_id: CLIENT, transfers: [] });
    await eventually(() => expect(seen).toHaveLength(1));
    expect(seen[0]).toEqual({ transfers: [], isSnapshot: true });
  });

  it('is used without subshells where the kernel has none', async () => {
    const kernel = new TestKernel({ subshells: false, feedIsOpen: true });
    listen(kernel);
    await attached(kernel);
    expect(kernel.heard.at(-1)?.subshell).toBeNull();
  });

  it('brings offers with their bytes, and says whose they are', async () => {
    const kernel = new TestKernel();
    const feed = listen(kernel);
    const seen: IFeedOffer[] = [];
    feed.offered.connect((_, offered) => {
      feed.ack(offered.offer.id);
      seen.push(offered);
    });
    await openedFeed(kernel);
    const content = new Uint8Array([1, 2, 3]);
    kernel.say({ type: 'offer', offer, uploader: CLIENT, content: 1 }, content);
    kernel.say({ type: 'offer', offer, uploader: 'd'.repeat(32) });
    await eventually(() => expect(seen).toHaveLength(2));
    expect(seen[0]).toMatchObject({ isMine: true, thumbnail: undefined });
    expect([...(seen[0]?.content ?? [])]).toEqual([1, 2, 3]);
    expect(seen[0]?.offer).toEqual(offer);
    expect(seen[1]).toMatchObject({ isMine: false, content: undefined });
    await eventually(() =>
      expect(typesOf(kernel)).toEqual(['attach', 'ack', 'ack'])
    );
    expect(kernel.controls.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('asks for a snapshot when a number is missing, and ignores repeats', async () => {
    const kernel = new TestKernel();
    const feed = listen(kernel);
    let changes = 0;
    feed.transfersChanged.connect(() => void (changes += 1));
    await openedFeed(kernel);
    kernel.say(status);
    kernel.seq += 3;
    kernel.say(status);
    kernel.seq -= 1;
    kernel.say(status);
    await eventually(() => expect(typesOf(kernel)).toContain('resync'));
    expect(kernel.controls.at(-1)?.message).toMatchObject({
      expected: 3,
      got: 6
    });
    expect(changes).toBe(2);
  });

  it('tells of a helper of another version, and goes on', async () => {
    const kernel = new TestKernel();
    const feed = listen(kernel);
    const problems: string[] = [];
    let changes = 0;
    feed.problem.connect((_, { code }) => void problems.push(code));
    feed.transfersChanged.connect(() => void (changes += 1));
    await openedFeed(kernel);
    kernel.sayRaw(encode({ protocol: 2, surprise: true }));
    kernel.sayRaw(new Uint8Array([0xc1]));
    kernel.say({ type: 'offer', offer, uploader: CLIENT, content: 7 });
    kernel.say(status);
    await eventually(() => expect(changes).toBe(1));
    expect(problems).toEqual([
      'PROTOCOL_MISMATCH',
      'BAD_REQUEST',
      'BAD_REQUEST'
    ]);
  });

  it('goes on after a restart of the kernel, with the new helper', async () => {
    const kernel = new TestKernel();
    const feed = listen(kernel);
    let losses = 0;
    let changes = 0;
    feed.lost.connect(() => void (losses += 1));
    feed.transfersChanged.connect(() => void (changes += 1));
    await openedFeed(kernel);
    kernel.feedId = undefined;
    kernel.status('restarting');
    await eventually(() => expect(losses).toBeGreaterThan(0));
    await eventually(() =>
      expect(kernel.connection.connectionStatus).toBe('connected')
    );
    await openedFeed(kernel, 2);
    // The new session starts at 1 again.
    kernel.say(status);
    await eventually(() => expect(changes).toBe(1));
  });

  it('attaches anew to a new helper, also where nobody said that the kernel restarted', async () => {
    const kernel = new TestKernel();
    listen(kernel);
    await openedFeed(kernel);
    await openedFeed(kernel, 2);
    const opened = kernel.heard.filter(
      ({ target }) => target === 'cellkeep.control'
    );
    expect(opened).toHaveLength(2);
    expect(kernel.controls.map(({ seq }) => seq)).toEqual([1, 1]);
  });

  it('asks for a snapshot after a lost connection', async () => {
    const kernel = new TestKernel();
    listen(kernel);
    await openedFeed(kernel);
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    kernel.cut();
    await attached(kernel, 2);
    expect(typesOf(kernel)).toEqual(['attach', 'attach']);
    warn.mockRestore();
  });

  it('says goodbye, once, and then nothing', async () => {
    const kernel = new TestKernel();
    const feed = listen(kernel);
    await openedFeed(kernel);
    feed.dispose();
    feed.dispose();
    feed.ack(offer.id);
    await eventually(() =>
      expect(kernel.heard.map(({ type }) => type)).toContain('comm_close')
    );
    expect(typesOf(kernel)).toEqual(['attach', 'detach']);
  });

  it('ends with the connection of its kernel', async () => {
    const kernel = new TestKernel();
    const feed = listen(kernel);
    await openedFeed(kernel);
    kernel.connection.dispose();
    expect(feed.isDisposed).toBe(true);
  });
});
