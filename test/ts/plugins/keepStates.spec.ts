import { OutputModel } from '@jupyterlab/rendermime';
import { Signal } from '@lumino/signaling';
import { beforeEach, describe, expect, it } from 'vitest';

import type { ITransfersModel } from '../../../src/model/types';
import {
  KeepStates,
  keepStateOf
} from '../../../src/plugins/outputs/keepStates';
import type { TransferStatus } from '../../../src/protocol/generated';
import { ID, RECEIPT, transfer } from './transfer';

/** The transfers as far as the states look at them. */
class Transfers {
  readonly stateChanged = new Signal<this, void>(this);
  now: TransferStatus | undefined;

  get(id: string): TransferStatus | undefined {
    return id === ID ? this.now : undefined;
  }

  become(changes: Partial<TransferStatus> | undefined): void {
    this.now = changes && transfer(changes);
    this.stateChanged.emit();
  }
}

describe('the state of an output that is kept', () => {
  let transfers: Transfers;
  let states: KeepStates;
  let output: OutputModel;

  beforeEach(() => {
    transfers = new Transfers();
    states = new KeepStates(transfers as unknown as ITransfersModel);
    output = new OutputModel({
      value: { output_type: 'stream', name: 'stdout', text: 'one\n' },
      trusted: true
    });
    transfers.now = transfer({});
    states.begin(output);
    states.follow(output, ID);
  });

  it('goes from progress to a tick, and stays when the transfer leaves the list', () => {
    transfers.become({ state: 'uploading', sent: 50 });
    expect(states.stateOf(output)).toEqual({ status: 'busy', fraction: 0.25 });
    transfers.become({ state: 'stored', sent: 200, receipt: RECEIPT });
    transfers.become(undefined);
    expect(states.stateOf(output)).toEqual({
      status: 'kept',
      name: 'fig',
      version: 4
    });
    expect(states.artifactOf(output)).toBe(RECEIPT.artifact_id);
  });

  it('follows a retry after a failure', () => {
    const error = {
      code: 'STORE_FULL',
      message: 'full',
      retryable: true
    } as const;
    transfers.become({ state: 'failed', error });
    expect(states.stateOf(output)).toEqual({ status: 'failed', error });
    transfers.become({ state: 'stored', receipt: RECEIPT });
    expect(states.stateOf(output).status).toBe('kept');
  });

  it('is as if nothing had been when it is cancelled or dismissed', () => {
    transfers.become({ state: 'cancelled' });
    expect(states.stateOf(output)).toEqual({ status: 'idle' });
  });

  it('ends when the output becomes another one', () => {
    transfers.become({ state: 'stored', receipt: RECEIPT });
    output.streamText?.insert(4, 'two\n');
    expect(states.stateOf(output)).toEqual({ status: 'idle' });
    expect(states.artifactOf(output)).toBeUndefined();
  });

  it('is not taken from a transfer of an earlier text of the output', () => {
    output.streamText?.insert(4, 'two\n');
    transfers.become({ state: 'stored', receipt: RECEIPT });
    expect(states.stateOf(output)).toEqual({ status: 'idle' });
  });

  it('tells each change, and only the output that it is of', () => {
    const told: unknown[] = [];
    states.changed.connect((_, changed) => told.push(changed));
    transfers.become({ state: 'verifying', sent: 200 });
    expect(told).toEqual([output]);
    const other = new OutputModel({
      value: { output_type: 'stream', name: 'stdout', text: 'other' },
      trusted: true
    });
    expect(states.stateOf(other)).toEqual({ status: 'idle' });
  });
});

it('an empty transfer has no fraction rather than a wrong one', () => {
  expect(keepStateOf(transfer({ size: 0 }))).toEqual({
    status: 'busy',
    fraction: null
  });
});
