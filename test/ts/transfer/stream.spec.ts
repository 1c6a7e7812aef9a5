import { beforeEach, describe, expect, it } from 'vitest';

import { CellkeepError } from '../../../src/protocol/errors';
import type { Receipt } from '../../../src/protocol/generated';
import type { IUploadState } from '../../../src/transport/answers';
import {
  ALIVE_MS,
  OfferStream,
  WINDOW_BYTES
} from '../../../src/transfer/stream';
import { TestClock, TestStore, kernelOffer, settle } from './world';

const FRAME = 512 * 1024;
const SIZE = 20 * 1024 * 1024 + 17;
const content = new Uint8Array(SIZE).map((_, index) => (index * 31) % 251);
const offer = kernelOffer('large', content);

/** A server that takes pieces, and may have some already. */
class PieceStore extends TestStore {
  readonly bytes = new Uint8Array(SIZE);
  offset = 0;
  largest = 0;
  before: () => void | Promise<void> = () => undefined;

  override async offer(): ReturnType<TestStore['offer']> {
    await this.fault('offer', offer.id);
    return {
      type: 'upload',
      upload_url: '/uploads/1',
      offset: this.offset,
      size: SIZE,
      expires_at: offer.created_at
    };
  }

  async append(_: string, offset: number, body: Blob): Promise<IUploadState> {
    await this.before();
    if (offset !== this.offset) {
      throw new CellkeepError('OFFSET_MISMATCH', 'not there');
    }
    this.largest = Math.max(this.largest, body.size);
    this.bytes.set(new Uint8Array(await body.arrayBuffer()), offset);
    this.offset += body.size;
    return this.uploadState();
  }

  uploadState(): Promise<IUploadState> {
    const { offset } = this;
    const receipt = offset === SIZE ? this.put(offer, this.bytes) : undefined;
    return Promise.resolve({ offset, receipt });
  }
}

/** The kernel's side, as `PendingStream` of the helper is. */
class Kernel {
  position: number | undefined;
  granted = 0;
  alive = 0;
  most = 0;
  result: Receipt | CellkeepError | undefined;
  /** Whether a frame is lost on its way. */
  loses: (frame: number) => boolean = () => false;
  frames = 0;

  readonly stream: OfferStream;

  constructor(store: PieceStore, clock: TestClock) {
    this.stream = new OfferStream(offer, undefined, {
      store,
      clock,
      onAlive: () => (this.alive += 1),
      onCredit: (offset, window, stored) => {
        this.alive += 1;
        if (this.position === undefined || offset !== this.granted) {
          this.position = offset;
        }
        this.granted = offset + window;
        this.most = Math.max(this.most, this.granted - stored);
      },
      onEnd: result => {
        this.result = result;
      }
    });
  }

  /** Sends the next frame that may be sent; false where there is none. */
  send(): boolean {
    const from = this.position ?? 0;
    const to = Math.min(from + FRAME, this.granted);
    if (to <= from) {
      return false;
    }
    this.position = to;
    if (!this.loses(this.frames++)) {
      this.stream.take(from, content.subarray(from, to));
    }
    return true;
  }

  async sendAll(clock: TestClock): Promise<void> {
    for (let turn = 0; turn < 3000 && !this.result; turn += 1) {
      if (!this.send()) {
        await settle();
        await clock.pass(this.position === this.granted ? 100 : 0);
      }
    }
  }
}

let store: PieceStore;
let clock: TestClock;

beforeEach(() => {
  store = new PieceStore();
  clock = new TestClock();
});

async function kernel(): Promise<Kernel> {
  const made = new Kernel(store, clock);
  await settle();
  return made;
}

describe('a streamed offer', () => {
  it('is stored, within its window and in pieces', async () => {
    const side = await kernel();
    await side.sendAll(clock);
    expect(side.result).toMatchObject({ sha256: offer.sha256, size: SIZE });
    expect(side.most).toBe(WINDOW_BYTES);
    expect(store.largest).toBeLessThanOrEqual(4 * 1024 * 1024);
    expect(side.frames).toBe(Math.ceil(SIZE / FRAME));
  });

  it('goes on from the byte that the server has', async () => {
    store.offset = 3_000_001;
    store.bytes.set(content.subarray(0, store.offset));
    const side = await kernel();
    expect(side.position).toBe(3_000_001);
    await side.sendAll(clock);
    expect(side.result).toMatchObject({ sha256: offer.sha256 });
  });

  it('asks for frames again that were lost, the last ones too', async () => {
    const side = await kernel();
    side.loses = frame => frame % 7 === 3 || frame === 15;
    await side.sendAll(clock);
    expect(side.result).toMatchObject({ sha256: offer.sha256 });
  });

  it('gives no more credit while the server takes nothing, and says that it lives', async () => {
    const side = await kernel();
    let go = (): void => undefined;
    store.before = () => new Promise<void>(resolve => (go = resolve));
    while (side.send()) {
      /* Everything that it may. */
    }
    await settle();
    expect(side.position).toBe(WINDOW_BYTES);
    const before = side.alive;
    await clock.pass(4 * ALIVE_MS);
    expect(side.alive - before).toBe(4);
    expect(side.position).toBe(WINDOW_BYTES);
    store.before = () => undefined;
    go();
    await settle();
    await side.sendAll(clock);
    expect(side.result).toMatchObject({ sha256: offer.sha256 });
  });

  it('goes on after a cut line from where the server says', async () => {
    const side = await kernel();
    let cuts = 0;
    store.before = () => {
      cuts += 1;
      if (cuts % 2 === 1 && cuts < 8) {
        // Half of the piece had arrived.
        const half = Math.min(store.offset + 1_000_000, SIZE);
        store.bytes.set(content.subarray(store.offset, half), store.offset);
        store.offset = half;
        throw new CellkeepError('STORE_UNREACHABLE', 'cut');
      }
    };
    await side.sendAll(clock);
    expect(cuts).toBeGreaterThan(4);
    expect(side.result).toMatchObject({ sha256: offer.sha256 });
  });

  it('starts again where the server lost its disk', async () => {
    const side = await kernel();
    store.before = () => {
      if (store.offset > 8_000_000) {
        store.before = () => undefined;
        store.offset = 0;
        throw new CellkeepError('UPLOAD_NOT_FOUND', 'gone');
      }
    };
    await side.sendAll(clock);
    expect(side.result).toMatchObject({ sha256: offer.sha256 });
  });

  it('ends with the reason where the store is full', async () => {
    const side = await kernel();
    store.before = () => {
      throw new CellkeepError('STORE_FULL', 'No room.');
    };
    await side.sendAll(clock);
    expect(side.result).toMatchObject({ code: 'STORE_FULL' });
  });

  it('says nothing more once it was left, and throws its bytes away if asked to', async () => {
    const side = await kernel();
    side.send();
    await settle();
    const before = side.alive;
    side.stream.stop('discard');
    await clock.pass(10 * ALIVE_MS);
    expect(side.alive).toBe(before);
    expect(side.result).toBeUndefined();
    expect(store.discarded).toEqual(['/uploads/1']);
  });
});
