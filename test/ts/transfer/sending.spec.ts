// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Receipt } from '../../../src/protocol/generated';
import { SYSTEM_CLOCK, type IUploadRequest } from '../../../src/transfer/ports';
import { sendBlob } from '../../../src/transfer/sending';
import { ApiClient } from '../../../src/transport/http';
import {
  startServer,
  type IAnswer,
  type IRequest,
  type ITestServer
} from '../transport/server';
import { golden } from '../schemaFile';

const receipt: Receipt = { ...golden<Receipt>('receipt'), name: 'größe' };

let server: ITestServer;
/** What the server has of the upload. */
let stored: Buffer;
let token: string | undefined;

beforeEach(async () => {
  server = await startServer();
  stored = Buffer.alloc(0);
  token = undefined;
  document.cookie = '_xsrf=cookie-value';
});
afterEach(() => server.close());

/** The server's side of tus 1.0: an offset, and bytes from there on. */
function tus(
  total: number,
  withReceipt = true
): (request: IRequest) => IAnswer {
  return ({ method, headers, body }) => {
    token = headers['x-xsrftoken'] as string | undefined;
    const common = { 'Tus-Resumable': '1.0.0', 'Cache-Control': 'no-store' };
    if (method === 'HEAD') {
      return {
        status: 200,
        headers: {
          ...common,
          'Upload-Offset': String(stored.length),
          'Upload-Length': String(total)
        }
      };
    }
    if (Number(headers['upload-offset']) !== stored.length) {
      return { status: 409, headers: common };
    }
    stored = Buffer.concat([stored, body]);
    const isDone = stored.length === total && withReceipt;
    return {
      status: 204,
      headers: {
        ...common,
        'Upload-Offset': String(stored.length),
        ...(isDone && {
          'Cellkeep-Receipt': Buffer.from(JSON.stringify(receipt)).toString(
            'base64'
          )
        })
      }
    };
  };
}

function upload(
  blob: Blob,
  {
    onProgress = () => undefined,
    signal = new AbortController().signal,
    checksum
  }: Partial<IUploadRequest> = {}
): Promise<Receipt | undefined> {
  const uploadUrl = '/user/ada/cellkeep/api/uploads/1';
  const api = new ApiClient(server.settings);
  return sendBlob(api, SYSTEM_CLOCK, {
    uploadUrl,
    blob,
    onProgress,
    checksum,
    signal
  });
}

describe('tus uploads', () => {
  it('send the bytes with both credentials, and bring the receipt', async () => {
    server.handle = tus(5);
    const sent: number[] = [];
    const result = await upload(new Blob(['bytes']), {
      onProgress: bytes => sent.push(bytes)
    });
    expect(result).toEqual(receipt);
    expect(stored.toString()).toBe('bytes');
    expect(token).toBe('cookie-value');
    expect(server.requests.at(-1)?.headers.authorization).toBe('token secret');
    expect(sent.at(-1)).toBe(5);
  });

  it('go on from where the server is', async () => {
    stored = Buffer.from('by');
    server.handle = tus(5);
    await upload(new Blob(['bytes']));
    expect(stored.toString()).toBe('bytes');
    expect(server.requests.at(-1)?.body.toString()).toBe('tes');
  });

  it('carry the checksum of each piece, computed while the last one is sent', async () => {
    const size = 33 * 1024 * 1024;
    server.handle = tus(size);
    const said: number[] = [];
    await upload(new Blob([new Uint8Array(size)]), {
      checksum: piece => {
        said.push(server.requests.length);
        return Promise.resolve(`sha256 ${piece.size}`);
      }
    });
    const sent = server.requests.filter(({ method }) => method === 'PATCH');
    expect(sent.map(({ headers }) => headers['upload-checksum'])).toEqual(
      sent.map(({ body }) => `sha256 ${body.length}`)
    );
    expect(sent).toHaveLength(3);
    expect(said).toEqual([1, 1, 2]);
  });

  it('leave it to others to ask for a receipt that did not come', async () => {
    server.handle = tus(5, false);
    expect(await upload(new Blob(['bytes']))).toBeUndefined();
  });

  it('survive a lost connection and a server that is busy', async () => {
    const real = tus(5);
    let turn = 0;
    server.handle = request => {
      turn += 1;
      if (turn === 2) {
        return 'hang up';
      }
      return turn === 4 ? { status: 503 } : real(request);
    };
    expect(await upload(new Blob(['bytes']))).toEqual(receipt);
    expect(stored.toString()).toBe('bytes');
  });

  it('come back no sooner than a busy server asks for', async () => {
    const real = tus(5);
    const times: number[] = [];
    server.handle = request => {
      times.push(performance.now());
      return times.length === 2
        ? { status: 503, headers: { 'Retry-After': '1' } }
        : real(request);
    };
    expect(await upload(new Blob(['bytes']))).toEqual(receipt);
    expect(times[2]! - times[1]!).toBeGreaterThanOrEqual(990);
  });

  it('fail at once where asking again is no use', async () => {
    const real = tus(5);
    server.handle = request =>
      request.method === 'PATCH'
        ? {
            status: 507,
            body: { code: 'STORE_FULL', message: 'No room.', retryable: true }
          }
        : real(request);
    await expect(upload(new Blob(['bytes']))).rejects.toMatchObject({
      code: 'STORE_FULL',
      message: 'No room.'
    });
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    [404, 'UPLOAD_NOT_FOUND'],
    [410, 'UPLOAD_EXPIRED']
  ])('that the server forgot (%i) are %s', async (status, code) => {
    server.handle = () => ({ status });
    await expect(upload(new Blob(['bytes']))).rejects.toMatchObject({ code });
  });

  it('stop when they are told to, and leave what arrived', async () => {
    const controller = new AbortController();
    const real = tus(5);
    server.handle = request => {
      if (request.method === 'PATCH') {
        controller.abort();
      }
      return real(request);
    };
    await expect(
      upload(new Blob(['bytes']), { signal: controller.signal })
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect(server.requests.map(({ method }) => method)).not.toContain('DELETE');
    await expect(
      upload(new Blob(['bytes']), { signal: controller.signal })
    ).rejects.toMatchObject({ name: 'AbortError' });
  });
});
