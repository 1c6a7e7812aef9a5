import { useVirtualizer } from '@tanstack/react-virtual';
import * as React from 'react';

import { displayName, number, shortFloat } from '../../ui/format';
import { Name } from '../../ui/Name';
import { gridKey, type ICell } from './gridKeys';
import { useServices } from './services';
import { useRowWindow } from './useRowWindow';

const ROW_HEIGHT = 22;
const LABEL_WIDTH = 84;
/** A cell longer than this would only be cut by its column. */
const CELL_CHARACTERS = 120;

/** A column of a grid. */
export interface IGridColumn {
  readonly name: string;
  /** Under the name, such as its type. */
  readonly detail?: string;
  readonly isNumber?: boolean;
  /** Floats are shown in as many digits as tell them apart, and in full on hover. */
  readonly isFloat?: boolean;
  readonly width: number;
  readonly order?: 'ascending' | 'descending';
}

/** Rows and columns from one cell to another. */
export interface IRange {
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

/** What a grid shows, and what it tells. */
export interface IGridProps {
  readonly label: string;
  readonly rows: number;
  /** Rows that there are, where only the first of them are here. */
  readonly allRows?: number;
  readonly columns: readonly IGridColumn[];
  /** A cell's text; null where the value is missing, undefined while it is on its way. */
  readonly cell: (row: number, column: number) => string | null | undefined;
  readonly rowLabel: (row: number) => string;
  /** The rows and columns on the screen, ends not included. */
  readonly onVisible: (range: IRange) => void;
  readonly onColumn?: (column: number) => void;
  readonly onCopy?: (range: IRange) => void;
  /** Enter on a cell, where its column has no order to choose, and a double click. */
  readonly onOpen?: (row: number) => void;
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
  const headHeight = columns.some(({ detail }) => detail !== undefined)
    ? 42
    : 24;
  const ignore = React.useCallback(() => undefined, []);
  const view = useRowWindow(scroller, {
    rows,
    rowHeight: ROW_HEIGHT,
    headHeight,
    start: props.firstRow ?? 0,
    onFirst: props.onFirstRow ?? ignore
  });
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => columns[index]?.width ?? 100,
    paddingStart: LABEL_WIDTH,
    scrollPaddingStart: LABEL_WIDTH,
    overscan: 2
  });
  const shown = across.getVirtualItems();
  const [firstColumn, lastColumn] = [
    shown[0]?.index ?? 0,
    (shown.at(-1)?.index ?? -1) + 1
  ];
  React.useEffect(() => {
    onVisible({
      rows: [view.first, view.last],
      columns: [firstColumn, lastColumn]
    });
  }, [onVisible, view.first, view.last, firstColumn, lastColumn]);

  const range = rangeOf(anchor, cursor);
  const move = (next: ICell, extend: boolean): void => {
    setCursor(next);
    if (!extend) {
      setAnchor(next);
    }
    view.reveal(next.row);
    across.scrollToIndex(next.column, { align: 'auto' });
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
    } else if (event.key === 'Enter' && props.onColumn) {
      event.preventDefault();
      props.onColumn(cursor.column);
    } else if (event.key === 'Enter' && props.onOpen) {
      event.preventDefault();
      props.onOpen(cursor.row);
    } else if (
      event.key.toLowerCase() === 'c' &&
      (event.ctrlKey || event.metaKey)
    ) {
      event.preventDefault();
      event.stopPropagation();
      props.onCopy?.(range);
    }
  };
  const visibleRows = Array.from(
    { length: Math.max(0, view.last - view.first) },
    (_, index) => view.first + index
  );
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
            style={{ width: LABEL_WIDTH }}
          >
            <span className="jp-sr-only">{trans.__('Row')}</span>
          </span>
          {shown.map(({ index, start, size }) => (
            <Head
              key={index}
              {...props}
              index={index}
              start={start}
              size={size}
            />
          ))}
        </div>
        {visibleRows.map(row => (
          <div
            key={row}
            className="jp-Cellkeep-Grid-row"
            role="row"
            aria-rowindex={row + 2}
            style={{
              top: view.top(row) + headHeight,
              height: ROW_HEIGHT,
              width
            }}
            onDoubleClick={() => props.onOpen?.(row)}
          >
            <span
              className="jp-Cellkeep-Grid-label"
              role="rowheader"
              aria-colindex={1}
              style={{ width: LABEL_WIDTH }}
            >
              {props.rowLabel(row)}
            </span>
            {shown.map(({ index, start, size }) => (
              <Cell
                key={index}
                id={`${id}-${row}-${index}`}
                value={props.cell(row, index)}
                isNumber={columns[index]?.isNumber ?? false}
                isFloat={columns[index]?.isFloat ?? false}
                isCursor={row === cursor.row && index === cursor.column}
                isSelected={isIn(range, row, index)}
                className={props.cellClass?.(row, index) ?? ''}
                column={index}
                style={{ left: start, width: size }}
                nullWord={trans.__('null')}
                onPoint={extend => {
                  setCursor({ row, column: index });
                  if (!extend) {
                    setAnchor({ row, column: index });
                  }
                }}
              />
            ))}
          </div>
        ))}
      </div>
      {rows === 0 && (
        <p className="jp-Cellkeep-Grid-empty">
          {trans.__('There are no rows.')}
        </p>
      )}
    </div>
  );
}

function Head(
  props: IGridProps & { index: number; start: number; size: number }
): JSX.Element | null {
  const { columns, index, onColumn, size, start } = props;
  const column = columns[index];
  if (!column) {
    return null;
  }
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
    </>
  );
  return (
    <span
      className={`jp-Cellkeep-Grid-column ${column.isNumber ? 'jp-Cellkeep-mod-number' : ''}`}
      role="columnheader"
      aria-colindex={index + 2}
      aria-sort={column.order ?? 'none'}
      title={displayName(column.name)}
      style={{ left: start, width: size }}
    >
      {onColumn ? (
        <button type="button" tabIndex={-1} onClick={() => onColumn(index)}>
          {content}
        </button>
      ) : (
        content
      )}
    </span>
  );
}

function Cell(props: {
  id: string;
  value: string | null | undefined;
  isNumber: boolean;
  isFloat: boolean;
  isCursor: boolean;
  isSelected: boolean;
  className: string;
  column: number;
  style: React.CSSProperties;
  nullWord: string;
  onPoint: (extend: boolean) => void;
}): JSX.Element {
  const { value } = props;
  const shown = value && props.isFloat ? shortFloat(value) : value;
  const classes = ['jp-Cellkeep-Grid-cell', props.className];
  if (props.isNumber) {
    classes.push('jp-Cellkeep-mod-number');
  }
  if (props.isCursor) {
    classes.push('jp-Cellkeep-mod-cursor');
  }
  if (props.isSelected) {
    classes.push('jp-Cellkeep-mod-selected');
  }
  if (value === null) {
    classes.push('jp-Cellkeep-mod-missing');
  }
  const isLong = (shown?.length ?? 0) > CELL_CHARACTERS;
  const text =
    shown === null
      ? props.nullWord
      : displayName((shown ?? '').slice(0, CELL_CHARACTERS));
  return (
    <span
      id={props.id}
      className={classes.join(' ')}
      role="gridcell"
      aria-colindex={props.column + 2}
      aria-selected={props.isSelected}
      aria-busy={value === undefined}
      style={props.style}
      title={value ? displayName(value.slice(0, 2000)) : undefined}
      onMouseDown={event => props.onPoint(event.shiftKey)}
    >
      <bdi>{value === undefined ? '…' : text}</bdi>
      {isLong && '…'}
    </span>
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
