import * as React from 'react';
import {
  useVirtualizer,
  defaultRangeExtractor,
  type Range
} from '@tanstack/react-virtual';

import type { ListProps, TreeProps } from '../props';
import { useLatest } from '../useLatest';
import { Rows } from './rows';
import { ROW_HEIGHT, TreeRow, type TreeRowHandlers } from './TreeRow';
import { useDragOut } from './useDragOut';
import { useSteadyScroll } from './useSteadyScroll';
import { useTreeControl } from './useTreeControl';

/** Handed out so that the search box can send the keyboard into the list. */
export interface ArtifactTreeHandle {
  focus(): void;
}

/**
 * Everything in flight and everything stored as one tree in one virtual list.
 *
 * Only the rows on the screen exist, and the active row always does: the keyboard stays where it is
 * when a person scrolls away from it.
 */
export const ArtifactTree = React.forwardRef<ArtifactTreeHandle, TreeProps>(
  function ArtifactTree(props, handle): JSX.Element {
    const { flight, list, selection, trans } = props;
    const { pace, transfers, waiting } = flight;
    const { shown } = list;
    const [flightExpanded, setFlightExpanded] = React.useState(true);
    const rows = React.useMemo(
      () =>
        new Rows({
          inFlight: { rows: flight.rows, waiting },
          flightExpanded,
          list: shown
        }),
      [flight.rows, waiting, flightExpanded, shown]
    );
    const scroller = React.useRef<HTMLDivElement>(null);
    const control = useTreeControl(props, rows, scroller, {
      scrollTo: index => virtualizer.scrollToIndex(index),
      setFlightExpanded
    });
    const { activeIndex } = control;
    const virtualizer = useVirtualizer({
      count: rows.length,
      getScrollElement: () => scroller.current,
      estimateSize: rowHeight,
      overscan: 12,
      rangeExtractor: React.useCallback(
        (range: Range) => withIndex(defaultRangeExtractor(range), activeIndex),
        [activeIndex]
      )
    });
    useSteadyScroll(scroller, rows, ROW_HEIGHT);
    React.useImperativeHandle(handle, () => ({ focus: control.focus }));

    const [hovered, setHovered] = React.useState<string | null>(null);
    const startDrag = useDragOut(list.onDragStart, rows, selection.ids);
    const selected = React.useMemo(
      () => new Set(selection.ids),
      [selection.ids]
    );
    const now = useMinute(props.now);
    const header = React.useMemo(
      () => ({ transfers, pace }),
      [transfers, pace]
    );
    const items = virtualizer.getVirtualItems();
    useLoadMore(list, rows, items[0]?.index ?? 0, items.at(-1)?.index ?? -1);
    const latest = useLatest({ flight, list, control, startDrag });
    const handlers = React.useMemo<TreeRowHandlers>(
      () => ({
        thumbnailUrl: artifact => latest.current.list.thumbnailUrl(artifact),
        verbsOf: transfer => latest.current.flight.verbsOf(transfer),
        onVerb: (transfer, verb) =>
          latest.current.flight.onVerb(transfer, verb),
        onAll: verb => latest.current.flight.onAll(verb),
        onLoadMore: group => latest.current.list.onLoadMore(group),
        onRenamed: (row, name) => latest.current.control.onRenamed(row, name),
        onClick: (event, index) => latest.current.control.onClick(event, index),
        onDoubleClick: (_, index) => latest.current.control.onOpen(index),
        onContextMenu: (event, index) =>
          latest.current.control.onContextMenu(event, index),
        onPointerEnter: (_, __, row) => setHovered(row.key),
        onPointerDown: (event, index) => latest.current.startDrag(event, index)
      }),
      [latest]
    );

    return (
      <div
        ref={scroller}
        className="jp-Cellkeep-Tree"
        onFocus={control.onFocus}
        onBlur={control.onBlur}
        onPointerLeave={() => setHovered(null)}
      >
        <div
          role="tree"
          aria-label={trans.__('Artifacts')}
          aria-multiselectable
          aria-busy={list.loading}
          className="jp-Cellkeep-Tree-rows"
          style={{ height: virtualizer.getTotalSize() }}
          onKeyDown={control.onKeyDown}
        >
          {items.map(({ index }) => {
            const row = rows.at(index);
            const active = index === activeIndex;
            // Its title says how long ago something was.
            const isHovered = row?.key === hovered;
            return (
              row && (
                <TreeRow
                  key={row.key}
                  row={row}
                  place={rows.placeAt(index)}
                  index={index}
                  trans={trans}
                  now={isHovered && !props.now ? new Date() : now}
                  active={active}
                  hovered={isHovered}
                  focused={active && control.focused}
                  flight={row.type === 'flight' ? header : undefined}
                  bytesPerSecond={
                    (row.type === 'transfer' &&
                      pace.rates?.get(row.transfer.id)) ||
                    0
                  }
                  loadError={(row.type === 'more' && list.loadError) || null}
                  selected={
                    row.type === 'artifact' && selected.has(row.artifact.id)
                  }
                  renaming={row.key === control.renaming}
                  actions={control.actions}
                  handlers={handlers}
                />
              )
            );
          })}
        </div>
      </div>
    );
  }
);

/** Now, but the same for a minute, so that rows are not drawn again for it. */
function useMinute(given: Date | undefined): Date {
  const minute = Math.floor((given?.getTime() ?? Date.now()) / 60_000);
  // eslint-disable-next-line react-hooks/exhaustive-deps
  return React.useMemo(() => given ?? new Date(), [given?.getTime(), minute]);
}

/** The same function each time: a new one makes the virtual list measure every row again. */
function rowHeight(): number {
  return ROW_HEIGHT;
}

/** The indexes with one more, in order. */
function withIndex(indexes: number[], extra: number): number[] {
  return extra < 0 || indexes.includes(extra)
    ? indexes
    : [...indexes, extra].sort((one, other) => one - other);
}

/** Asks for what is missing before it comes into view, so that nobody who scrolls waits for it. */
function useLoadMore(
  { loadError, onLoadMore }: ListProps,
  rows: Rows,
  first: number,
  last: number
): void {
  const missing: (string | null)[] = [];
  for (let index = first; index <= last + AHEAD; index += 1) {
    const row = rows.peek(index);
    if (row?.type === 'more') {
      missing.push(row.group);
    }
  }
  const latest = useLatest({ onLoadMore, missing });
  const what = JSON.stringify(missing);
  React.useEffect(() => {
    // After a failure only the person's retry asks again.
    if (!loadError) {
      const now = latest.current;
      now.missing.forEach(group => now.onLoadMore(group));
    }
  }, [latest, what, loadError, rows]);
}

/** Rows below the last one drawn that are to be there before they are needed. */
const AHEAD = 150;
