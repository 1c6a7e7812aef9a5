import * as React from 'react';
import {
  useVirtualizer,
  defaultRangeExtractor,
  type Range
} from '@tanstack/react-virtual';

import type { InFlight, SidebarProps } from '../props';
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
export const ArtifactTree = React.forwardRef<ArtifactTreeHandle, SidebarProps>(
  function ArtifactTree(props, handle): JSX.Element {
    const { flat, groupedBy, groups, groupsComplete, trans } = props;
    const { tooManyGroups = false } = props;
    const inFlight = useInFlight(props);
    const [flightExpanded, setFlightExpanded] = React.useState(true);
    const rows = React.useMemo(
      () =>
        new Rows({
          inFlight,
          flightExpanded,
          groupedBy,
          groups,
          groupsComplete,
          tooManyGroups,
          flat
        }),
      [
        inFlight,
        flightExpanded,
        groupedBy,
        groups,
        groupsComplete,
        tooManyGroups,
        flat
      ]
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
    const startDrag = useDragOut(props, rows);
    const selection = React.useMemo(
      () => new Set(props.selection),
      [props.selection]
    );
    // The same while only the place changes: then rows that stay are not drawn again.
    const now = React.useMemo(() => props.now ?? new Date(), [props]);
    const items = virtualizer.getVirtualItems();
    useLoadMore(props, rows, items[0]?.index ?? 0, items.at(-1)?.index ?? -1);
    const latest = useLatest({ control, startDrag });
    const handlers = React.useMemo<TreeRowHandlers>(
      () => ({
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
        className="ck-Tree"
        onFocus={control.onFocus}
        onBlur={control.onBlur}
        onPointerLeave={() => setHovered(null)}
      >
        <div
          role="tree"
          aria-label={trans.__('Artifacts')}
          aria-multiselectable
          aria-busy={props.loading}
          className="ck-Tree-rows"
          style={{ height: virtualizer.getTotalSize() }}
          onKeyDown={control.onKeyDown}
        >
          {items.map(({ index }) => {
            const row = rows.at(index);
            return (
              row && (
                <TreeRow
                  key={row.key}
                  row={row}
                  rows={rows}
                  index={index}
                  sidebar={props}
                  now={now}
                  active={index === activeIndex}
                  hovered={row.key === hovered}
                  focused={control.focused}
                  selected={
                    row.type === 'artifact' && selection.has(row.artifact.id)
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

/** Every save has a row where nobody chose. */
export function useInFlight(
  props: Pick<SidebarProps, 'inFlight' | 'transfers'>
): InFlight {
  const { inFlight, transfers } = props;
  return React.useMemo(
    () => inFlight ?? { rows: transfers, waiting: 0 },
    [inFlight, transfers]
  );
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
  props: SidebarProps,
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
  const latest = useLatest({ props, missing });
  const { loadError } = props;
  const what = JSON.stringify(missing);
  React.useEffect(() => {
    // After a failure only the person's retry asks again.
    if (!loadError) {
      const now = latest.current;
      now.missing.forEach(group => now.props.onLoadMore(group));
    }
  }, [latest, what, loadError, rows]);
}

/** Rows below the last one drawn that are to be there before they are needed. */
const AHEAD = 150;
