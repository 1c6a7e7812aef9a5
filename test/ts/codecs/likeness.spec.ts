import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import {
  type ILikeness,
  likenessOf,
  takes
} from '../../../src/codecs/likeness';

interface ICase {
  name: string;
  before: ILikeness;
  now: ILikeness;
  takes: boolean;
}

const { cases } = JSON.parse(
  readFileSync('schema/vectors/likeness.json', 'utf8')
) as { cases: ICase[] };

describe('what is a version of a thing', () => {
  it.each(cases)('$name', one => {
    expect(takes(one.before, one.now)).toBe(one.takes);
  });

  it('is seen in a preview', () => {
    expect(
      likenessOf('array', {
        type: 'array',
        shape: [3, 4],
        dtype: 'int64',
        text: ''
      })
    ).toEqual({ kind: 'array', dimensions: 2 });
  });
});
