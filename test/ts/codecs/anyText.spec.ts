import { describe, expect, it } from 'vitest';

import { anyText } from '../../../src/codecs/anyText';
import { valueSlice } from '../../../src/viewers/table/slices';

describe('the text of any value', () => {
  it.each<[unknown, string]>([
    [Infinity, 'inf'],
    [-Infinity, '-inf'],
    [NaN, 'nan'],
    [-0, '-0'],
    [12n, '12'],
    [new Date('2026-01-02T03:04:05.600Z'), '2026-01-02 03:04:05.600'],
    [new Date('2026-01-02T00:00:00Z'), '2026-01-02'],
    [new Date(NaN), 'NaT'],
    [Uint8Array.of(0, 255), '0x00ff'],
    [{ a: [1.5, null], b: { c: true } }, '{a: [1.5, None], b: {c: true}}'],
    [new Map([['k', Float32Array.of(0.5)]]), '{k: [0.5]}']
  ])('%o is %s', (value, text) => {
    expect(anyText(value)).toBe(text);
    // Parquet's columns say what Arrow's say.
    expect(valueSlice([value], 'text').text(0)).toBe(text);
  });

  it('ends where a value holds too many others, or holds itself', () => {
    const many = anyText(Array.from({ length: 30_000 }, () => 1));
    expect(many.endsWith(', …]')).toBe(true);
    expect(many.length).toBeLessThan(70_000);
    const round: unknown[] = [];
    round.push(round, round);
    expect(anyText(round)).toContain('…');
  });
});
