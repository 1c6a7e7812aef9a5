import { describe, expect, it } from 'vitest';

import { jsonBlob } from '../../../src/json/write';

const text = async (value: unknown) => (await jsonBlob(value)).text();

describe('JSON that is written bit by bit', () => {
  it.each([
    ['nothing', {}],
    ['an empty list', []],
    ['plain values', { a: [1, -0.5, 1e21, true, null, 'x'], b: { c: [] } }],
    ['keys that are absent', { a: undefined, b: 1, c: undefined }],
    ['gaps in a long list', { a: [...Array<number>(9000), undefined, 1] }],
    ['a long list of numbers', Array.from({ length: 30_000 }, Math.random)],
    [
      'a long object',
      Object.fromEntries(
        Array.from({ length: 9000 }, (_, index) => [`k"${index}`, [index, {}]])
      )
    ],
    ['a long text with quotes', 'a"\\\n\u2028é'.repeat(100_000)],
    // One unit more than the parts, so that cuts fall within characters.
    ['a long text of emoji', `x${'😀'.repeat(300_000)}`],
    ['half a character', `${'\ud83d'.repeat(300_000)}\ude00`]
  ])('has the same bytes: %s', async (_, value) => {
    const expected = JSON.stringify(value);
    // Compared by hand: a difference in megabytes says nothing.
    expect((await text(value)) === expected).toBe(true);
  });

  it('lets other work come between', async () => {
    const value = Array.from({ length: 2000 }, () =>
      Array.from({ length: 1000 }, Math.random)
    );
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const blob = await jsonBlob(value);
    clearInterval(timer);
    expect(blob.size).toBeGreaterThan(30_000_000);
    expect(turns).toBeGreaterThan(5);
  });
});
