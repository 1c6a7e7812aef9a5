import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import * as React from 'react';

import { number, shortFloat } from '../../ui/format';
import { useLatest } from '../../ui/useLatest';
import { GridCell } from './GridCell';
import { GridHead, type IHeadActions } from './GridHead';
import type { IGridColumn } from './gridColumn';
import { gridKey, type ICell } from './gridKeys';
import { GridRow, type IFold, type IPick } from './GridRow';
import { useServices } from './services';
import { useRowWindow } from './useRowWindow';

export type { IGridColumn } from './gridColumn';

const ROW_HEIGHT = 22;
/** Of the rows' numbers: `1,234,567`. */
const LABEL_CHARACTER = 7.5;
const LEAST_LABEL_WIDTH = 44;
/** Of the box of a row that can be picked, and of the arrow of one that folds. */
const BOX_WIDTH = 20;
/** Of a picture of what a column holds, in its head. */
const SUMMARY_HEIGHT = 34;
/** A column that is made to fit is not wider. */
const MOST_FITTING_WIDTH = 600;

/** Rows and columns from one cell to another. */
export interface IRange {
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

/** What of a grid is on the screen: a range, and the pinned columns. */
export interface IVisible extends IRange {
  readonly pinned: number;
}

/** What a grid shows, and what it tells. */
export interface IGridProps extends IHeadActions {
  readonly label: string;
  readonly rows: number;
  /** What is said where there are no rows. */
  readonly empty?: string;
  /** Whether rows may still come, where there are none yet. */
  readonly isWaiting?: boolean;
  /** Rows that there are, where only the first of them are here. */
  readonly allRows?: number;
  readonly columns: readonly IGridColumn[];
  /** So many of the first columns stay where they are when the others are scrolled. */
  readonly pinned?: number;
  /** A cell's text; null where the value is missing, undefined while it is on its way. */
  readonly cell: (row: number, column: number) => string | null | undefined;
  readonly rowLabel: (row: number) => string;
  /** The rows and columns on the screen, ends not included. */
  readonly onVisible?: (range: IVisible) => void;
  readonly onCopy?: (range: IRange, withHead: boolean) => void;
  /** A double click, and Enter, which else is what a press on the column's head is. */
  readonly onOpen?: (row: number) => void;
  /** Whether a row is picked; undefined for one that cannot be. */
  readonly pickOf?: (row: number) => IPick | undefined;
  /** The space bar, and the box of a row: picks rows, or lets them go. */
  readonly onPick?: (rows: IRange['rows']) => void;
  /** Whether the rows below a row are left out; undefined for one with none. */
  readonly foldOf?: (row: number) => IFold | undefined;
  readonly onFold?: (row: number) => void;
  /** Changes where the rows are others, which are looked at from the first on. */
  readonly version?: unknown;
  readonly firstRow?: number;
  readonly onFirstRow?: (row: number) => void;
  readonly cellClass?: (row: number, column: number) => string;
}

/** Any number of rows and columns, of which those on the screen are drawn. */
export function Grid(props: IGridProps): JSX.Element {
  const { columns, rows, onVisible } = props;
  const { trans } = useServices();
  const scroller = React.useRef<HTMLDivElement>(null);
  const id = React.useId();
  const [cursor, setCursor] = React.useState<ICell>({ row: 0, column: 0 });
  const [anchor, setAnchor] = React.useState<ICell>({ row: 0, column: 0 });
  const [dropAt, setDropAt] = React.useState<number>();
  const pinned = Math.min(props.pinned ?? 0, columns.length);
  const pinnedWidth = columns
    .slice(0, pinned)
    .reduce((sum, { width }) => sum + width, 0);
  const headHeight =
    (columns.some(({ detail }) => detail !== undefined) ? 42 : 24) +
    (columns.some(({ summary }) => summary !== undefined) ? SUMMARY_HEIGHT : 0);
  const view = useRowWindow(scroller, {
    rows,
    rowHeight: ROW_HEIGHT,
    headHeight,
    start: props.firstRow ?? 0,
    onFirst: props.onFirstRow
  });
  const visibleRows = Array.from(
    { length: Math.max(0, view.last - view.first) },
    (_, index) => view.first + index
  );
  const labelWidth = [0, ...visibleRows, Math.max(0, rows - 1)].reduce(
    (most, row) =>
      Math.max(
        most,
        props.rowLabel(row).length * LABEL_CHARACTER +
          20 +
          (props.pickOf?.(row) || props.foldOf?.(row) ? BOX_WIDTH : 0)
      ),
    LEAST_LABEL_WIDTH
  );
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => columns[index]?.width ?? 100,
    paddingStart: labelWidth,
    scrollPaddingStart: labelWidth + pinnedWidth,
    overscan: 2,
    rangeExtractor: range => [
      ...Array.from({ length: pinned }, (_, index) => index),
      ...defaultRangeExtractor(range).filter(index => index >= pinned)
    ]
  });
  const widths = columns.map(({ width }) => width).join();
  React.useLayoutEffect(() => across.measure(), [across, labelWidth, widths]);
  const shown = across.getVirtualItems();
  const loose = shown.filter(({ index }) => index >= pinned);
  const [firstColumn, lastColumn] = [
    loose[0]?.index ?? pinned,
    (loose.at(-1)?.index ?? pinned - 1) + 1
  ];
  React.useEffect(() => {
    onVisible?.({
      rows: [view.first, view.last],
      columns: [firstColumn, lastColumn],
      pinned
    });
  }, [onVisible, view.first, view.last, firstColumn, lastColumn, pinned]);

  const range = rangeOf(anchor, cursor);
  const move = (next: ICell, extend: boolean): void => {
    setCursor(next);
    if (!extend) {
      setAnchor(next);
    }
    view.reveal(next.row);
    if (next.column >= pinned) {
      across.scrollToIndex(next.column, { align: 'auto' });
    }
  };
  const { version } = props;
  const shownVersion = React.useRef(version);
  const begin = useLatest(() => move({ row: 0, column: cursor.column }, false));
  React.useEffect(() => {
    if (shownVersion.current !== version) {
      shownVersion.current = version;
      begin.current();
    }
  }, [version, begin]);
  const point = useLatest((row: number, column: number, extend: boolean) => {
    scroller.current?.focus({ preventScroll: true });
    move({ row, column }, extend);
  });
  // Always the same function: a cell is drawn anew only where something of it changed.
  const onPoint = React.useCallback<typeof point.current>(
    (...where) => point.current(...where),
    [point]
  );
  const selectRow = (row: number, extend: boolean): void => {
    scroller.current?.focus({ preventScroll: true });
    setAnchor({ row: extend ? anchor.row : row, column: 0 });
    setCursor({ row, column: Math.max(0, columns.length - 1) });
  };
  const fittingWidth = (column: number): number => {
    const { detail, isFloat, name = '' } = columns[column] ?? {};
    const texts = visibleRows.map(row => {
      const text = props.cell(row, column) ?? '';
      return isFloat ? shortFloat(text) : text;
    });
    const longest = Math.max(
      ...[name, detail ?? '', ...texts].map(({ length }) => length)
    );
    return Math.min(MOST_FITTING_WIDTH, Math.max(48, longest * 7.2 + 20));
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const page = Math.max(1, view.last - view.first - 2);
    const next = gridKey(event, cursor, {
      rows,
      columns: columns.length,
      page
    });
    if (next) {
      event.preventDefault();
      move(next, event.shiftKey);
    } else if (event.key === 'Enter' && props.onOpen) {
      event.preventDefault();
      props.onOpen(cursor.row);
    } else if (event.key === 'Enter' && props.onColumn) {
      event.preventDefault();
      props.onColumn(cursor.column);
    } else if (event.key === ' ' && props.onPick) {
      event.preventDefault();
      props.onPick(range.rows);
    } else if (
      event.key.toLowerCase() === 'c' &&
      (event.ctrlKey || event.metaKey)
    ) {
      event.preventDefault();
      event.stopPropagation();
      props.onCopy?.(range, event.shiftKey);
    } else if (
      event.key.toLowerCase() === 'a' &&
      (event.ctrlKey || event.metaKey)
    ) {
      event.preventDefault();
      event.stopPropagation();
      setAnchor({ row: 0, column: 0 });
      setCursor({ row: Math.max(0, rows - 1), column: columns.length - 1 });
    }
  };
  const width = across.getTotalSize();
  return (
    <div
      ref={scroller}
      className="jp-Cellkeep-Grid"
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={(props.allRows ?? rows) + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable="true"
      aria-activedescendant={`${id}-${cursor.row}-${cursor.column}`}
      onKeyDown={onKeyDown}
    >
      <div
        className="jp-Cellkeep-Grid-sheet"
        style={{ height: view.height + headHeight, width }}
      >
        <div
          className="jp-Cellkeep-Grid-head"
          role="row"
          aria-rowindex={1}
          style={{ height: headHeight, width }}
        >
          <span
            className="jp-Cellkeep-Grid-corner"
            role="columnheader"
            aria-colindex={1}
            style={{ width: labelWidth }}
          >
            <span className="jp-sr-only">{trans.__('Row')}</span>
          </span>
          {shown.map(({ index, start }) => {
            const column = columns[index];
            return (
              column && (
                <GridHead
                  key={index}
                  column={column}
                  index={index}
                  left={start}
                  isPinned={index < pinned}
                  isDropTarget={dropAt === index}
                  onDropAt={setDropAt}
                  actions={props}
                  fittingWidth={fittingWidth}
                />
              )
            );
          })}
        </div>
        {visibleRows.map(row => (
          <GridRow
            key={row}
            row={row}
            style={{
              top: view.top(row) + headHeight,
              height: ROW_HEIGHT,
              width
            }}
            label={props.rowLabel(row)}
            labelWidth={labelWidth}
            pick={props.pickOf?.(row)}
            onPick={() => props.onPick?.([row, row + 1])}
            fold={props.foldOf?.(row)}
            onFold={() => props.onFold?.(row)}
            onLabel={extend => selectRow(row, extend)}
            onOpen={() => props.onOpen?.(row)}
          >
            {shown.map(({ index, start, size }) => (
              <GridCell
                key={index}
                id={`${id}-${row}-${index}`}
                value={props.cell(row, index)}
                isNumber={columns[index]?.isNumber ?? false}
                isFloat={columns[index]?.isFloat ?? false}
                isCursor={row === cursor.row && index === cursor.column}
                isSelected={isIn(range, row, index)}
                isPinned={index < pinned}
                className={props.cellClass?.(row, index) ?? ''}
                row={row}
                column={index}
                left={start}
                width={size}
                onPoint={onPoint}
              />
            ))}
          </GridRow>
        ))}
      </div>
      {rows === 0 && !props.isWaiting && (
        <p className="jp-Cellkeep-Grid-empty">
          {props.empty ?? trans.__('There are no rows.')}
        </p>
      )}
    </div>
  );
}

function rangeOf(one: ICell, other: ICell): IRange {
  const order = (a: number, b: number): [number, number] => [
    Math.min(a, b),
    Math.max(a, b) + 1
  ];
  return {
    rows: order(one.row, other.row),
    columns: order(one.column, other.column)
  };
}

function isIn({ rows, columns }: IRange, row: number, column: number): boolean {
  return (
    row >= rows[0] &&
    row < rows[1] &&
    column >= columns[0] &&
    column < columns[1]
  );
}

/** The label of a row by its place. */
export function placeLabel(row: number): string {
  return number(row);
}
