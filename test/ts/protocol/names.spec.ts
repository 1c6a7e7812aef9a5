import { describe, expect, it } from 'vitest';

import { CellkeepError } from '../../../src/protocol/errors';
import { checkName } from '../../../src/protocol/names';
import { schemaFile } from '../schemaFile';

interface ICase {
  name: string;
  input: string;
  output?: string;
  error?: true;
}

const { cases } = schemaFile<{ cases: ICase[] }>('vectors/names.json');

describe('names', () => {
  it.each(cases)('$name', ({ input, output }) => {
    if (output === undefined) {
      expect(() => checkName(input)).toThrow(CellkeepError);
    } else {
      expect(checkName(input)).toBe(output);
    }
  });

  it('say which rule is broken, in one line', () => {
    const long = 'x'.repeat(600);
    expect(() => checkName(long)).toThrow(
      /^'x{57}\.\.\.' cannot be an artifact's name: it has 600 characters/
    );
  });
});
