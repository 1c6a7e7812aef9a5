import { describe, expect, it } from 'vitest';

import type { ErrorInfo, Receipt } from '../../../src/protocol/generated';
import {
  isEnded,
  isWaiting,
  isWorking,
  reduce,
  type Phase,
  type TransferEvent
} from '../../../src/transfer/state';
import { golden } from '../schemaFile';

const sha256 = 'a'.repeat(64);
const error: ErrorInfo = { code: 'TIMEOUT', message: 'late', retryable: true };
const receipt: Receipt = { ...golden<Receipt>('receipt'), sha256 };

const phases: Record<Phase['status'], Phase> = {
  queued: { status: 'queued' },
  hashing: { status: 'hashing', hashed: 3 },
  ready: { status: 'ready', sha256, sent: 2 },
  uploading: { status: 'uploading', sha256, sent: 5 },
  verifying: { status: 'verifying', sha256 },
  paused: { status: 'paused', sha256, sent: 5 },
  stored: { status: 'stored', receipt, route: 'http' },
  cancelled: { status: 'cancelled' },
  failed: { status: 'failed', error, sha256, sent: 5 }
};

const events: Record<TransferEvent['type'], TransferEvent> = {
  started: { type: 'started' },
  progress: { type: 'progress', bytes: 9 },
  hashed: { type: 'hashed', sha256 },
  digest: { type: 'digest', sha256 },
  sent: { type: 'sent' },
  stored: { type: 'stored', receipt, route: 'http' },
  failed: { type: 'failed', error },
  pause: { type: 'pause' },
  resume: { type: 'resume' },
  cancel: { type: 'cancel' },
  retry: { type: 'retry' },
  reconnect: { type: 'reconnect' }
};

/** What each event makes of each phase; nothing where it is not named. */
const table: Record<
  Phase['status'],
  Partial<Record<TransferEvent['type'], Phase['status']>>
> = {
  queued: {
    started: 'hashing',
    stored: 'stored',
    pause: 'paused',
    cancel: 'cancelled'
  },
  hashing: {
    progress: 'hashing',
    hashed: 'ready',
    stored: 'stored',
    failed: 'failed',
    pause: 'paused',
    cancel: 'cancelled'
  },
  ready: {
    started: 'uploading',
    stored: 'stored',
    pause: 'paused',
    cancel: 'cancelled'
  },
  uploading: {
    progress: 'uploading',
    digest: 'uploading',
    sent: 'verifying',
    reconnect: 'ready',
    stored: 'stored',
    failed: 'failed',
    pause: 'paused',
    cancel: 'cancelled'
  },
  verifying: {
    progress: 'uploading',
    digest: 'verifying',
    reconnect: 'ready',
    stored: 'stored',
    failed: 'failed',
    pause: 'paused',
    cancel: 'cancelled'
  },
  paused: { resume: 'ready', stored: 'stored', cancel: 'cancelled' },
  stored: {},
  cancelled: { retry: 'queued', stored: 'stored' },
  failed: { retry: 'ready', stored: 'stored', cancel: 'cancelled' }
};

describe('one transfer', () => {
  const cases = Object.values(phases).flatMap(phase =>
    Object.values(events).map(event => ({
      phase,
      event,
      from: phase.status,
      what: event.type,
      to: table[phase.status][event.type]
    }))
  );

  it.each(cases)('$from, $what: $to', ({ phase, event, to }) => {
    const next = reduce(phase, event);
    if (to === undefined) {
      const isSame = next === phase || next.status === phase.status;
      expect(isSame).toBe(true);
    } else {
      expect(next.status).toBe(to);
    }
  });

  it('keeps its digest and bytes through a pause, and hashes but once', () => {
    const paused = reduce(phases.uploading, events.pause);
    expect(paused).toEqual({ status: 'paused', sha256, sent: 5 });
    const resumed = reduce(paused, events.resume);
    expect(resumed).toEqual({ status: 'ready', sha256, sent: 5 });
    // The number that people see does not fall back to 0.
    expect(reduce(resumed, events.started)).toEqual(phases.uploading);
    const early = reduce(phases.hashing, events.pause);
    expect(reduce(early, events.resume)).toEqual({ status: 'queued' });
  });

  it('is hashed again when the bytes were not those that were hashed', () => {
    const failed = reduce(phases.verifying, {
      type: 'failed',
      error: { ...error, code: 'DIGEST_MISMATCH' }
    });
    expect(reduce(failed, events.retry)).toEqual({ status: 'queued' });
  });

  it('is in exactly one of: waiting, working, ended, paused', () => {
    for (const phase of Object.values(phases)) {
      const kinds = [
        isWaiting(phase),
        isWorking(phase),
        isEnded(phase),
        phase.status === 'paused'
      ];
      expect(kinds.filter(Boolean)).toHaveLength(1);
    }
  });
});
