import * as React from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { TranslationBundle } from '@jupyterlab/translation';

import { displayName, number } from '../format';
import { Name } from '../Name';
import type { TableContent } from '../previewContent';

const ROW_HEIGHT = 22;
const NUMERIC = /^(u?int|float|double|decimal|complex|half)/i;
/** A cell longer than this would make its column wider than the panel. */
const CELL_CHARACTERS = 120;

/** A table: columns with their types over the first rows, which scroll under them. */
export function TableView(props: {
  content: TableContent;
  trans: TranslationBundle;
}): JSX.Element {
  const { content, trans } = props;
  const { columns, count } = content;
  const scroller = React.useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: rowHeight,
    overscan: 8
  });
  const items = virtualizer.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div className="ck-TableView">
      <div
        ref={scroller}
        className="ck-Table-scroller"
        tabIndex={0}
        role="region"
        aria-label={trans.__('First rows')}
      >
        <table
          className="ck-Table"
          aria-rowcount={content.rowCount ?? undefined}
          aria-colcount={content.columnCount}
        >
          <thead>
            <tr>
              <td className="ck-Table-corner" />
              {columns.map((column, index) => (
                <th key={index} scope="col" className={alignment(column.dtype)}>
                  <Name value={column.name} />
                  <span className="ck-Table-dtype">{column.dtype}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Spacer height={above} columns={columns.length} />
            {items.map(({ index, key }) => (
              <tr key={key} style={{ height: ROW_HEIGHT }}>
                <th scope="row">{number(index)}</th>
                {columns.map((column, position) => (
                  <Cell
                    key={position}
                    value={content.text(index, position)}
                    className={alignment(column.dtype)}
                    trans={trans}
                  />
                ))}
              </tr>
            ))}
            <Spacer height={below} columns={columns.length} />
          </tbody>
        </table>
      </div>
      <p className="ck-Preview-caption">
        <span>{rowWords(content, trans)}</span>
        <span>{columnWords(content, trans)}</span>
      </p>
    </div>
  );
}

/** The same function each time: a new one makes the virtual list measure every row again. */
function rowHeight(): number {
  return ROW_HEIGHT;
}

function Cell(props: {
  value: string | null;
  className: string;
  trans: TranslationBundle;
}): JSX.Element {
  const { className, value } = props;
  if (value === null) {
    return (
      <td className={`${className} ck-mod-missing`}>
        {props.trans.__('null')}
      </td>
    );
  }
  const long = value.length > CELL_CHARACTERS;
  const shown = displayName(long ? value.slice(0, CELL_CHARACTERS) : value);
  return (
    <td
      className={className}
      title={long ? displayName(value.slice(0, 2000)) : undefined}
    >
      <bdi>{shown}</bdi>
      {long && '…'}
    </td>
  );
}

/** Stands for the rows that are not on the screen. */
function Spacer(props: {
  height: number;
  columns: number;
}): JSX.Element | null {
  return props.height > 0 ? (
    <tr aria-hidden="true" style={{ height: props.height }}>
      <td colSpan={props.columns + 1} className="ck-Table-spacer" />
    </tr>
  ) : null;
}

function alignment(dtype: string): string {
  return NUMERIC.test(dtype) ? 'ck-mod-number' : '';
}

function rowWords(content: TableContent, trans: TranslationBundle): string {
  const { count, rowCount } = content;
  if (rowCount === count) {
    return trans._n('%2 row', '%2 rows', count, number(count));
  }
  return rowCount === null
    ? trans.__('first %1 rows', number(count))
    : trans.__('first %1 of %2 rows', number(count), number(rowCount));
}

function columnWords(content: TableContent, trans: TranslationBundle): string {
  const shown = content.columns.length;
  const all = content.columnCount;
  return shown < all
    ? trans.__('first %1 of %2 columns', number(shown), number(all))
    : trans._n('%2 column', '%2 columns', all, number(all));
}
