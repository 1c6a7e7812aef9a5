import type { Receipt, TransferStatus } from '../../../src/protocol/generated';
import { golden } from '../schemaFile';

export const ID = '1'.repeat(32);

/** A save of the browser that waits. */
export function transfer(changes: Partial<TransferStatus>): TransferStatus {
  return {
    id: ID,
    run_id: '2'.repeat(32),
    run_name: 'a.ipynb',
    name: 'fig',
    category: 'output',
    media_type: 'text/plain',
    codec: 'mimebundle.v1',
    size: 200,
    origin: 'browser',
    state: 'queued',
    sent: 0,
    updated_at: '2026-11-23T16:58:14.120Z',
    ...changes
  };
}

export const RECEIPT: Receipt = {
  ...golden<Receipt>('receipt'),
  offer_id: ID,
  artifact_id: '3'.repeat(32),
  name: 'fig',
  version: 4
};
