import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { STRAIGHT_FROM_BYTES } from '../../../src/transport/objectStorage';
import { ApiClient } from '../../../src/transport/http';
import { startServer, type IAnswer, type ITestServer } from './server';

const bytes = Uint8Array.from(
  { length: STRAIGHT_FROM_BYTES + 10 },
  (_, index) => index % 251
);
const artifact = { id: '1'.repeat(32), size: bytes.length };

let service: ITestServer;
let storage: ITestServer;
let api: ApiClient;
/** How many addresses the service has given. */
let given: number;

beforeEach(async () => {
  [service, storage] = await Promise.all([startServer(), startServer()]);
  api = new ApiClient(service.settings);
  api.storage.isOffered = true;
  given = 0;
  const base = new URL(storage.settings.baseUrl).origin;
  service.handle = ({ path, headers }) => {
    if (path.endsWith('/address')) {
      given += 1;
      return { body: { url: `${base}/bucket/key?signature=${given}` } };
    }
    return rangeOf(headers.range!);
  };
  storage.handle = ({ headers }) => rangeOf(headers.range!);
});
afterEach(() => Promise.all([service.close(), storage.close()]));

function rangeOf(header: string): IAnswer {
  const [start, last] = header.replace('bytes=', '').split('-').map(Number);
  return { status: 206, body: bytes.subarray(start, last! + 1) };
}

function paths(server: ITestServer): string[] {
  return server.requests.map(({ path }) => path.replace(/.*\//, ''));
}

describe('the bytes of an artifact', () => {
  it('come from the storage by one address, without credentials', async () => {
    const content = api.content(artifact);
    const [first, last] = await Promise.all([
      content.read(2, 5),
      content.read(bytes.length - 1, bytes.length + 9)
    ]);
    expect([...first, ...last]).toEqual([2, 3, 4, bytes.at(-1)]);
    expect(paths(service)).toEqual(['address']);
    for (const { method, headers, query } of storage.requests) {
      expect(method).toBe('GET');
      expect(headers.authorization ?? headers.cookie).toBeUndefined();
      expect(query.get('signature')).toBe('1');
    }
  });

  it('come by another address when one has expired', async () => {
    const content = api.content(artifact);
    await content.read(0, 1);
    storage.handle = ({ headers, query }) =>
      query.get('signature') === '1'
        ? { status: 403 }
        : rangeOf(headers.range!);
    expect([...(await content.read(7, 9))]).toEqual([7, 8]);
    expect(paths(service)).toEqual(['address', 'address']);
    storage.handle = () => ({ status: 403 });
    // Nor is the next one taken: the storage is left alone.
    expect([...(await content.read(7, 9))]).toEqual([7, 8]);
    expect(api.storage.isTried).toBe(false);
  });

  it.each([
    ['is away', () => 'hang up' as const],
    ['fails', (): IAnswer => ({ status: 503 })],
    [
      'gives too little',
      (): IAnswer => ({ status: 206, body: bytes.slice(1, 2) })
    ],
    ['gives too much', (): IAnswer => ({ status: 200, body: bytes })]
  ])('come through the service where the storage %s', async (_, handle) => {
    storage.handle = handle;
    const content = api.content(artifact);
    expect([...(await content.read(7, 9))]).toEqual([7, 8]);
    expect([...(await content.read(9, 11))]).toEqual([9, 10]);
    expect([...(await api.content(artifact).read(3, 4))]).toEqual([3]);
    expect(paths(service)).toEqual([
      'address',
      'content',
      'content',
      'content'
    ]);
    expect(storage.requests).toHaveLength(1);
  });

  it('come through the service where it has no address, and say what is wrong', async () => {
    service.handle = ({ path, headers }) =>
      path.endsWith('/address') ? { body: {} } : rangeOf(headers.range!);
    const content = api.content(artifact);
    for (const start of [1, 2]) {
      expect([...(await content.read(start, start + 1))]).toEqual([start]);
    }
    expect(paths(service)).toEqual(['address', 'content', 'content']);
    const gone = {
      code: 'ARTIFACT_NOT_FOUND',
      message: 'No.',
      retryable: false
    };
    service.handle = () => ({ status: 404, body: gone });
    await expect(api.content(artifact).read(0, 1)).rejects.toMatchObject(gone);
    expect(storage.requests).toHaveLength(0);
  });

  it('come through the service where they are few, or nobody offers a storage', async () => {
    await api.content({ ...artifact, size: 10 }).read(0, 1);
    api.storage.isOffered = false;
    await api.content(artifact).read(0, 1);
    expect(paths(service)).toEqual(['content', 'content']);
  });

  it('are not read any more where that was given up', async () => {
    const stopped = new AbortController();
    storage.handle = () => {
      stopped.abort();
      return { status: 206 };
    };
    const read = api.content(artifact).read(0, 1, stopped.signal);
    await expect(read).rejects.toMatchObject({ name: 'AbortError' });
    expect(api.storage.isTried).toBe(true);
  });
});
