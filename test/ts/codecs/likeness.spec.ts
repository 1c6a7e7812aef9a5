import { describe, expect, it } from 'vitest';

import {
  type ILikeness,
  likenessOf,
  takes
} from '../../../src/codecs/likeness';
import { schemaFile } from '../schemaFile';

interface ICase {
  name: string;
  before: ILikeness;
  now: ILikeness;
  takes: boolean;
}

const { cases } = schemaFile<{ cases: ICase[] }>('vectors/likeness.json');

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
