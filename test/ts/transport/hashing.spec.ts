import { createHash } from 'node:crypto';
import { MessageChannel, type MessagePort } from 'node:worker_threads';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Hasher } from '../../../src/transport/hashing/hasher';
import { serveHashing } from '../../../src/transport/hashing/server';
import type { IWorker } from '../../../src/workers/client';
import type { IPort } from '../../../src/workers/peer';

const bytes = new Uint8Array(9 * 1024 * 1024 + 7).map(
  (_, index) => index % 251
);
const blob = new Blob([bytes]);
const sha256 = createHash('sha256').update(bytes).digest('hex');

let close: (() => void)[] = [];

afterEach(() => {
  close.forEach(end => end());
  close = [];
});

/** The worker's own code, on the other end of a real message channel. */
function inChannel(): IWorker {
  const { port1, port2 } = new MessageChannel();
  close.push(() => port1.close());
  serveHashing(portOf(port2));
  return {
    ...portOf(port1),
    terminate: () => port1.close()
  } as IWorker;
}

function portOf(port: MessagePort): IPort {
  return {
    postMessage: message => port.postMessage(message),
    addEventListener: (type, listener) => {
      if (type === 'message') {
        port.on('message', (data: unknown) =>
          listener({ data } as MessageEvent)
        );
      }
    }
  };
}

function noWorkers(): IWorker {
  throw new DOMException('no workers', 'SecurityError');
}

describe.each([
  ['a worker', inChannel, true],
  ['this thread, where workers are forbidden', noWorkers, true],
  ['a worker, of a page that the browser hashes nothing for', inChannel, false],
  ['this thread, for such a page', noWorkers, false]
])('hashing in %s', (_, start, isNative) => {
  beforeEach(() => {
    if (!isNative) {
      vi.stubGlobal('crypto', {});
    }
  });
  afterEach(() => vi.unstubAllGlobals());

  it('tells what a piece is checked by, where the browser itself hashes', async () => {
    const said = await new Hasher(start).checksum?.(blob);
    const base64 = Buffer.from(sha256, 'hex').toString('base64');
    expect(said).toBe(isNative ? `sha256 ${base64}` : undefined);
  });

  it('gives the SHA-256, with progress', async () => {
    const hasher = new Hasher(start);
    const seen: number[] = [];
    const result = await hasher.sha256(blob, {
      onProgress: hashed => seen.push(hashed)
    });
    expect(result).toBe(sha256);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen).toEqual([...seen].sort((left, right) => left - right));
  });

  it('gives that of nothing, and of several at once', async () => {
    const hasher = new Hasher(start);
    const [none, some] = await Promise.all([
      hasher.sha256(new Blob([])),
      hasher.sha256(blob)
    ]);
    expect(none).toMatch(/^e3b0c44298fc1c14/);
    expect(some).toBe(sha256);
  });

  it('reads many small ones together, each with its own bytes and digest', async () => {
    const texts = ['one', '', 'three'];
    const read = await new Hasher(start).readMany(
      texts.map(text => new Blob([text]))
    );
    expect(
      read.map(one =>
        'content' in one
          ? [new TextDecoder().decode(one.content), one.sha256]
          : one.error
      )
    ).toEqual(
      texts.map(text => [text, createHash('sha256').update(text).digest('hex')])
    );
  });

  it('stops when it is told to, and then does other work', async () => {
    const hasher = new Hasher(start);
    const controller = new AbortController();
    const stopped = hasher.sha256(blob, {
      signal: controller.signal,
      onProgress: () => controller.abort()
    });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    await expect(
      hasher.sha256(blob, { signal: controller.signal })
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect(await hasher.sha256(blob)).toBe(sha256);
  });
});

describe('hashing', () => {
  it('goes on here when the worker dies', async () => {
    let die = (): void => undefined;
    const silent: IWorker = {
      postMessage: () => queueMicrotask(() => die()),
      addEventListener: (type: string, listener: unknown) => {
        if (type === 'error') {
          die = listener as () => void;
        }
      },
      terminate: () => undefined
    };
    const hasher = new Hasher(() => silent);
    expect(await hasher.sha256(blob)).toBe(sha256);
  });

  it('says so where the file changed meanwhile', async () => {
    class LostFile extends Blob {
      override slice(): Blob {
        return this;
      }
      override arrayBuffer(): Promise<ArrayBuffer> {
        return Promise.reject(new DOMException('gone', 'NotReadableError'));
      }
    }
    const hasher = new Hasher(() => {
      throw new Error('no workers');
    });
    await expect(hasher.sha256(new LostFile(['x']))).rejects.toMatchObject({
      code: 'FILE_CHANGED'
    });
  });

  it('reads the others where one of many cannot be read', async () => {
    class LostFile extends Blob {
      override get size(): number {
        return 5;
      }
      override arrayBuffer(): Promise<ArrayBuffer> {
        return Promise.reject(new DOMException('gone', 'NotReadableError'));
      }
    }
    const hasher = new Hasher(() => {
      throw new Error('no workers');
    });
    const [there, lost] = await hasher.readMany([
      new Blob(['x']),
      new LostFile([])
    ]);
    expect(there).toMatchObject({ content: new Uint8Array([120]) });
    expect(lost).toMatchObject({ error: { code: 'FILE_CHANGED' } });
  });

  it('ends with its page', async () => {
    const hasher = new Hasher(inChannel);
    const work = hasher.sha256(blob);
    hasher.dispose();
    hasher.dispose();
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
  });
});
