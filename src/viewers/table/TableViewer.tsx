import type { ReadonlyJSONObject } from '@lumino/coreutils';
import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { number } from '../../ui/format';
import { Grid, placeLabel, type IRange } from '../frame/Grid';
import { Opened } from '../frame/Opened';
import { useServices } from '../frame/services';
import { Busy, Problem } from '../frame/States';
import { useCall, useTask, type Progress } from '../frame/useCall';
import { useCells, type ReadCells } from '../frame/useCells';
import { useViewerState } from '../frame/useViewerState';
import type { Remote } from '../work/client';
import type { EngineOf } from '../work/engines';
import { ColumnPanel } from './ColumnPanel';
import type { IFound, ITableFacts, ITableOptions, TableFormat } from './engine';
import type { ICsvWishes } from './csvLayout';
import { CsvNote } from './CsvNote';
import { Filters } from './Filters';
import { gridColumn } from './gridColumn';
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
  const viewerState = useViewerState(props);
  const wishes: ICsvWishes = viewerState.get<ReadonlyJSONObject>('wishes', {});
  const options: ITableOptions =
    format === 'csv'
      ? { format, mediaType: artifact.media_type, wishes }
      : format === 'arrow' && preview
        ? { format, rows: preview.rows }
        : { format };
  return (
    <Opened
      engine="table"
      content={content}
      options={options}
      ask={(table, call) => table.facts(call)}
      label={trans.__('Opening the table…')}
    >
      {(table, facts) => (
        <TableView
          {...props}
          table={table}
          facts={facts}
          viewerState={viewerState}
          onWish={wish => viewerState.set('wishes', { ...wishes, ...wish })}
        />
      )}
    </Opened>
  );
}

function TableView(
  props: IViewerProps & {
    table: Table;
    facts: ITableFacts;
    viewerState: ReturnType<typeof useViewerState>;
    onWish: (wish: ICsvWishes) => void;
  }
): JSX.Element {
  const { artifact, compact, facts, onWish, table } = props;
  const { copy, download, trans } = useServices();
  const { get, set } = props.viewerState;
  const [counted] = useCall(
    facts.isCounted || compact ? undefined : call => table.count(call),
    [compact, table]
  );
  const query = queryOf(get('filters', []), get('sort', ''));
  const [found, retryQuery] = useCall(
    call => table.query(call, query),
    [table, JSON.stringify(query)]
  );
  // Rows that were read since say more of a text, such as that one is longer than all before.
  const [now] = useCall(facts.text && (call => table.facts(call)), [
    table,
    counted.status
  ]);
  const text = now.status === 'ready' ? now.value.text : facts.text;
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
  // What the record says of the first rows stands there until they are read.
  const head =
    artifact.preview?.type === 'table' ? artifact.preview.head : undefined;
  const columns = React.useMemo(
    () =>
      facts.columns.map((column, index) =>
        gridColumn(column, index, query.sort, head)
      ),
    [facts.columns, head, query.sort]
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
    <div className="jp-Cellkeep-Viewer-columns">
      <div className="jp-Cellkeep-Viewer-main">
        {!compact && (
          <Filters
            columns={facts.columns}
            filters={query.filters}
            onChange={setFilters}
          />
        )}
        {text && <CsvNote text={text} {...(compact ? {} : { onWish })} />}
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
          cell={(row, column) => {
            const cell = cells.cell(row, column);
            // An empty cell is one that was read.
            return cell === undefined && !isNarrowed
              ? head?.[row]?.[column]
              : cell;
          }}
          rowLabel={placeLabel}
          onVisible={cells.onVisible}
          onColumn={compact ? undefined : setSelected}
          onCopy={range => void onCopy(range)}
          firstRow={get('row', 0)}
          onFirstRow={row => set('row', row)}
        />
        <p className="jp-Cellkeep-Viewer-foot">
          <span>
            {facts.isCounted || counted.status === 'ready'
              ? trans._n('%2 row', '%2 rows', all, number(all))
              : trans.__('%1 rows or more', number(all))}
          </span>
          <span>
            {facts.columns.length < facts.columnCount
              ? trans.__(
                  'first %1 of %2 columns',
                  number(facts.columns.length),
                  number(facts.columnCount)
                )
              : trans._n(
                  '%2 column',
                  '%2 columns',
                  facts.columnCount,
                  number(facts.columnCount)
                )}
          </span>
          {!compact && !facts.isCounted && counted.status === 'busy' && (
            <Busy state={counted} label={trans.__('Counting rows:')} />
          )}
          {compact ? null : exported.state?.status === 'busy' ? (
            <Busy
              state={exported.state}
              label={trans.__('Writing rows:')}
              onStop={exported.stop}
            />
          ) : (
            <>
              <button
                type="button"
                className="jp-Cellkeep-Link"
                title={trans.__(
                  'The rows shown, at most a million. What a spreadsheet would run as a formula gets an apostrophe before it.'
                )}
                onClick={() => onExport('csv')}
              >
                {trans.__('Export CSV')}
              </button>
              <button
                type="button"
                className="jp-Cellkeep-Link"
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
    <p className="jp-Cellkeep-Viewer-note" role="status">
      {query.filters.length > 0 && (
        <span>
          {trans.__('%1 of %2 rows match.', number(matched), number(rows))}
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
      <button type="button" className="jp-Cellkeep-Link" onClick={onClear}>
        {trans.__('Clear sorting and filters')}
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
