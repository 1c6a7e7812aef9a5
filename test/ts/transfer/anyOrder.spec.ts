import { expect, it } from 'vitest';

import { CellkeepError } from '../../../src/protocol/errors';
import { queueOf, textJob } from './queues';
import { RUN, TestClock, TestStore, digest, seeded } from './world';

it.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'loses nothing and repeats nothing in any order of events (seed %i)',
  async seed => {
    const random = seeded(seed);
    const store = new TestStore();
    const clock = new TestClock();
    store.fault = (step, id) => {
      const roll = random();
      if (roll < 0.1) {
        throw new CellkeepError('STORE_UNREACHABLE', `${step} ${id}`);
      }
      if (roll < 0.15) {
        throw new CellkeepError('STORE_FULL', 'full');
      }
      if (roll < 0.2) {
        store.forgetUploads();
      }
      return roll < 0.6
        ? new Promise(resolve => void clock.later(1000 * random(), resolve))
        : undefined;
    };
    const queue = queueOf(store, {
      clock,
      limits: { uploads: 2, inlineBytes: 10 }
    });
    const texts = new Map<string, string>();
    const runs = ['a', 'b', 'c'].map(digit => ({
      ...RUN,
      id: digit.repeat(32)
    }));
    for (let step = 0; step < 120; step += 1) {
      const roll = random();
      if (roll < 0.3) {
        const text = `${step} `.repeat(1 + Math.floor(random() * 10));
        const added = textJob(`${step}`, text, runs[step % 3]);
        texts.set(added.id, text);
        queue.add(added);
      } else {
        const ids = [...texts.keys()];
        const id = ids[Math.floor(random() * ids.length)] ?? '';
        const actions = ['pause', 'resume', 'cancel', 'retry'] as const;
        queue.act(id, actions[Math.floor(random() * 4)]!);
      }
      if (random() < 0.3) {
        await clock.pass(500 * random());
      }
      expect(store.atOnce).toBeLessThanOrEqual(2);
    }
    // The storm is over: whatever was stopped or failed is wanted after all.
    store.fault = () => undefined;
    for (let turn = 0; turn < 3; turn += 1) {
      await clock.pass(600_000);
      for (const id of texts.keys()) {
        queue.act(id, 'resume');
        queue.act(id, 'retry');
      }
    }
    await clock.pass(600_000);
    expect(store.stored.size).toBe(texts.size);
    for (const [id, text] of texts) {
      expect(queue.get(id)?.status.state).toBe('stored');
      const sha256 = digest(new TextEncoder().encode(text));
      expect(store.stored.get(id)?.sha256).toBe(sha256);
    }
  }
);
