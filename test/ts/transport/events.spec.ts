import type { Event } from '@jupyterlab/services';
import { Stream } from '@lumino/signaling';
import { describe, expect, it } from 'vitest';

import {
  CHANGE_SCHEMA,
  CHANGES_SCHEMA,
  StoreEvents,
  TRANSFER_SCHEMA
} from '../../../src/transport/events';

function world(): {
  events: StoreEvents;
  emit: (schema_id: string, data: object) => void;
  seen: string[];
} {
  const manager = {} as Event.IManager;
  const stream = new Stream<Event.IManager, Event.Emission>(manager);
  const events = new StoreEvents({ stream });
  const seen: string[] = [];
  events.changed.connect((_, { seq }) => void seen.push(`change ${seq}`));
  events.missed.connect(() => void seen.push('missed'));
  events.transfersChanged.connect(
    (_, transfers) => void seen.push(`transfers ${transfers.length}`)
  );
  const emit = (schema_id: string, data: object): void =>
    stream.emit({ schema_id, ...data });
  return { events, emit, seen };
}

const change = (seq: number): object => ({
  seq,
  kind: 'run',
  run_id: 'a'.repeat(32),
  __timestamp__: '2026-11-23T16:58:14.120Z'
});

describe('events of the store', () => {
  it('are told apart from those of others', () => {
    const { emit, seen } = world();
    emit('https://events.jupyter.org/contents', { action: 'save' });
    emit(CHANGE_SCHEMA, change(1));
    emit(TRANSFER_SCHEMA, { transfers: [] });
    expect(seen).toEqual(['change 1', 'transfers 0']);
  });

  it('tell when some did not come, and do not repeat', () => {
    const { emit, seen } = world();
    [41, 42, 42, 45, 46].forEach(seq => emit(CHANGE_SCHEMA, change(seq)));
    expect(seen).toEqual([
      'change 41',
      'change 42',
      'missed',
      'change 45',
      'change 46'
    ]);
  });

  it('that came together are told in their order, what did not come only once', () => {
    const { emit, seen } = world();
    emit(CHANGE_SCHEMA, change(1));
    emit(CHANGES_SCHEMA, { changes: [2, 3].map(change) });
    emit(CHANGES_SCHEMA, { changes: [3, 7].map(change) });
    emit(CHANGES_SCHEMA, { changes: [{ seq: 'x' }] });
    expect(seen).toEqual([
      ...['change 1', 'change 2', 'change 3'],
      ...['missed', 'change 7', 'missed']
    ]);
  });

  it('start anew with another store', () => {
    const { emit, seen } = world();
    [41, 1].forEach(seq => emit(CHANGE_SCHEMA, change(seq)));
    expect(seen).toEqual(['change 41', 'missed', 'change 1']);
  });

  it('that are not understood still say that something changed', () => {
    const { emit, seen } = world();
    emit(CHANGE_SCHEMA, { seq: 'x' });
    expect(seen).toEqual(['missed']);
  });

  it('end with dispose', () => {
    const { events, emit, seen } = world();
    events.dispose();
    events.dispose();
    emit(CHANGE_SCHEMA, change(1));
    expect(seen).toEqual([]);
  });
});
