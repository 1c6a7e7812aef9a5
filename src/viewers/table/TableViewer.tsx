import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { number } from '../../ui/format';
import { Grid, placeLabel, type IGridColumn, type IRange } from '../frame/Grid';
import { useServices } from '../frame/services';
import { Awaited, Busy, Problem } from '../frame/States';
import { useCall, useEngine, useTask, type Progress } from '../frame/useCall';
import { useCells, type ReadCells } from '../frame/useCells';
import { useViewerState } from '../frame/useViewerState';
import type { Remote } from '../work/client';
import type { EngineOf } from '../work/engines';
import { ColumnPanel } from './ColumnPanel';
import type { IFound, ITableFacts, ITableOptions, TableFormat } from './engine';
import { Filters } from './Filters';
import type { IFilter, IQuery } from './query';

const MOST_COPIED_CELLS = 100_000;
type Table = Remote<EngineOf<'table'>>;

/** A table of any length: rows, statistics, filters, order, copy and export. */
export function TableViewer(
  props: IViewerProps & { format: TableFormat }
): JSX.Element {
  const { artifact, content, format } = props;
  const { trans } = useServices();
  const preview =
    artifact.preview?.type === 'table' ? artifact.preview : undefined;
  const options: ITableOptions =
    format === 'arrow' && preview ? { format, rows: preview.rows } : { format };
  const [engine, retry] = useEngine('table', [content], options);
  return (
    <Awaited
      state={engine}
      label={trans.__('Opening the table…')}
      onRetry={retry}
    >
      {table => <Opened {...props} table={table} />}
    </Awaited>
  );
}

function Opened(props: IViewerProps & { table: Table }): JSX.Element {
  const { table } = props;
  const { trans } = useServices();
  const [facts, retry] = useCall(call => table.facts(call), [table]);
  return (
    <Awaited
      state={facts}
      label={trans.__('Opening the table…')}
      onRetry={retry}
    >
      {value => <TableView {...props} facts={value} />}
    </Awaited>
  );
}

function TableView(
  props: IViewerProps & { table: Table; facts: ITableFacts }
): JSX.Element {
  const { table, facts, artifact } = props;
  const { copy, download, trans } = useServices();
  const { get, set } = useViewerState(props);
  const [counted] = useCall(
    facts.isCounted ? undefined : call => table.count(call),
    [table]
  );
  const query = queryOf(get('filters', []), get('sort', ''));
  const [found, retryQuery] = useCall(
    call => table.query(call, query),
    [table, JSON.stringify(query)]
  );
  const [selected, setSelected] = React.useState<number | undefined>();
  const exported = useTask<void>();

  const isNarrowed = query.filters.length > 0 || query.sort !== undefined;
  const all = counted.status === 'ready' ? counted.value : facts.rows;
  const rows =
    found.status === 'ready' && isNarrowed
      ? found.value.kept
      : isNarrowed
        ? 0
        : all;
  const read = React.useCallback<ReadCells>(
    (columns, start, end, signal) =>
      table.rows({ signal }, columns, start, end),
    [table]
  );
  const version = found.status === 'ready' ? found.value : undefined;
  const cells = useCells(read, version, version ? rows : 0);
  const columns = React.useMemo(
    () =>
      facts.columns.map((column, index) =>
        gridColumn(column, index, query.sort)
      ),
    [facts.columns, query.sort]
  );
  const onCopy = async (range: IRange): Promise<void> => {
    const [firstColumn, lastColumn] = range.columns;
    const wide = Array.from(
      { length: lastColumn - firstColumn },
      (_, index) => firstColumn + index
    );
    const last = Math.min(
      range.rows[1],
      range.rows[0] + Math.floor(MOST_COPIED_CELLS / wide.length)
    );
    const texts = await table.rows({}, wide, range.rows[0], last);
    const lines = Array.from({ length: last - range.rows[0] }, (_, row) =>
      texts
        .map(column => (column[row] ?? '').replace(/[\t\r\n]/g, ' '))
        .join('\t')
    );
    copy(lines.join('\n'));
  };
  const onExport = (kind: 'csv' | 'parquet'): void =>
    exported.start(async call => {
      const { file } = await table[kind](call);
      const base = artifact.name.split('/').at(-1) ?? artifact.name;
      download(
        file,
        `${base.replace(/\.(csv|tsv|arrow|parquet|feather)$/i, '')}.${kind}`
      );
    });
  const setFilters = (filters: readonly IFilter[]): void =>
    set(
      'filters',
      filters.map(filter => ({ ...filter }))
    );

  return (
    <div className="ck-Viewer-columns">
      <div className="ck-Viewer-main">
        <Filters
          columns={facts.columns}
          filters={query.filters}
          onChange={setFilters}
        />
        {isNarrowed && (
          <Narrowed
            state={found}
            rows={all}
            query={query}
            onClear={() => {
              setFilters([]);
              set('sort', '');
            }}
            onRetry={retryQuery}
          />
        )}
        {cells.error && <Problem error={cells.error} offersBytes />}
        <Grid
          key={isNarrowed ? 'found' : 'all'}
          label={trans.__('Rows of the table')}
          rows={version ? rows : 0}
          columns={columns}
          cell={cells.cell}
          rowLabel={placeLabel}
          onVisible={cells.onVisible}
          onColumn={setSelected}
          onCopy={range => void onCopy(range)}
          firstRow={get('row', 0)}
          onFirstRow={row => set('row', row)}
        />
        <p className="ck-Viewer-foot">
          <span>
            {facts.isCounted || counted.status === 'ready'
              ? trans._n('%2 row', '%2 rows', all, number(all))
              : trans.__('%1 rows or more', number(all))}
          </span>
          <span>
            {trans._n(
              '%2 column',
              '%2 columns',
              facts.columns.length,
              number(facts.columns.length)
            )}
          </span>
          {!facts.isCounted && counted.status === 'busy' && (
            <Busy state={counted} label={trans.__('Counting rows:')} />
          )}
          {exported.state?.status === 'busy' ? (
            <Busy
              state={exported.state}
              label={trans.__('Writing rows:')}
              onStop={exported.stop}
            />
          ) : (
            <>
              <button
                type="button"
                className="ck-Link"
                title={trans.__(
                  'The rows shown, at most a million. What a spreadsheet would run as a formula gets an apostrophe before it.'
                )}
                onClick={() => onExport('csv')}
              >
                {trans.__('Export CSV')}
              </button>
              <button
                type="button"
                className="ck-Link"
                title={trans.__(
                  'The rows shown, with their types. What Parquet has no type for is written as the text that is shown.'
                )}
                onClick={() => onExport('parquet')}
              >
                {trans.__('Export Parquet')}
              </button>
            </>
          )}
          {exported.state?.status === 'failed' && (
            <Problem error={exported.state.error} />
          )}
        </p>
      </div>
      {selected !== undefined && facts.columns[selected] && (
        <ColumnPanel
          key={selected}
          table={table}
          index={selected}
          column={facts.columns[selected]}
          order={
            query.sort?.column === selected
              ? query.sort.descending
                ? 'descending'
                : 'ascending'
              : undefined
          }
          onSort={order => set('sort', order ? `${selected} ${order}` : '')}
          onClose={() => setSelected(undefined)}
        />
      )}
    </div>
  );
}

/** What a query found, in words that say what is not shown. */
function Narrowed(props: {
  state: Progress<IFound>;
  rows: number;
  query: IQuery;
  onClear: () => void;
  onRetry: () => void;
}): JSX.Element {
  const { state, rows, query, onClear, onRetry } = props;
  const { trans } = useServices();
  if (state.status === 'busy') {
    return (
      <Busy
        state={state}
        label={trans.__('Looking through the rows:')}
        onStop={onClear}
      />
    );
  }
  if (state.status === 'failed') {
    return <Problem error={state.error} onRetry={onRetry} />;
  }
  const { kept, matched } = state.value;
  return (
    <p className="ck-Viewer-note" role="status">
      {query.filters.length > 0 && (
        <span>
          {trans.__('%1 of %2 rows pass.', number(matched), number(rows))}
        </span>
      )}{' '}
      {kept < matched && (
        <span>
          {query.sort
            ? trans.__(
                'The first %1 in this order are shown; all rows were compared.',
                number(kept)
              )
            : trans.__('The first %1 of them are shown.', number(kept))}
        </span>
      )}{' '}
      <button type="button" className="ck-Link" onClick={onClear}>
        {trans.__('Show the table as it is')}
      </button>
    </p>
  );
}

/** A query as it is kept: filters as they are, the order as "column direction". */
function queryOf(filters: readonly unknown[], sort: string): IQuery {
  const [column, direction] = sort.split(' ');
  return {
    filters: filters as IFilter[],
    ...(direction
      ? {
          sort: {
            column: Number(column),
            descending: direction === 'descending'
          }
        }
      : {})
  };
}

function gridColumn(
  { name, dtype, role }: ITableFacts['columns'][number],
  index: number,
  sort: IQuery['sort']
): IGridColumn {
  const width = Math.max(
    name.length * 7.5 + 24,
    dtype.length * 7 + 16,
    role === 'text' ? 150 : 96
  );
  return {
    name,
    detail: dtype,
    isNumber: role === 'number',
    width: Math.min(300, width),
    order:
      sort?.column === index
        ? sort.descending
          ? 'descending'
          : 'ascending'
        : undefined
  };
}
