import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Offer, Run } from '../../../src/protocol/generated';
import { decode } from '../../../src/protocol/msgpack';
import { contentDigest } from '../../../src/transport/contentDigest';
import { ApiClient } from '../../../src/transport/http';
import { startServer, type ITestServer } from './server';
import { golden } from '../schemaFile';

let server: ITestServer;
let api: ApiClient;

beforeEach(async () => {
  server = await startServer();
  api = new ApiClient(server.settings);
});
afterEach(() => server.close());

describe('the HTTP client', () => {
  it('posts an offer with its bytes as MessagePack', async () => {
    server.handle = () => ({ body: golden('offer result stored') });
    const offer = golden<Offer>('offer');
    const larger = new Uint8Array([9, 1, 2, 3, 9]);
    const result = await api.offer({ offer, content: larger.subarray(1, 4) });
    expect(result).toEqual(golden('offer result stored'));
    const [request] = server.requests;
    expect(request).toMatchObject({
      method: 'POST',
      path: '/user/ada/cellkeep/api/offers'
    });
    expect(request?.headers).toMatchObject({
      'content-type': 'application/msgpack',
      authorization: 'token secret'
    });
    const body = decode(new Uint8Array(request!.body)) as {
      offer: Offer;
      content: Uint8Array;
    };
    expect(body.offer).toEqual(offer);
    expect([...body.content]).toEqual([1, 2, 3]);
    expect('thumbnail' in body).toBe(false);
  });

  it.each(['offer', 'batch'] as const)(
    'says the digest of what it posts: %s',
    async kind => {
      server.handle = () => ({
        body: golden(kind === 'offer' ? 'offer result stored' : 'batch result')
      });
      const request = { offer: golden<Offer>('offer') };
      await (kind === 'offer' ? api.offer(request) : api.batch([request]));
      const { headers, body } = server.requests[0]!;
      const sha256 = createHash('sha256').update(body).digest('base64');
      expect(headers['content-digest']).toBe(`sha-256=:${sha256}:`);
    }
  );

  it('says the digest where the page has no subtle crypto', async () => {
    vi.stubGlobal('crypto', {});
    expect(await contentDigest(new Uint8Array([1, 2, 3]))).toBe(
      `sha-256=:${createHash('sha256').update('\x01\x02\x03').digest('base64')}:`
    );
    vi.unstubAllGlobals();
  });

  it('asks for pages with only what was asked for', async () => {
    server.handle = () => ({ body: golden('artifact page') });
    await api.artifacts({
      run: 'a'.repeat(32),
      q: 'ä & b',
      category: undefined,
      kind: ['table', 'array'],
      tag: '',
      limit: 5,
      cursor: '7'
    });
    const { query } = server.requests[0]!;
    expect(query.get('q')).toBe('ä & b');
    expect(query.get('limit')).toBe('5');
    expect(query.get('cursor')).toBe('7');
    expect(query.getAll('kind')).toEqual(['table', 'array']);
    expect(query.has('category') || query.has('tag')).toBe(false);
  });

  it.each([
    ['status', () => api.status(), 'GET status', 'store status'],
    ['putLimit', () => api.putLimit(5), 'PUT limit', 'store status'],
    ['runs', () => api.runs(), 'GET runs', 'run page'],
    ['run', () => api.run('1'), 'GET runs/1', 'run info'],
    [
      'putRun',
      () => api.putRun(golden<Run>('run')),
      `PUT runs/${'a'.repeat(32)}`,
      'run info'
    ],
    ['artifact', () => api.artifact('1'), 'GET artifacts/1', 'artifact'],
    ['receipt', () => api.receipt('1'), 'GET receipts/1', 'receipt'],
    ['transfers', () => api.transfers(), 'GET transfers', 'transfer list'],
    [
      'saveContents',
      () => api.saveContents(golden('contents request')),
      'POST contents',
      'transfer list'
    ]
  ] as const)('%s', async (_, call, wanted, name) => {
    server.handle = () => ({ body: golden(name) });
    expect(await call()).toEqual(golden(name));
    const { method, path } = server.requests[0]!;
    expect(`${method} ${path.replace('/user/ada/cellkeep/api/', '')}`).toBe(
      wanted
    );
  });

  it('sends the limit of the store, and none as nothing', async () => {
    server.handle = () => ({ body: golden('store status') });
    await api.putLimit(10 * 2 ** 30);
    await api.putLimit();
    const sent = server.requests.map(
      ({ body }) => JSON.parse(String(body)) as unknown
    );
    expect(sent).toEqual([golden('store limit'), golden('store limit, none')]);
  });

  it('reads a part of the content, also from a server that sends it all', async () => {
    const bytes = Uint8Array.from({ length: 10 }, (_, index) => index);
    const content = api.content({ id: '1', size: 10 });
    server.handle = ({ headers }) => {
      expect(headers.range).toBe('bytes=2-4');
      return { status: 206, body: bytes.subarray(2, 5) };
    };
    expect([...(await content.read(2, 5))]).toEqual([2, 3, 4]);
    server.handle = () => ({ status: 200, body: bytes });
    expect([...(await content.read(2, 5))]).toEqual([2, 3, 4]);
    expect(await content.read(5, 5)).toHaveLength(0);
    expect(server.requests).toHaveLength(2);
  });

  it("rejects with the server's own error", async () => {
    server.handle = () => ({
      status: 404,
      body: { code: 'ARTIFACT_NOT_FOUND', message: 'No.', retryable: false }
    });
    await expect(api.artifact('1')).rejects.toMatchObject({
      code: 'ARTIFACT_NOT_FOUND',
      message: 'No.',
      status: 404
    });
  });

  it('tells a receipt that is not there yet from a server without Cellkeep', async () => {
    server.handle = () => ({
      status: 404,
      body: {
        code: 'ARTIFACT_NOT_FOUND',
        message: 'Not yet.',
        retryable: false
      }
    });
    expect(await api.receipt('1')).toBeUndefined();
    server.handle = () => ({ status: 404, body: { message: 'Not Found' } });
    await expect(api.receipt('1')).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE'
    });
  });

  it('says what to do when the answer is of another version', async () => {
    server.handle = () => ({ body: { of: 'another time' } });
    await expect(api.status()).rejects.toMatchObject({
      code: 'PROTOCOL_MISMATCH'
    });
  });

  it('tells a stop from a server that cannot be reached', async () => {
    const controller = new AbortController();
    server.handle = () => {
      controller.abort();
      return new Promise(() => undefined);
    };
    await expect(api.status(controller.signal)).rejects.toMatchObject({
      name: 'AbortError'
    });
    server.handle = () => 'hang up';
    await expect(api.status()).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE',
      retryable: true
    });
  });

  it('asks the same again when somebody has signed in, and not before', async () => {
    const refused = {
      status: 403,
      body: {
        code: 'SIGNED_OUT',
        message: 'Signed out.',
        retryable: false,
        reason: 'Forbidden'
      }
    };
    let isSignedIn = false;
    server.handle = ({ path }) => {
      if (!isSignedIn) {
        return refused;
      }
      return path.endsWith('status') ? { status: 200 } : { status: 404 };
    };
    const seen: boolean[] = [];
    api.signIn.changed.connect((_, isNeeded) => {
      seen.push(isNeeded);
      isSignedIn = true;
    });
    await api.discardUpload('/user/ada/cellkeep/api/uploads/1');
    expect(seen).toEqual([true, false]);
    expect(server.requests.map(({ method }) => method)).toEqual([
      'DELETE',
      'GET',
      'GET',
      'DELETE'
    ]);
    isSignedIn = false;
    await expect(api.status()).rejects.toMatchObject({ code: 'SIGNED_OUT' });
    const controller = new AbortController();
    const asked = api.artifact('1', controller.signal);
    controller.abort();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('takes an upload that is gone for discarded', async () => {
    server.handle = () => ({ status: 404 });
    await api.discardUpload('/user/ada/cellkeep/api/uploads/1');
    expect(server.requests[0]).toMatchObject({
      method: 'DELETE',
      path: '/user/ada/cellkeep/api/uploads/1'
    });
    expect(server.requests[0]?.headers['tus-resumable']).toBe('1.0.0');
    server.handle = () => ({ status: 403 });
    await expect(
      api.discardUpload('/user/ada/cellkeep/api/uploads/1')
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('gives addresses that a browser can open', () => {
    const base = `${server.settings.baseUrl}cellkeep/api/artifacts/1`;
    expect(api.contentUrl('1')).toBe(`${base}/content`);
    expect(api.thumbnailUrl('1')).toBe(`${base}/thumbnail`);
  });
});
