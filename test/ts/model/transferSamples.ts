/** What the tests of transfers tell of. */
import type {
  Receipt,
  TransferAction,
  TransferStatus
} from '../../../src/protocol/generated';
import type { Teller } from '../../../src/model/merge';
import type { ITransferOwner } from '../../../src/model/transfers';
import type { TestClock } from '../transfer/world';
import { transfer } from '../plugins/transfer';
import { golden } from '../schemaFile';

/** Who works on transfers, and writes down what it is asked. */
export class Owner implements ITransferOwner {
  constructor(readonly teller: Teller) {}
  readonly acts: string[] = [];
  readonly forgotten: string[] = [];
  act(id: string, action: TransferAction): void {
    this.acts.push(`${action} ${id}`);
  }
  forget(id: string, { state }: TransferStatus): void {
    this.forgotten.push(`${id} ${state}`);
  }
}

/** A transfer of 1,000 bytes, as it is told of now. */
export function statusOf(
  clock: Pick<TestClock, 'now'>,
  id: string,
  state: TransferStatus['state'],
  changes: Partial<TransferStatus> = {}
): TransferStatus {
  return transfer({
    id,
    run_id: 'r',
    name: id,
    codec: 'bytes.v1',
    size: 1000,
    state,
    updated_at: new Date(clock.now()).toISOString(),
    ...changes
  });
}

export const receipt: Receipt = {
  ...golden<Receipt>('receipt'),
  offer_id: 'a',
  artifact_id: 'a'
};
