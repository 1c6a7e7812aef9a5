import { describe, expect, it } from 'vitest';

import { CellkeepError } from '../../../src/protocol/errors';
import type {
  ContentsRequest,
  TransferStatus
} from '../../../src/protocol/generated';
import {
  BATCH_PATHS,
  ContentsBatches,
  batchesOf
} from '../../../src/transfer/contents';
import type { ISaveRequest } from '../../../src/transfer/request';
import { RUN, request, settle } from './world';

function file(path: string, changes: Partial<ISaveRequest> = {}): ISaveRequest {
  return {
    ...request(path, ''),
    source: { type: 'contents', path },
    ...changes
  };
}

describe("files of the server's own", () => {
  it('are asked for in few requests, each of one run and category', () => {
    const other = { ...RUN, id: 'b'.repeat(32) };
    const many = Array.from({ length: BATCH_PATHS + 1 }, (_, index) =>
      file(`${index}.csv`)
    );
    const batches = batchesOf([
      ...many,
      file('code.py', { category: 'code' }),
      file('other.csv', { run: other }),
      request('bytes', 'are not the server’s')
    ]);
    expect(batches.map(({ paths }) => paths.length)).toEqual([500, 1, 1, 1]);
    expect(batches.map(({ run, category }) => [run.id[0], category])).toEqual([
      ['a', 'output'],
      ['a', 'output'],
      ['a', 'code'],
      ['b', 'output']
    ]);
  });

  it('show why the server did not take them, and are asked for again', async () => {
    const seen: TransferStatus[] = [];
    const accepted: string[] = [];
    const sent: ContentsRequest[] = [];
    let isAway = true;
    const batches = new ContentsBatches({
      send: async batch => {
        sent.push(batch);
        await settle();
        if (isAway) {
          throw new CellkeepError('STORE_UNREACHABLE', 'away');
        }
        return { transfers: [] };
      },
      onChange: status => seen.push(status),
      onAccepted: id => accepted.push(id)
    });
    batches.add(['d/a.csv', 'b.csv', 'c.csv', 'e.csv'].map(path => file(path)));
    await settle();
    expect(seen.map(({ state, name }) => [state, name])).toEqual([
      ['queued', 'a.csv, b.csv, c.csv, … (4)'],
      ['failed', 'a.csv, b.csv, c.csv, … (4)']
    ]);
    expect(seen[1]?.error?.code).toBe('STORE_UNREACHABLE');
    isAway = false;
    const id = seen[0]!.id;
    batches.retry(id);
    await settle();
    expect(accepted).toEqual([id]);
    expect(batches.has(id)).toBe(false);
    expect(sent).toHaveLength(2);
  });
});
