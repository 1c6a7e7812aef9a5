import { describe, expect, it } from 'vitest';

import type { IReadJob } from '../../../src/transfer/batch';
import { BatchLine } from '../../../src/transfer/batchLine';
import { jobOfRequest } from '../../../src/transfer/job';
import { request } from './world';

function read(count: number, bytes = 20): IReadJob[] {
  return Array.from({ length: count }, (_, index) => {
    const content = new Uint8Array(bytes);
    const job = jobOfRequest(request(`${index}`, 'x'), new Blob([content]));
    return { job, sha256: '0'.repeat(64), content };
  });
}

describe('small files that were read', () => {
  it('go together once two requests are under way', () => {
    const line = new BatchLine();
    line.add(read(32));
    expect(line.take()).toHaveLength(32);
    line.add(read(32));
    expect(line.take()).toHaveLength(32);
    for (let slice = 0; slice < 6; slice += 1) {
      line.add(read(32));
    }
    expect(line.take()).toBeUndefined();
    line.done();
    expect(line.take()).toHaveLength(192);
    expect(line.take()).toBeUndefined();
  });

  it('wait for no more than a request takes', () => {
    const line = new BatchLine();
    line.add(read(150));
    expect(line.isRoom).toBe(true);
    line.add(read(100));
    expect(line.isRoom).toBe(false);
    expect(line.take()).toHaveLength(150);
    line.add(read(16, 65_536));
    expect(line.isRoom).toBe(false);
    expect(line.take()).toHaveLength(100);
    line.clear();
    line.done();
    expect(line.take()).toBeUndefined();
  });
});
