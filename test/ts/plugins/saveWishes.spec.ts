import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { expect, it } from 'vitest';

import { describeOnceStored } from '../../../src/plugins/outputs/saveWishes';
import type { TransferStatus } from '../../../src/protocol/generated';
import type { ICellkeep } from '../../../src/tokens';
import { ID, RECEIPT, transfer } from './transfer';

/** The parts of Cellkeep that tags and notes go through. */
function parts(now?: TransferStatus) {
  const edits: unknown[] = [];
  const transfers = {
    get: () => now,
    stored: new Signal<object, TransferStatus>({})
  };
  const library = {
    changeTags: (id: string, tags: readonly string[]) =>
      Promise.resolve(void edits.push([id, tags])),
    edit: (id: string, edit: object) =>
      Promise.resolve(void edits.push([id, edit]))
  };
  return {
    edits,
    stored: transfers.stored,
    cellkeep: { library, transfers } as unknown as ICellkeep
  };
}

const WISHES = { tags: ['first'], notes: 'why' };
const trans = nullTranslator.load('cellkeep');

it.each([
  ['a receipt', { receipt: RECEIPT }, RECEIPT.artifact_id],
  ['the word of the catalog, which may come before it', {}, ID]
])('tags and notes follow %s', async (_, told, artifact) => {
  const wanted = [
    [artifact, ['first']],
    [artifact, { notes: 'why' }]
  ];
  const later = parts(transfer({}));
  describeOnceStored(later.cellkeep, ID, WISHES, trans);
  expect(later.edits).toEqual([]);
  for (const id of ['9'.repeat(32), ID, ID]) {
    later.stored.emit(transfer({ ...told, id, state: 'stored' }));
  }
  await expect.poll(() => later.edits).toEqual(wanted);

  const before = parts(transfer({ ...told, state: 'stored' }));
  describeOnceStored(before.cellkeep, ID, WISHES, trans);
  await expect.poll(() => before.edits).toEqual(wanted);
});
