import * as React from 'react';

import { displayName } from '../../ui/format';
import { Name } from '../../ui/Name';
import type { IGridColumn } from './gridColumn';

/** As narrow and as wide as a person makes a column. */
export const LEAST_WIDTH = 40;
export const MOST_WIDTH = 1200;
/** As far as a press may move and still be a click. */
const CLICK_PIXELS = 5;

/** What can be done with a column by its head; what is absent cannot. */
export interface IHeadActions {
  readonly onColumn?: (column: number) => void;
  readonly onWidth?: (column: number, width: number) => void;
  /** Puts a column before another; `to` may be the number of columns. */
  readonly onMove?: (from: number, to: number) => void;
}

/** The head of a column: its name, its order, what a press on it does, and its edge to pull. */
export function GridHead(props: {
  column: IGridColumn;
  index: number;
  left: number;
  isPinned: boolean;
  /** Whether a column that is pulled would stand before this one. */
  isDropTarget: boolean;
  onDropAt: (index: number | undefined) => void;
  actions: IHeadActions;
  /** The width that fits what is on the screen. */
  fittingWidth: (column: number) => number;
}): JSX.Element {
  const { column, index, left, isPinned, onDropAt } = props;
  const { onColumn, onMove, onWidth } = props.actions;
  const [moved, setMoved] = React.useState<number>();
  const wasDragged = React.useRef(false);
  const mark = column.order === 'ascending' ? '▲' : '▼';
  const content = (
    <>
      <span className="jp-Cellkeep-Grid-name">
        <Name value={column.name} />
        {column.order && <span aria-hidden="true"> {mark}</span>}
      </span>
      {column.detail !== undefined && (
        <span className="jp-Cellkeep-Grid-detail">
          {displayName(column.detail)}
        </span>
      )}
      {column.summary}
    </>
  );
  const onDrag =
    onMove && dragOf(index, { setMoved, wasDragged, onDropAt, onMove });
  const classes = [
    'jp-Cellkeep-Grid-column',
    column.isNumber ? 'jp-Cellkeep-mod-number' : '',
    isPinned ? 'jp-Cellkeep-mod-pinned' : '',
    moved === undefined ? '' : 'jp-Cellkeep-mod-dragged',
    props.isDropTarget ? 'jp-Cellkeep-mod-dropTarget' : ''
  ];
  return (
    <span
      className={classes.join(' ')}
      role="columnheader"
      aria-colindex={index + 2}
      aria-sort={column.order ?? 'none'}
      title={displayName(column.name)}
      data-column={index}
      style={{
        left,
        width: column.width,
        ...(moved !== undefined && { transform: `translateX(${moved}px)` })
      }}
    >
      {onColumn ? (
        <button
          type="button"
          tabIndex={-1}
          onPointerDown={onDrag}
          onClick={() => {
            if (!wasDragged.current) {
              onColumn(index);
            }
            wasDragged.current = false;
          }}
        >
          {content}
        </button>
      ) : (
        content
      )}
      {onWidth && (
        <span
          className="jp-Cellkeep-Grid-edge"
          aria-hidden="true"
          onPointerDown={event =>
            pull(event, column.width, width => onWidth(index, width))
          }
          onDoubleClick={() => onWidth(index, props.fittingWidth(index))}
        />
      )}
    </span>
  );
}

/** Follows a press on a column's edge until it is let go. */
function pull(
  event: React.PointerEvent<HTMLElement>,
  width: number,
  onWidth: (width: number) => void
): void {
  if (event.button !== 0) {
    return;
  }
  event.preventDefault();
  const start = event.clientX;
  follow(event, move => {
    onWidth(Math.round(width + move.clientX - start));
  });
}

/** Lets a head be pulled to another place; a press that does not move stays a click. */
function dragOf(
  index: number,
  {
    onDropAt,
    onMove,
    setMoved,
    wasDragged
  }: {
    setMoved: (moved: number | undefined) => void;
    wasDragged: React.MutableRefObject<boolean>;
    onDropAt: (index: number | undefined) => void;
    onMove: (from: number, to: number) => void;
  }
): (event: React.PointerEvent<HTMLElement>) => void {
  return event => {
    if (event.button !== 0) {
      return;
    }
    const head = event.currentTarget.closest('[role=row]');
    const start = event.clientX;
    let to = index;
    wasDragged.current = false;
    follow(
      event,
      move => {
        const moved = move.clientX - start;
        if (!wasDragged.current && Math.abs(moved) < CLICK_PIXELS) {
          return;
        }
        wasDragged.current = true;
        to = placeAt(head, move.clientX, index);
        onDropAt(to);
        setMoved(moved);
      },
      () => {
        onDropAt(undefined);
        setMoved(undefined);
        if (wasDragged.current && to !== index && to !== index + 1) {
          onMove(index, to);
        }
      }
    );
  };
}

/** The column before which one would stand that is let go at a place of the screen. */
function placeAt(head: Element | null, x: number, dragged: number): number {
  const others = [...(head?.querySelectorAll('[data-column]') ?? [])]
    .map(element => ({
      index: Number(element.getAttribute('data-column')),
      box: element.getBoundingClientRect()
    }))
    .filter(({ index }) => index !== dragged)
    .sort((one, other) => one.index - other.index);
  const next = others.find(({ box }) => x < box.left + box.width / 2);
  return next?.index ?? (others.at(-1)?.index ?? dragged) + 1;
}

/** Hears where the pointer goes until it is let go, wherever on the screen that is. */
function follow(
  event: React.PointerEvent<HTMLElement>,
  onPoint: (event: PointerEvent) => void,
  onEnd: () => void = () => undefined
): void {
  const element = event.currentTarget;
  const abort = new AbortController();
  const options = { signal: abort.signal };
  const end = (): void => {
    abort.abort();
    onEnd();
  };
  element.setPointerCapture(event.pointerId);
  element.addEventListener('pointermove', onPoint, options);
  element.addEventListener('pointerup', end, options);
  element.addEventListener('pointercancel', end, options);
}
