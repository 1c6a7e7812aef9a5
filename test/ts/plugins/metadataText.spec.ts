import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';

import {
  metadataText,
  readMetadata
} from '../../../src/plugins/editing/metadataText';

const trans = nullTranslator.load('cellkeep');

describe('metadata as text', () => {
  it('comes back as it was', () => {
    const metadata = { lr: 0.1, deep: { list: [1, null, 'ä'] }, '': true };
    expect(readMetadata(metadataText(metadata), trans)).toEqual({ metadata });
  });

  it.each([
    ['{', /^Not JSON/],
    ['[1]', /is an object/],
    ['null', /is an object/],
    ['{"seed": 12345678901234567890}', /12345678901234567000/],
    ['{"a": [{"b": -9007199254740993}]}', /Write it as text/],
    ['{"a": 1e999}', /Infinity/]
  ])('says what is wrong with %s', (text, said) => {
    const read = readMetadata(text, trans);
    expect('problem' in read && read.problem).toMatch(said);
  });
});
