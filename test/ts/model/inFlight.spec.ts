import { describe, expect, it } from 'vitest';

import {
  CALM_MS,
  MOST_MOVING,
  MOST_WAITING,
  shownOf,
  type IInFlight
} from '../../../src/model/inFlight';
import type { TransferState } from '../../../src/protocol/generated';
import { statusOf } from './transferSamples';

const NOW = 1_000_000;

function one(id: number, state: TransferState, isShown = false): IInFlight {
  const merged = statusOf({ now: () => NOW }, `${id}`, state);
  return { since: NOW - CALM_MS, isShown, merged };
}

function many(count: number, state: TransferState): IInFlight[] {
  return Array.from({ length: count }, (_, id) => one(id, state));
}

function ids(transfers: ReadonlyArray<IInFlight>): string[] {
  return shownOf(transfers, NOW).rows.map(({ id }) => id);
}

describe('the rows of what is in flight', () => {
  it('are few where thousands wait, and the rest is counted', () => {
    const { rows, waiting } = shownOf(many(2000, 'queued'), NOW);
    expect(rows).toHaveLength(MOST_WAITING);
    expect(rows[0]?.id).toBe('1999');
    expect(waiting).toBe(2000 - MOST_WAITING);
  });

  it('are few where hundreds go together, and do not come and go with each', () => {
    const moving = many(200, 'uploading');
    const { rows, waiting } = shownOf(moving, NOW);
    expect(rows).toHaveLength(MOST_MOVING);
    expect(waiting).toBe(200 - MOST_MOVING);
    const later = moving.map(({ merged }, id) =>
      one(id, id < 190 ? 'uploading' : 'stored', rows.includes(merged))
    );
    expect(ids(later)).toEqual(rows.map(({ id }) => id));
  });

  it('hold every failure, at once and in any crowd', () => {
    const failed = Array.from({ length: 50 }, (_, id) => ({
      ...one(id, 'failed'),
      since: NOW
    }));
    const { rows } = shownOf([...failed, ...many(2000, 'queued')], NOW);
    expect(rows.filter(({ state }) => state === 'failed')).toHaveLength(50);
  });

  it('leave out what is new, and what was stored in a moment', () => {
    const fresh = { ...one(1, 'uploading'), since: NOW - CALM_MS + 1 };
    const queued = { ...one(2, 'queued'), since: NOW };
    expect(ids([fresh, queued, one(3, 'stored'), one(4, 'cancelled')])).toEqual(
      []
    );
    expect(shownOf([queued], NOW).waiting).toBe(0);
  });

  it('stay until the transfer is gone', () => {
    const moved = { ...one(1, 'uploading', true), since: NOW };
    expect(ids([moved, one(2, 'stored', true)])).toEqual(['2', '1']);
  });

  it('keep what a person paused, and do not grow when all is paused', () => {
    const before = Array.from({ length: 12 }, (_, id) =>
      one(id, 'paused', true)
    );
    expect(ids(before)).toHaveLength(12);
    expect(ids(many(2000, 'paused'))).toHaveLength(MOST_WAITING);
  });
});
