/** Which columns of a table stand where, and how wide: as a person put them, and kept with the tab. */
import type { ReadonlyJSONObject } from '@lumino/coreutils';
import * as React from 'react';

import { LEAST_WIDTH, MOST_WIDTH } from '../frame/GridHead';
import type { IKept } from '../frame/keptState';

interface ILayout {
  /** The table's columns in the order in which they are shown. */
  readonly order: readonly number[];
  /** The widths that a person chose, by the table's columns. */
  readonly widths: Readonly<Record<string, number>>;
  /** So many of the first columns stay on the screen. */
  readonly pinned: number;
}

/** The layout, and how to change it; places are those on the screen. */
export interface IColumnLayout extends ILayout {
  setWidth(place: number, width: number): void;
  /** Puts a column before another one. */
  move(from: number, to: number): void;
  /** Pins a column, or lets it go. */
  setPinned(place: number, isPinned: boolean): void;
}

/** Returns the layout of a table of so many columns. */
export function useColumnLayout(
  { get, set }: IKept,
  count: number
): IColumnLayout {
  const kept = get<ReadonlyJSONObject>('layout', {});
  const key = JSON.stringify(kept);
  return React.useMemo(() => {
    const layout = layoutOf(JSON.parse(key) as Partial<ILayout>, count);
    const change = (next: Partial<ILayout>): void =>
      set('layout', {
        order: [...(next.order ?? layout.order)],
        widths: { ...(next.widths ?? layout.widths) },
        pinned: next.pinned ?? layout.pinned
      });
    const move = (from: number, to: number, pinned?: number): void =>
      change({
        order: moved(layout.order, from, to),
        pinned: pinned ?? pinnedAfter(layout.pinned, from, to)
      });
    return {
      ...layout,
      setWidth: (place, width) => {
        const column = layout.order[place] ?? place;
        const kept = Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, width));
        change({ widths: { ...layout.widths, [column]: kept } });
      },
      move,
      setPinned: (place, isPinned) => {
        const pinned = layout.pinned + (isPinned ? 1 : -1);
        // Either way it stands at the border of the pinned ones.
        move(place, layout.pinned, pinned);
      }
    };
    // How to keep it is the same all the time.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, count]);
}

/** What was kept, as far as it fits the table. */
function layoutOf(kept: Partial<ILayout>, count: number): ILayout {
  const { order = [], pinned = 0, widths = {} } = kept;
  const known = new Set(order.filter(column => column < count));
  for (let column = 0; column < count; column += 1) {
    known.add(column);
  }
  return { order: [...known], widths, pinned: Math.min(pinned, count) };
}

/** The same things with one of them before another. */
export function moved<T>(order: readonly T[], from: number, to: number): T[] {
  const rest = order.filter((_, place) => place !== from);
  const column = order[from];
  if (column !== undefined) {
    rest.splice(to > from ? to - 1 : to, 0, column);
  }
  return rest;
}

/** A column that is put among the pinned ones is pinned, and one that is taken from there is not. */
function pinnedAfter(pinned: number, from: number, to: number): number {
  const wasPinned = from < pinned;
  const isPinned = to < pinned || (wasPinned && to === pinned);
  return pinned + Number(isPinned) - Number(wasPinned);
}
