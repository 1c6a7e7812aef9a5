/** The page and the worker, over a real message channel. */
import { describe, expect, it } from 'vitest';

import type { IContentSource } from '../../../src/codecs/view';
import { CellkeepError } from '../../../src/protocol/errors';
import { Work } from '../../../src/viewers/work/client';
import { serveViewers } from '../../../src/viewers/work/server';
import type { IWorker } from '../../../src/workers/client';
import { contentOf } from '../codecs/content';

function localWorker(): IWorker {
  const { port1, port2 } = new MessageChannel();
  serveViewers(port2);
  port1.start();
  port2.start();
  const worker: IWorker = {
    postMessage: (message, transfer) =>
      port1.postMessage(message, transfer ?? []),
    addEventListener: (type: string, listener: (event: MessageEvent) => void) =>
      port1.addEventListener(type as 'message', listener),
    terminate: () => port1.close()
  };
  return worker;
}

describe('work for a document', () => {
  it('reads through the page, and answers', async () => {
    const work = new Work(localWorker);
    const content = contentOf('a,b\n1,2\n');
    const table = await work.open('table', [content], { format: 'csv' });
    expect(await table.rows({}, [0, 1], 0, 1)).toEqual([['1'], ['2']]);
    expect(content.bytesRead).toBeGreaterThan(0);
    work.dispose();
  });

  it('passes on why something cannot be read', async () => {
    const work = new Work(localWorker);
    const content: IContentSource = {
      size: 100,
      read: () =>
        Promise.reject(
          new CellkeepError('STORE_UNREACHABLE', 'Away.', { hint: 'Wait.' })
        )
    };
    const opening = work.open('table', [content], { format: 'csv' });
    await expect(opening).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE',
      message: 'Away.',
      hint: 'Wait.'
    });
    work.dispose();
  });

  it('stops a read that nobody waits for', async () => {
    const work = new Work(localWorker);
    let stopped: AbortSignal | undefined;
    const content: IContentSource = {
      size: 100,
      read: (_start, _end, signal) => {
        stopped = signal;
        return new Promise(() => undefined);
      }
    };
    const abort = new AbortController();
    const opening = work.open(
      'table',
      [content],
      { format: 'csv' },
      { signal: abort.signal }
    );
    await expect.poll(() => stopped !== undefined).toBe(true);
    abort.abort();
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => stopped?.aborted).toBe(true);
    work.dispose();
  });

  it('ends with its document', async () => {
    const work = new Work(localWorker);
    const content: IContentSource = {
      size: 1,
      read: () => new Promise(() => undefined)
    };
    const opening = work.open('table', [content], { format: 'csv' });
    work.dispose();
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
  });
});
