import { nullTranslator } from '@jupyterlab/translation';
import { expect, test } from 'vitest';

import type { StoreStatus } from '../../../src/protocol/generated';
import { spoolWords } from '../../../src/ui/sidebar/StoreBars';
import { wayWords } from '../../../src/ui/sidebar/TransferRow';
import { transfer } from './fixtures';

const trans = nullTranslator.load('cellkeep');

test('a save under way says how it goes and how fast', () => {
  const moving = transfer(1, { state: 'uploading', route: 'http' });
  expect(wayWords(moving, 212e6, trans)).toBe('over HTTP · 212 MB/s');
  expect(wayWords({ ...moving, route: undefined }, 0, trans)).toBe('');
});

test('saves that wait are counted, with their limit and since when', () => {
  const now = new Date('2026-11-23T17:00:00.000Z');
  const status = {
    spooled: 3,
    spooled_bytes: 12e6,
    spool_limit_bytes: 10e9,
    spool_oldest_at: '2026-11-23T16:50:00.000Z'
  } as StoreStatus;
  expect(spoolWords(status, now, trans)).toBe(
    '3 saves waiting · 12 MB of 10 GB · 10 minutes ago'
  );
});
