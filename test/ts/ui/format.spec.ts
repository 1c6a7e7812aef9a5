import { beforeAll, describe, expect, test } from 'vitest';

import { minutesAgo, NOW, trans } from './fixtures';
import * as format from '../../../src/ui/format';
import { schemaFile } from '../schemaFile';

beforeAll(() => {
  document.documentElement.lang = 'en-US';
});

test('bytes are written as in the terminal', () => {
  const { sizes } = schemaFile<{ sizes: [number, string][] }>(
    'vectors/sizes.json'
  );
  for (const [size, text] of sizes) {
    expect(format.bytes(size).replace('\u00a0', ' ')).toBe(text);
  }
});

test.each([
  [0, '0 B'],
  [1023, '1,023 B'],
  [1024, '1 KiB'],
  [1536, '1.5 KiB'],
  [10 * 2 ** 30, '10 GiB'],
  [10.5 * 2 ** 30, '10.5 GiB'],
  [2 ** 40 - 1, '1 TiB'],
  [8_000_000 * 2 ** 30, '7.6 PiB']
])('%d bytes are %s in binary units', (size, text) => {
  expect(format.binaryBytes(size)).toBe(text);
});

test('a fraction is 100% only when nothing is left', () => {
  expect(format.percent(0.999)).toBe('99%');
  expect(format.percent(format.fractionOf(1000, 1000))).toBe('100%');
  expect(format.percent(format.fractionOf(0, 0))).toBe('100%');
});

test.each([
  [0.2, '1 s'],
  [12, '12 s'],
  [60, '1 min'],
  [200, '3 min 20 s'],
  [7500, '2 h 5 min'],
  [7200, '2 h']
])('%d seconds are written as %s', (seconds, text) => {
  expect(format.duration(seconds, trans)).toBe(text);
});

test('times of today, yesterday and before are told apart', () => {
  expect(format.runTime(minutesAgo(58), NOW, trans)).toMatch(/^0?2:02/);
  expect(format.runTime(minutesAgo(24 * 60), NOW, trans)).toMatch(
    /^yesterday /
  );
  expect(format.runTime(minutesAgo(20 * 24 * 60), NOW, trans)).toMatch(
    /^Nov 3 /
  );
  expect(format.runTime(minutesAgo(400 * 24 * 60), NOW, trans)).toMatch(
    /2025$/
  );
});

test('a moment ahead of the clock is just now', () => {
  expect(format.relativeTime(minutesAgo(-1), NOW, trans)).toBe('just now');
  expect(format.relativeTime(minutesAgo(5), NOW, trans)).toBe('5 minutes ago');
  expect(format.relativeTime(minutesAgo(24 * 60), NOW, trans)).toBe(
    'yesterday'
  );
});

test('a language that the browser does not know leaves its own', () => {
  document.documentElement.lang = 'not a language';
  expect(format.number(1234567)).toMatch(/1.?234.?567/);
  document.documentElement.lang = 'en-US';
});

test.each<[number | string, string]>([
  ['0.23238312345', '0.232383'],
  ['-0.23238312345', '-0.232383'],
  ['0.0000033238312345', '3.32383e-6'],
  ['3.3238312345e-06', '3.32383e-6'],
  ['1234567.891', '1234567.9'],
  ['12345678901234567000', '12345678901234567000'],
  ['3.0', '3.0'],
  ['nan', 'nan'],
  ['-inf', '-inf'],
  ['', ''],
  ['(1.123456789+2.1j)', '(1.123456789+2.1j)'],
  [0.1 + 0.2, '0.3'],
  [42, '42'],
  [Infinity, 'Infinity']
])('the float %s is shown as %s', (value, text) => {
  expect(format.shortFloat(value)).toBe(text);
});

describe('names', () => {
  test('control characters become visible', () => {
    expect(format.displayName('a\nb\u0000\u007f')).toBe('a␊b␀␡');
    expect(format.displayName('a\u0085b')).toBe('a⟨0085⟩b');
  });

  test('marks that turn the text around become visible', () => {
    expect(format.displayName('gpj\u202Eexe')).toBe('gpj⟨202E⟩exe');
  });

  test('lone surrogates become visible, and pairs stay what they are', () => {
    expect(format.displayName('x\ud800')).toBe('x⟨D800⟩');
    expect(format.displayName('𝛼 🎉 é 数据')).toBe('𝛼 🎉 é 数据');
  });
});
