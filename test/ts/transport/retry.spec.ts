import { describe, expect, it } from 'vitest';

import { CellkeepError } from '../../../src/protocol/errors';
import {
  backoffMs,
  isPassing,
  isWorthRepeating,
  retryAfterMs
} from '../../../src/transport/retry';

describe('trying again', () => {
  it.each([
    [0, true],
    [400, false],
    [404, false],
    [408, true],
    [409, true],
    [423, true],
    [429, true],
    [460, true],
    [500, true],
    [503, true],
    [507, false]
  ])('after status %i: %s', (status, expected) => {
    expect(isWorthRepeating(status)).toBe(expected);
  });

  it('waits longer and longer, never too long, and never the same', () => {
    expect(backoffMs(0, 1)).toBe(500);
    expect(backoffMs(3, 0.5)).toBe(2000);
    expect(backoffMs(20, 1)).toBe(30_000);
    expect(backoffMs(5, 0)).toBe(0);
  });

  it.each([
    [new CellkeepError('STORE_UNREACHABLE', ''), true],
    [new CellkeepError('CATALOG_BUSY', ''), true],
    [new CellkeepError('STORE_FULL', ''), false],
    [new CellkeepError('UPLOAD_NOT_FOUND', ''), false],
    [new CellkeepError('BAD_NAME', ''), false],
    [new Error('a bug'), false]
  ])('after %s: %s', (error, expected) => {
    expect(isPassing(error)).toBe(expected);
  });

  it('waits as long as the server says', () => {
    const now = Date.parse('2026-11-23T16:58:14.000Z');
    expect(retryAfterMs('3', now)).toBe(3000);
    expect(retryAfterMs('Mon, 23 Nov 2026 16:58:24 GMT', now)).toBe(10_000);
    expect(retryAfterMs('99999', now)).toBe(120_000);
    expect(retryAfterMs('-5', now)).toBe(0);
    expect(retryAfterMs('nonsense', now)).toBe(0);
    expect(retryAfterMs(undefined, now)).toBe(0);
  });
});
