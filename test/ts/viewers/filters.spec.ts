import { expect, it } from 'vitest';

import { comparisonsOf } from '../../../src/viewers/table/Filters';

it.each([
  ['double', 'number', 'atLeast'],
  ['timestamp[ns]', 'time', 'atLeast'],
  ['bool', 'text', 'equals'],
  ['string', 'text', 'contains']
] as const)('asks a column of %s first what suits it', (dtype, role, first) => {
  expect(comparisonsOf({ dtype, role })[0]).toBe(first);
});
