import { describe, expect, it } from 'vitest';

import { FairQueue } from '../../../src/transfer/fairQueue';
import { seeded } from './world';

function takeAll(queue: FairQueue): string[] {
  const ids: string[] = [];
  for (let id = queue.take(); id !== undefined; id = queue.take()) {
    ids.push(id);
  }
  return ids;
}

describe('the order of waiting transfers', () => {
  it('is by size within a run, and by arrival among equals', () => {
    const queue = new FairQueue();
    queue.add('large', 'a', 100);
    queue.add('first small', 'a', 1);
    queue.add('second small', 'a', 1);
    queue.add('middle', 'a', 50);
    expect(takeAll(queue)).toEqual([
      'first small',
      'second small',
      'middle',
      'large'
    ]);
  });

  it('gives each run its turn', () => {
    const queue = new FairQueue();
    for (let index = 0; index < 4; index += 1) {
      queue.add(`a${index}`, 'a', 1);
    }
    queue.add('b0', 'b', 1000);
    queue.add('b1', 'b', 1001);
    expect(takeAll(queue)).toEqual(['a0', 'b0', 'a1', 'b1', 'a2', 'a3']);
    expect(queue.length).toBe(0);
  });

  it('sorts ten thousand of any size', () => {
    const random = seeded(7);
    const sizes = Array.from({ length: 10_000 }, () =>
      Math.floor(random() * 1e6)
    );
    const queue = new FairQueue();
    sizes.forEach((size, index) => queue.add(String(index), 'a', size));
    const taken = takeAll(queue).map(id => sizes[Number(id)]);
    expect(taken).toEqual([...sizes].sort((left, right) => left - right));
  });
});
