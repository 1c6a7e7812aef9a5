import * as React from 'react';
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';

import type { CatalogList } from '../../model/types';
import type { Run } from '../../protocol/generated';
import type { ListProps, TreeProps } from '../props';
import { besideRun, namesakes } from '../runWords';
import { useLatest } from '../useLatest';
import { useRangeWith } from '../useRangeWith';
import { columnsOf, Layout, lookOf } from './layout';
import { Outlines, type Opened } from './outline';
import { Rows } from './rows';
import { TreeRow, type TreeRowHandlers } from './TreeRow';
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
    const { isGallery = false, shown } = list;
    const [flightExpanded, setFlightExpanded] = React.useState(true);
    const [opened, setOpened] = React.useState<Opened>(new Map());
    const [outlines] = React.useState(() => new Outlines());
    const rows = React.useMemo(
      () =>
        new Rows({
          inFlight: { rows: flight.rows, waiting },
          flightExpanded,
          list: shown,
          outlines,
          opened,
          isGallery
        }),
      [flight.rows, waiting, flightExpanded, shown, outlines, opened, isGallery]
    );
    const scroller = React.useRef<HTMLDivElement>(null);
    const [width, setWidth] = React.useState(NARROW);
    const look = lookOf(width, isGallery);
    const columns = columnsOf(width, look);
    const layout = React.useMemo(
      () => new Layout(rows, look, columns),
      [rows, look, columns]
    );
    const control = useTreeControl(props, rows, scroller, {
      layout,
      scrollTo: index => virtualizer.scrollToIndex(layout.lineOf(index)),
      setFlightExpanded,
      setOpened: (keys, expanded) =>
        setOpened(
          before =>
            new Map([...before, ...keys.map(key => [key, expanded] as const)])
        )
    });
    const { activeIndex } = control;
    const activeLine = activeIndex < 0 ? -1 : layout.lineOf(activeIndex);
    const virtualizer = useVirtualizer({
      count: layout.length,
      getScrollElement: () => scroller.current,
      estimateSize: line => layout.heightOf(line),
      // A new function makes the virtual list measure every line again.
      getItemKey: React.useMemo(() => keysOf(layout), [layout]),
      overscan: 12,
      rangeExtractor: useRangeWith(activeLine)
    });
    const measured = virtualizer.scrollRect?.width ?? 0;
    if (measured > 0 && measured !== width) {
      setWidth(measured);
    }
    useStayInView(virtualizer, activeLine);
    React.useImperativeHandle(handle, () => ({ focus: control.focus }));

    const [hovered, setHovered] = React.useState<string | null>(null);
    // While something is dragged the pointer leaves no row, and its buttons would stay.
    const startDrag = useDragOut(
      list.onDragStart &&
        ((...drag) => {
          setHovered(null);
          list.onDragStart?.(...drag);
        }),
      rows,
      shown,
      selection.ids
    );
    const selected = React.useMemo(
      () => new Set(selection.ids),
      [selection.ids]
    );
    const now = useMinute(props.now);
    const header = React.useMemo(
      () => ({ transfers, pace }),
      [transfers, pace]
    );
    const twins = React.useMemo(() => namesakes(runsOf(shown)), [shown]);
    const items = virtualizer.getVirtualItems();
    const drawn = items.flatMap(({ index: line, start, end }) => {
      const first = layout.firstOf(line);
      const length = layout.lastOf(line) - first + 1;
      return Array.from({ length }, (_, column) => ({
        index: first + column,
        key: rows.at(first + column)?.key ?? '',
        column,
        start,
        end
      }));
    });
    useSteadyScroll(scroller, rows, drawn, key => {
      const index = rows.indexOf(key);
      return index < 0
        ? undefined
        : virtualizer.measurementsCache[layout.lineOf(index)]?.start;
    });
    const last = drawn.at(-1)?.index ?? -1;
    useLoadMore(list, rows, drawn[0]?.index ?? 0, last);
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
        onToggle: index => latest.current.control.onToggle(index),
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
        onDragEnd={() => setHovered(null)}
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
          {drawn.map(({ column, index, start }) => {
            const row = rows.at(index);
            const active = index === activeIndex;
            // Its title says how long ago something was.
            const isHovered = row?.key === hovered;
            const run = row?.type === 'group' && row.group.run?.run;
            const others = (run && twins.get(run.name)) || [];
            return (
              row && (
                <TreeRow
                  key={row.key}
                  row={row}
                  place={rows.placeAt(index)}
                  index={index}
                  start={start}
                  look={look}
                  column={column}
                  columns={columns}
                  trans={trans}
                  now={isHovered && !props.now ? new Date() : now}
                  active={active}
                  hovered={isHovered}
                  focused={active && control.focused}
                  beside={run ? besideRun(run, others, now, trans) : undefined}
                  hasNamesakes={others.length > 0}
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

/** The runs that are listed, as far as they are known. */
function runsOf(shown: CatalogList): readonly Run[] {
  return shown.type === 'groups'
    ? shown.groups.flatMap(({ run }) => run?.run ?? [])
    : [];
}

/** Where the list gets lower, such as above details that open, the active row stays in view. */
function useStayInView(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  line: number
): void {
  const height = virtualizer.scrollRect?.height ?? 0;
  const before = React.useRef(height);
  React.useEffect(() => {
    const was = before.current;
    before.current = height;
    const place = line < 0 ? undefined : virtualizer.measurementsCache[line];
    const top = virtualizer.scrollOffset ?? 0;
    if (
      place &&
      height > 0 &&
      place.end > top + height &&
      place.start < top + was
    ) {
      virtualizer.scrollToIndex(line, { align: 'end' });
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only a new height matters
  }, [height]);
}

/** What the lines of one layout are known by: their places. */
function keysOf(_: Layout): (line: number) => number {
  return line => line;
}

/** Now, but the same for a minute, so that rows are not drawn again for it. */
function useMinute(given: Date | undefined): Date {
  const minute = Math.floor((given?.getTime() ?? Date.now()) / 60_000);
  // eslint-disable-next-line react-hooks/exhaustive-deps
  return React.useMemo(() => given ?? new Date(), [given?.getTime(), minute]);
}

/** The width of the list until it is measured: where it opens at first. */
const NARROW = 300;

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
