// @vitest-environment jsdom
import { Blob as ReadableBlob } from 'node:buffer';
import { createHash } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Offer, PresignedParts } from '../../../src/protocol/generated';
import { decode } from '../../../src/protocol/msgpack';
import { jobOfRequest } from '../../../src/transfer/job';
import type { IStored } from '../../../src/transfer/options';
import { SYSTEM_CLOCK } from '../../../src/transfer/ports';
import { UNHASHED } from '../../../src/transfer/state';
import { uploadStraight } from '../../../src/transfer/straightUpload';
import { ApiClient } from '../../../src/transport/http';
import {
  startServer,
  type IAnswer,
  type IRequest,
  type ITestServer
} from '../transport/server';
import { TestStore, digest, receiptOf, request } from './world';

const PART = 6 * 1024 * 1024;
const bytes = new Uint8Array(3 * PART).map((_, index) => index >> 16);
const whole = digest(bytes);
const UPLOAD = '/services/cellkeep/api/uploads/' + '3'.repeat(32);

let service: ITestServer;
let storage: ITestServer;
let api: ApiClient;
let offers: { offer: Offer; presigned: boolean }[];
/** What the storage has, by the numbers of the parts. */
let parts: Map<number, Buffer>;
let sent: number[];

beforeEach(async () => {
  [service, storage] = await Promise.all([startServer(), startServer()]);
  api = new ApiClient(service.settings);
  api.storage.isOffered = true;
  offers = [];
  parts = new Map();
  sent = [];
  service.handle = serviceOf('presigned');
  storage.handle = takePart;
});
afterEach(() => Promise.all([service.close(), storage.close()]));

function serviceOf(kind: 'presigned' | 'upload') {
  return ({ path, body }: IRequest): IAnswer => {
    if (path.endsWith('/offers')) {
      offers.push(decode(new Uint8Array(body)) as (typeof offers)[number]);
      return { body: kind === 'presigned' ? place() : tus() };
    }
    if (path.endsWith('/parts')) {
      return { body: signed(JSON.parse(String(body)) as PresignedParts) };
    }
    expect(path).toBe(
      `/user/ada/cellkeep/api/uploads/${'3'.repeat(32)}/completion`
    );
    return {
      body:
        parts.size === 3
          ? { type: 'stored', receipt: receiptOf(offers.at(-1)!.offer) }
          : place()
    };
  };
}

function place() {
  const there = [...parts.keys()].sort();
  const expires_at = '2026-11-23T16:58:14.120Z';
  return {
    type: 'presigned',
    upload_url: UPLOAD,
    size: bytes.length,
    part_size: PART,
    parts: there,
    expires_at
  };
}

function tus() {
  const expires_at = '2026-11-23T16:58:14.120Z';
  return {
    type: 'upload',
    upload_url: UPLOAD,
    offset: 0,
    size: bytes.length,
    expires_at
  };
}

function signed({ parts: [part] }: PresignedParts) {
  const { number, sha256 } = part;
  const checksum = Buffer.from(sha256, 'hex').toString('base64');
  const url = `${new URL(storage.settings.baseUrl).origin}/bucket/key?partNumber=${number}`;
  const headers = { 'x-amz-checksum-sha256': checksum };
  return {
    requests: [{ number, url, headers }],
    expires_at: '2026-11-23T16:58:14.120Z'
  };
}

/** Compares the bytes with the digest that was signed, as the storage does. */
function takePart({ method, query, headers, body }: IRequest): IAnswer {
  expect(method).toBe('PUT');
  expect(
    headers.authorization ?? headers.cookie ?? headers['x-xsrftoken']
  ).toBeUndefined();
  const checksum = createHash('sha256').update(body).digest('base64');
  if (headers['x-amz-checksum-sha256'] !== checksum) {
    return { status: 400 };
  }
  parts.set(Number(query.get('partNumber')), body);
  return { status: 200 };
}

function upload(
  sha256: string,
  controller = new AbortController()
): Promise<IStored | undefined> {
  const store = new TestStore();
  return uploadStraight(
    jobOfRequest(
      request('large', ''),
      new ReadableBlob([bytes]) as unknown as Blob
    ),
    sha256,
    {
      hash: store,
      store,
      upload: store,
      straight: api.straight,
      clock: SYSTEM_CLOCK,
      inlineBytes: 0,
      signal: controller.signal,
      onSent: count => sent.push(count),
      onHead: () => undefined,
      onDigest: () => undefined,
      onUploadUrl: () => undefined
    }
  );
}

describe('an upload straight into the storage', () => {
  it.each([UNHASHED, whole])(
    'has a receipt for the digest of the whole (%s)',
    async sha256 => {
      const stored = await upload(sha256);
      expect(stored).toMatchObject({
        route: 'http',
        receipt: { sha256: whole }
      });
      expect(
        Buffer.concat([1, 2, 3].map(number => parts.get(number)!)).equals(bytes)
      ).toBe(true);
      expect(offers.every(({ presigned }) => presigned)).toBe(true);
      expect(offers.map(({ offer }) => offer.sha256)).toEqual(
        sha256 === UNHASHED ? [UNHASHED, whole] : [whole]
      );
      expect(sent.at(-1)).toBe(bytes.length);
    }
  );

  it('goes on with the parts that are there', async () => {
    parts.set(2, Buffer.from(bytes.subarray(PART, 2 * PART)));
    await upload(whole);
    expect(
      storage.requests.map(({ query }) => query.get('partNumber')).sort()
    ).toEqual(['1', '3']);
  });

  it('asks for another request when one has expired, and puts what got lost again', async () => {
    let refused = 0;
    storage.handle = asked =>
      refused++ < 2 ? { status: 403 } : takePart(asked);
    expect(await upload(whole)).toBeDefined();
    parts.clear();
    let lost = false;
    storage.handle = asked => {
      const answer = takePart(asked);
      if (!lost) {
        lost = true;
        parts.clear();
      }
      return answer;
    };
    expect(await upload(whole)).toBeDefined();
  });

  it.each([
    ['is away', () => 'hang up' as const],
    ['refuses everything', (): IAnswer => ({ status: 400 })]
  ])('is left to the service where the storage %s', async (_, handle) => {
    storage.handle = handle;
    expect(await upload(whole)).toBeUndefined();
    expect(api.storage.isTried).toBe(false);
    const asked = service.requests.length;
    expect(await upload(whole)).toBeUndefined();
    expect(service.requests).toHaveLength(asked);
  });

  it('is left to the service where that says so', async () => {
    service.handle = serviceOf('upload');
    expect(await upload(whole)).toBeUndefined();
    expect(api.storage.isTried).toBe(true);
    expect(storage.requests).toHaveLength(0);
  });

  it('leaves what is there when it is stopped', async () => {
    const controller = new AbortController();
    storage.handle = asked => {
      const answer = takePart(asked);
      controller.abort();
      return answer;
    };
    await expect(upload(whole, controller)).rejects.toMatchObject({
      name: 'AbortError'
    });
    expect(api.storage.isTried).toBe(true);
  });
});
