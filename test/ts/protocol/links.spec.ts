import { describe, expect, it } from 'vitest';

import { readings } from '../../../src/protocol/addresses';
import { aliasProblem, tagProblem } from '../../../src/protocol/labels';
import { LIMITS } from '../../../src/protocol/limits.generated';
import { permanentLink } from '../../../src/protocol/links';

const STORE = '5'.repeat(32);
const RUN = 'a'.repeat(32);

describe('a permanent link', () => {
  // The right sides are what Python's `quote(name, safe="/")` writes.
  it.each([
    ['a b/c@1', 'a%20b/c%401'],
    ["ä!'()*~_.-", '%C3%A4%21%27%28%29%2A~_.-'],
    ['%2F?#&=+,;:$[]', '%252F%3F%23%26%3D%2B%2C%3B%3A%24%5B%5D'],
    ['漢字/😀', '%E6%BC%A2%E5%AD%97/%F0%9F%98%80']
  ])('of %s is written as the store writes it', (name, quoted) => {
    const link = permanentLink(STORE, { run_id: RUN, name, version: 12 });
    expect(link).toBe(`cellkeep://${STORE}/${RUN}/${quoted}@12`);
    expect(readings(link)).toEqual([
      { store: STORE, run: RUN, name, version: '12' }
    ]);
  });
});

describe('an alias', () => {
  it.each([
    ['best', null],
    ['a.b-c_1', null],
    ['vital', null],
    ['latest', 'reserved'],
    ['v12', 'version'],
    ['3', 'version'],
    ['Best', 'form'],
    ['1st', 'form'],
    ['', 'form'],
    ['a'.repeat(64), null],
    ['a'.repeat(65), 'form']
  ] as const)('%j: %s', (alias, problem) =>
    expect(aliasProblem(alias)).toBe(problem)
  );
});

describe('a tag', () => {
  it.each([
    ['paper', null],
    ['two words', null],
    ['  ', 'empty'],
    ['😀'.repeat(LIMITS.tag_characters), null],
    ['a'.repeat(LIMITS.tag_characters + 1), 'long'],
    ['a\tb', 'unprintable'],
    ['a\u00a0b', 'unprintable'],
    ['a\u200bb', 'unprintable']
  ] as const)('%j: %s', (tag, problem) =>
    expect(tagProblem(tag)).toBe(problem)
  );
});
