import { beforeEach, describe, expect, it } from 'vitest';

import { CellkeepError } from '../../../src/protocol/errors';
import type {
  Offer,
  OfferResult,
  Receipt
} from '../../../src/protocol/generated';
import { jobOfRequest, type IJob } from '../../../src/transfer/job';
import type { UploadQueue } from '../../../src/transfer/queue';
import { UNHASHED } from '../../../src/transfer/state';
import { queueOf } from './queues';
import { TestClock, TestStore, digest, request, settle } from './world';

const bytes = new Uint8Array(33 * 1024 * 1024).fill(7);
const blob = new Blob([bytes]);
const sha256 = digest(bytes);

/** A store that takes bytes before their digest. */
class FollowingStore extends TestStore {
  said: string[] = [];
  has = false;
  knowsFollowing = true;
  private _arrived = false;
  private _hashed: Offer | undefined;

  override async offer({ offer }: { offer: Offer }): Promise<OfferResult> {
    await this.fault('offer', offer.id);
    this.said.push(offer.sha256 === UNHASHED ? 'follows' : 'known');
    if (offer.sha256 === UNHASHED && !this.knowsFollowing) {
      throw new CellkeepError('BAD_REQUEST', 'sha256 is not valid.');
    }
    this._hashed = offer.sha256 === UNHASHED ? this._hashed : offer;
    const isWhole = this._arrived || this.has;
    if (this._hashed && isWhole) {
      return { type: 'stored', receipt: this.put(this._hashed, bytes) };
    }
    return {
      type: 'upload',
      upload_url: '/uploads/1',
      offset: 0,
      size: offer.size,
      expires_at: offer.created_at
    };
  }

  override async upload({
    signal,
    onProgress
  }: Parameters<TestStore['upload']>[0]): Promise<Receipt | undefined> {
    this.said.push('bytes');
    await Promise.race([
      this.fault('upload', ''),
      new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          if (!this._arrived) {
            this.said.push('stopped');
          }
          reject(new DOMException('stopped', 'AbortError'));
        })
      )
    ]);
    onProgress(blob.size);
    this._arrived = true;
    return this._hashed && this.put(this._hashed, bytes);
  }
}

/** A store that says the digest itself where each piece came with its own. */
class CheckedStore extends FollowingStore {
  saysDigest = true;
  readonly checksum = (piece: Blob): Promise<string> =>
    Promise.resolve(`sha256 of ${piece.size} bytes`);

  override async upload(
    request: Parameters<TestStore['upload']>[0] & {
      checksum?: (piece: Blob) => Promise<string>;
    }
  ): Promise<Receipt | undefined> {
    const receipt = await super.upload(request);
    const isChecked = request.checksum === this.checksum;
    return this.saysDigest && isChecked
      ? this.put({ ...this.offers[0]!, sha256 }, bytes)
      : receipt;
  }

  override offer(request: { offer: Offer }): Promise<OfferResult> {
    this.offers.push(request.offer);
    expect(request).toMatchObject({ checked_pieces: true });
    return super.offer(request);
  }
}

let store: FollowingStore;
let queue: UploadQueue;
let job: IJob;

beforeEach(() => {
  store = new FollowingStore();
  queue = queueOf(store);
  job = jobOfRequest(request('large', ''), blob);
});

/** Puts the save into the queue, and lets all happen that can. */
function begin(): Promise<void> {
  queue.add(job);
  return settle();
}

const status = (): IJob['status'] | undefined => queue.get(job.id)?.status;

/** Makes a step wait for the returned function. */
function held(step: string): () => void {
  let go = (): void => undefined;
  const wait = new Promise<void>(resolve => (go = resolve));
  store.fault = now => (now === step ? wait : undefined);
  return go;
}

describe('large content', () => {
  it('is stored when its bytes came before its digest', async () => {
    const go = held('hash');
    await begin();
    expect(status()?.state).toBe('verifying');
    go();
    await settle();
    expect(store.said).toEqual(['follows', 'bytes', 'known']);
    expect(status()).toMatchObject({
      state: 'stored',
      route: 'http',
      receipt: { sha256 }
    });
  });

  it('is stored when its digest came before its bytes', async () => {
    const go = held('upload');
    await begin();
    expect(store.said).toEqual(['follows', 'bytes', 'known']);
    expect(status()?.state).toBe('uploading');
    go();
    await settle();
    expect(status()).toMatchObject({ state: 'stored', route: 'http' });
  });

  it('stops being sent where the store has it already', async () => {
    held('upload');
    store.has = true;
    await begin();
    expect(status()).toMatchObject({ state: 'stored', route: 'have' });
    expect(store.said.at(-1)).toBe('stopped');
    expect(store.discarded).toEqual(['/uploads/1']);
  });

  it('keeps its digest through a pause', async () => {
    held('upload');
    await begin();
    queue.act(job.id, 'pause');
    await settle();
    store.fault = step => {
      if (step === 'hash') {
        throw new Error('It is known.');
      }
    };
    queue.act(job.id, 'resume');
    await settle();
    expect(status()?.state).not.toBe('failed');
  });

  it('fails where its file can no longer be read, and stops being sent', async () => {
    store.fault = step => {
      if (step === 'hash') {
        throw new CellkeepError('FILE_CHANGED', 'It was moved.');
      }
      return step === 'upload' ? new Promise(() => undefined) : undefined;
    };
    await begin();
    expect(status()).toMatchObject({
      state: 'failed',
      error: { code: 'FILE_CHANGED' }
    });
    expect(store.said.at(-1)).toBe('stopped');
  });

  it('is hashed first for a server that wants to know it first', async () => {
    store.knowsFollowing = false;
    store.has = true;
    await begin();
    expect(store.said).toEqual(['follows', 'known']);
    expect(status()).toMatchObject({ state: 'stored', receipt: { sha256 } });
  });
});

describe('large content whose pieces the browser itself hashes', () => {
  let checked: CheckedStore;
  let clock: TestClock;

  beforeEach(() => {
    store = checked = new CheckedStore();
    clock = new TestClock();
    queue = queueOf(store, { clock });
  });

  it('is stored with its last byte, and never hashed as a whole', async () => {
    store.fault = step => {
      if (step === 'hash') {
        throw new Error('The store says it.');
      }
    };
    await begin();
    expect(store.said).toEqual(['follows', 'bytes']);
    expect(status()).toMatchObject({
      state: 'stored',
      route: 'http',
      receipt: { sha256 }
    });
  });

  it('is asked for where the answer to its last byte was lost', async () => {
    checked.upload = async () => {
      checked.put({ ...checked.offers[0]!, sha256 }, bytes);
      return Promise.resolve(undefined);
    };
    await begin();
    expect(store.said).toEqual(['follows']);
    expect(status()?.state).toBe('stored');
  });

  it('is hashed for a server that did not see all of them', async () => {
    checked.saysDigest = false;
    await begin();
    expect(store.said).toEqual(['follows', 'bytes', 'known']);
    expect(status()).toMatchObject({ state: 'stored', receipt: { sha256 } });
  });

  it.each([
    ['slow', 0.1, { state: 'stored', route: 'have' }],
    ['fast', 0.9, { state: 'uploading', route: 'http' }]
  ])(
    'is hashed beside its sending where the line is slow (%s)',
    async (_, part, expected) => {
      let tell = (_sent: number): void => undefined;
      checked.upload = ({ onProgress }) => {
        tell = onProgress;
        return new Promise(() => undefined);
      };
      store.has = true;
      await begin();
      tell(0);
      await clock.pass(2000);
      tell(bytes.length * part);
      await settle();
      expect(status()).toMatchObject(expected);
    }
  );
});
