import { describe, expect, it } from 'vitest';

import {
  readings,
  shortAddress,
  type IReading
} from '../../../src/protocol/addresses';
import { schemaFile } from '../schemaFile';

interface ICase {
  address: string;
  readings?: IReading[];
}

const { cases } = schemaFile<{ cases: ICase[] }>('vectors/addresses.json');

describe('an address', () => {
  it.each(cases)('$address', ({ address, readings: expected = [] }) => {
    expect(readings(address)).toEqual(expected);
  });

  it('that is written is read again', () => {
    const artifact = { run_id: 'a'.repeat(32), name: 'a/b@1', version: 7 };
    expect(readings(shortAddress(artifact))).toContainEqual({
      run: 'a'.repeat(12),
      name: 'a/b@1',
      version: '7'
    });
  });
});
