import * as React from 'react';
import {
  useVirtualizer,
  defaultRangeExtractor,
  type Range
} from '@tanstack/react-virtual';

import type { InFlight, SidebarProps } from '../props';
import { useLatest } from '../useLatest';
import { Rows, type Row } from './rows';
import { ROW_HEIGHT, TreeRow } from './TreeRow';
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
    const now = props.now ?? new Date();
    const items = virtualizer.getVirtualItems();
    useLoadMore(
      props,
      items.map(item => rows.at(item.index))
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
                  onRenamed={name => control.onRenamed(row, name)}
                  actions={control.actions}
                  handlers={{
                    onClick: event => control.onClick(event, index),
                    onDoubleClick: () => control.onOpen(index),
                    onContextMenu: event => control.onContextMenu(event, index),
                    onPointerEnter: () => setHovered(row.key),
                    onPointerDown: event => startDrag(event, index)
                  }}
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

/** Asks for what is missing as soon as the row that stands for it is drawn. */
function useLoadMore(
  props: SidebarProps,
  drawn: readonly (Row | undefined)[]
): void {
  const latest = useLatest({ props, drawn });
  const missing = drawn
    .map(row => (row?.type === 'more' ? row.key : ''))
    .join('');
  const { flat, groups, loadError } = props;
  React.useEffect(() => {
    // After a failure only the person's retry asks again.
    if (loadError) {
      return;
    }
    const now = latest.current;
    for (const row of now.drawn) {
      if (row?.type === 'more') {
        now.props.onLoadMore(row.group);
      }
    }
  }, [latest, missing, loadError, flat, groups]);
}
