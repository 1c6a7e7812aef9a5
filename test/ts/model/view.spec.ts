import { expect, test } from 'vitest';

import {
  dayName,
  DEFAULT_VIEW,
  inGroup,
  isFiltered,
  isRunList,
  NO_FILTER,
  wireFilter
} from '../../../src/model/view';

const NOW = new Date(2026, 10, 26, 15, 30).getTime();
const midnight = (day: number): string => new Date(2026, 10, day).toISOString();

test('a filter is one as soon as it asks for anything', () => {
  expect(isFiltered(NO_FILTER)).toBe(false);
  expect(isFiltered({ text: '  ', tag: undefined, kind: [] })).toBe(false);
  expect(isFiltered({ text: 'x' })).toBe(true);
  expect(isFiltered({ text: '', sizeMin: 0 })).toBe(true);
  expect(isRunList(DEFAULT_VIEW)).toBe(true);
  expect(isRunList({ ...DEFAULT_VIEW, descending: false })).toBe(false);
});

test('days are local ones, today is the first of the last days, and the last is included', () => {
  const times = (date: object) => {
    const { since, until } = wireFilter({ text: '', date }, NOW);
    return [since, until];
  };
  expect(times({ lastDays: 1 })).toEqual([midnight(26), undefined]);
  expect(times({ lastDays: 7 })).toEqual([midnight(20), undefined]);
  expect(times({ from: '2026-11-03', to: '2026-11-03' })).toEqual([
    midnight(3),
    midnight(4)
  ]);
  expect(times({ to: '2026-11-30' })).toEqual([undefined, midnight(31)]);
});

test('a day of the list is no wider than the days that are asked for', () => {
  const day = dayName(new Date(NOW));
  expect(day).toBe('2026-11-26');
  const { since, until } = inGroup({}, 'day', day);
  expect(Date.parse(until ?? '') - Date.parse(since ?? '')).toBe(86_400_000);
  const noon = new Date(2026, 10, 26, 12).toISOString();
  expect(inGroup({ since: noon }, 'day', day)).toEqual({ since: noon, until });
  expect(inGroup({ until: noon }, 'day', day)).toEqual({ since, until: noon });
});

test('other groups are what the server counts', () => {
  expect(inGroup({ q: 'x' }, 'notebook', '')).toEqual({
    q: 'x',
    group: 'notebook:'
  });
  expect(inGroup({ q: 'x' }, 'none', '')).toEqual({ q: 'x' });
});
