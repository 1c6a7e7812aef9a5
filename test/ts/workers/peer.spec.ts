/** Two ends of a real message channel, and a worker that comes and goes. */
import { afterEach, describe, expect, it } from 'vitest';

import { CellkeepError } from '../../../src/protocol/errors';
import {
  type IWorker,
  WorkerClient,
  WorkerLost
} from '../../../src/workers/client';
import {
  HandedOver,
  type ICallContext,
  type IMethods,
  Peer
} from '../../../src/workers/peer';

const adding = {
  add: (_: ICallContext, left: number, right: number) =>
    Promise.resolve(left + right),
  count: ({ tell }: ICallContext, to: number) => {
    for (let number = 1; number <= to; number++) {
      tell(number);
    }
    return Promise.resolve();
  },
  double: (_: ICallContext, bytes: Uint8Array<ArrayBuffer>) => {
    const twice = bytes.map(byte => 2 * byte);
    return Promise.resolve(new HandedOver(twice, [twice.buffer]));
  },
  fail: () =>
    Promise.reject(new CellkeepError('STORE_FULL', 'No.', { hint: 'Free.' })),
  hang: ({ signal }: ICallContext) =>
    new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => {
        aborted += 1;
        reject(new Error('late'));
      })
    )
};
let aborted = 0;
let ports: MessagePort[] = [];

afterEach(() => {
  ports.forEach(port => port.close());
  ports = [];
  aborted = 0;
});

function channel(): [MessagePort, MessagePort] {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  port1.start();
  port2.start();
  return [port1, port2];
}

function connected(methods: IMethods = {}): Peer<typeof adding> {
  const [mine, theirs] = channel();
  new Peer(theirs, adding);
  return new Peer<typeof adding>(mine, methods);
}

describe('a call', () => {
  it('is answered, also in the other direction and while others run', async () => {
    const [left, right] = channel();
    const one = new Peer<typeof adding>(left, adding);
    const other = new Peer<typeof adding>(right, adding);
    const sums = await Promise.all([
      one.call('add', [1, 2]),
      other.call('add', [3, 4]),
      one.call('add', [5, 6])
    ]);
    expect(sums).toEqual([3, 7, 11]);
  });

  it('tells its news in their order, before its end', async () => {
    const heard: number[] = [];
    await connected().call('count', [1000], {
      onNews: (number: number) => heard.push(number)
    });
    expect(heard).toEqual(Array.from({ length: 1000 }, (_, at) => at + 1));
  });

  it('hands bytes over, both ways', async () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const transfer = [bytes.buffer];
    const twice = await connected().call('double', [bytes], { transfer });
    expect([...twice]).toEqual([2, 4, 6]);
    expect(bytes.length).toBe(0);
  });

  it('fails as it failed there', async () => {
    const peer = connected() as Peer<IMethods>;
    await expect(peer.call('fail', [])).rejects.toMatchObject({
      code: 'STORE_FULL',
      message: 'No.',
      hint: 'Free.'
    });
    for (const name of ['toString', 'nothing']) {
      await expect(peer.call(name, [])).rejects.toMatchObject({
        code: 'INTERNAL'
      });
    }
  });

  it('that nobody waits for is stopped there, once', async () => {
    const peer = connected();
    const abort = new AbortController();
    const call = peer.call('hang', [], { signal: abort.signal });
    abort.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => aborted).toBe(1);
    await expect(
      peer.call('add', [1, 1], { signal: abort.signal })
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect(await peer.call('add', [1, 1])).toBe(2);
  });
});

describe('a worker', () => {
  let started = 0;
  let die = (): void => undefined;
  const start = (): IWorker => {
    started += 1;
    const [mine, theirs] = channel();
    new Peer(theirs, adding);
    return {
      postMessage: (message, transfer) => mine.postMessage(message, transfer),
      addEventListener: (
        type: string,
        listener: (event: MessageEvent) => void
      ) => {
        if (type === 'error') {
          die = listener as () => void;
        } else {
          mine.addEventListener('message', listener);
        }
      },
      terminate: () => mine.close()
    };
  };

  it('starts when it is needed, and again after it died', async () => {
    const worker = new WorkerClient<typeof adding>(start);
    expect(started).toBe(0);
    expect(await worker.call('add', [1, 2])).toBe(3);
    const lost = worker.call('hang', []);
    await Promise.resolve();
    die();
    await expect(lost).rejects.toBeInstanceOf(WorkerLost);
    expect(await worker.call('add', [3, 4])).toBe(7);
    expect(started).toBe(2);
    const ended = worker.call('hang', []);
    worker.dispose();
    await expect(ended).rejects.toMatchObject({ name: 'AbortError' });
    await expect(worker.call('add', [1, 2])).rejects.toMatchObject({
      name: 'AbortError'
    });
    expect(started).toBe(2);
  });

  it('that may not start is lost from the first call on', async () => {
    const worker = new WorkerClient<typeof adding>(() => {
      throw new DOMException('no workers', 'SecurityError');
    });
    worker.warm();
    await expect(worker.call('add', [1, 2])).rejects.toBeInstanceOf(WorkerLost);
  });
});
