import * as React from 'react';

import { displayName, number } from '../../ui/format';
import { Grid, type IGridColumn } from '../frame/Grid';
import { useServices } from '../frame/services';
import type { Format } from '../sniff';
import type { ITableOptions } from '../table/engine';
import { Compared, type IPairProps } from './Compared';
import type { ITableDifference } from './tables';

/** The columns and rows in which two tables differ. */
export function TableDifference(props: IPairProps): JSX.Element {
  const { formats } = props;
  const { trans } = useServices();
  return (
    <Compared
      {...props}
      compare={(engine, call) =>
        engine.tables(call, [optionsOf(formats[0]), optionsOf(formats[1])])
      }
      label={trans.__('Comparing rows:')}
    >
      {value => <Shown difference={value} />}
    </Compared>
  );
}

function optionsOf(format: Format): ITableOptions {
  switch (format) {
    case 'parquet':
      return { format: 'parquet' };
    case 'delimited':
      return { format: 'csv' };
    default:
      return { format: 'arrow' };
  }
}

function Shown(props: { difference: ITableDifference }): JSX.Element {
  const { changedRows, columns, rows, rowsAfter, rowsBefore, shared } =
    props.difference;
  const { trans } = useServices();
  const changed = columns.filter(
    column => column.before !== column.after || (column.changed ?? 1) > 0
  );
  const gridColumns = React.useMemo<IGridColumn[]>(
    () => shared.map(name => ({ name, width: 220 })),
    [shared]
  );
  const isChanged = (row: number, column: number): boolean =>
    rows[row]?.before[column] !== rows[row]?.after[column];
  return (
    <section role="group" aria-label={trans.__('Difference of the tables')}>
      <p className="jp-Cellkeep-Viewer-foot" role="status">
        <span>
          {trans.__(
            '%1 rows before, %2 after',
            number(rowsBefore),
            number(rowsAfter)
          )}
        </span>
        <span>
          {trans._n(
            '%1 row differs at the same place',
            '%1 rows differ at the same place',
            changedRows
          )}
        </span>
        {rows.length < changedRows && (
          <span>{trans.__('the first %1 are shown', number(rows.length))}</span>
        )}
      </p>
      {changed.length > 0 && (
        <table className="jp-Cellkeep-Table jp-Cellkeep-Compare-facts">
          <thead>
            <tr>
              <th scope="col">{trans.__('Column')}</th>
              <th scope="col">{trans.__('Before')}</th>
              <th scope="col">{trans.__('After')}</th>
              <th scope="col">{trans.__('Values that differ')}</th>
            </tr>
          </thead>
          <tbody>
            {changed.map((column, index) => (
              <tr key={index}>
                <th scope="row">
                  <bdi>{displayName(column.name)}</bdi>
                </th>
                <td>{column.before ?? trans.__('missing')}</td>
                <td>{column.after ?? trans.__('missing')}</td>
                <td className="jp-Cellkeep-mod-number">
                  {column.changed === undefined ? '' : number(column.changed)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows.length > 0 && (
        <Grid
          label={trans.__('Rows that differ')}
          rows={rows.length}
          columns={gridColumns}
          rowLabel={row => number(rows[row]?.row ?? 0)}
          cell={(row, column) => {
            const before = rows[row]?.before[column] ?? null;
            const after = rows[row]?.after[column] ?? null;
            return isChanged(row, column)
              ? `${before ?? trans.__('null')} → ${after ?? trans.__('null')}`
              : before;
          }}
          cellClass={(row, column) =>
            isChanged(row, column) ? 'jp-Cellkeep-mod-changed' : ''
          }
        />
      )}
    </section>
  );
}
