import type { ReadonlyJSONObject } from '@lumino/coreutils';
import * as React from 'react';

import type { ITableColumn } from '../../codecs/table';
import type { IViewerProps } from '../../tokens';
import { number } from '../../ui/format';
import { Grid, placeLabel, type IRange, type IVisible } from '../frame/Grid';
import { useServices } from '../frame/services';
import { Awaited, Known, Problem } from '../frame/States';
import { useCall } from '../frame/useCall';
import { useCells, type ReadCells } from '../frame/useCells';
import { type IKept, useKeptState } from '../frame/keptState';
import type { Remote } from '../work/client';
import type { EngineOf } from '../work/engines';
import { ColumnPanel } from './ColumnPanel';
import { copiedCells } from './copiedCells';
import type { ICsvWishes } from './csvLayout';
import { CsvNote } from './CsvNote';
import type { ITableFacts, ITableOptions, TableFormat } from './engine';
import { Filters } from './Filters';
import { gridColumn, knownFacts } from './gridColumn';
import { Narrowed } from './Narrowed';
import type { IFilter } from './query';
import { queryOf } from './queryOf';
import { HeadSummary, useSummaries } from './summaries';
import { TableFoot } from './TableFoot';
import { useColumnLayout } from './useColumnLayout';

type Table = Remote<EngineOf<'table'>>;

/** A table of any length: rows, statistics, filters, order, copy and export. */
export function TableViewer(
  props: IViewerProps & { format: TableFormat }
): JSX.Element {
  const { artifact, content, format } = props;
  const { trans, work } = useServices();
  const preview =
    artifact.preview?.type === 'table' ? artifact.preview : undefined;
  const viewerState = useKeptState();
  const wishes: ICsvWishes = viewerState.get<ReadonlyJSONObject>('wishes', {});
  const options: ITableOptions =
    format === 'csv'
      ? { format, mediaType: artifact.media_type, wishes }
      : format === 'arrow' && preview
        ? { format, rows: preview.rows }
        : { format };
  const [opened, retry] = useCall(
    async call => {
      const table = await work.open('table', [content], options, call);
      return { table, facts: await table.facts(call) };
    },
    [work, content, JSON.stringify(options)]
  );
  // The record of a table that Cellkeep itself wrote says what its columns and first rows are.
  const known = React.useMemo(
    () => (format === 'arrow' && preview ? knownFacts(preview) : undefined),
    [format, preview]
  );
  const ready = opened.status === 'ready' ? opened.value : undefined;
  const facts = ready?.facts ?? known;
  return facts && opened.status !== 'failed' ? (
    <Known.Provider value={null}>
      <TableView
        {...props}
        table={ready?.table}
        facts={facts}
        viewerState={viewerState}
        onWish={wish => viewerState.set('wishes', { ...wishes, ...wish })}
      />
    </Known.Provider>
  ) : (
    <Awaited
      state={opened}
      label={trans.__('Opening the table…')}
      onRetry={retry}
    >
      {() => null}
    </Awaited>
  );
}

function TableView(
  props: IViewerProps & {
    /** Undefined while only the record's words are known. */
    table: Table | undefined;
    facts: ITableFacts;
    viewerState: IKept;
    onWish: (wish: ICsvWishes) => void;
  }
): JSX.Element {
  const { artifact, compact, facts, onWish, table } = props;
  const { copy, trans } = useServices();
  const { get, set } = props.viewerState;
  const [counted] = useCall(
    !table || facts.isCounted || compact
      ? undefined
      : call => table.count(call),
    [compact, table]
  );
  const query = queryOf(get('filters', []), get('sort', ''));
  const isNarrowed = query.filters.length > 0 || query.sort !== undefined;
  const [found, retryQuery] = useCall(
    table && isNarrowed ? call => table.query(call, query) : undefined,
    [table, JSON.stringify(query)]
  );
  // Rows that were read since say more of a text, such as that one is longer than all before.
  const [now] = useCall(table && facts.text && (call => table.facts(call)), [
    table,
    counted.status
  ]);
  const text = now.status === 'ready' ? now.value.text : facts.text;
  const [selected, setSelected] = React.useState<number | undefined>();
  const [visible, setVisible] = React.useState<IVisible | undefined>();
  const [copied, setCopied] = React.useState('');

  const all = counted.status === 'ready' ? counted.value : facts.rows;
  const numbers =
    isNarrowed && found.status === 'ready' ? found.value.rows : undefined;
  const rows = numbers ? numbers.length : isNarrowed ? 0 : all;
  const isRead = table !== undefined && (!isNarrowed || numbers !== undefined);
  const layout = useColumnLayout(props.viewerState, facts.columns.length);
  const { order } = layout;
  const read = React.useCallback<ReadCells>(
    (columns, start, end, signal) =>
      table
        ? table.rows({ signal }, columns, start, end, isNarrowed)
        : Promise.resolve([]),
    [table, isNarrowed]
  );
  const version = numbers ?? table;
  const cells = useCells(read, version, isRead ? rows : 0, order);
  const { onVisible: onCellsVisible } = cells;
  const onVisible = React.useCallback(
    (range: IVisible) => {
      setVisible(range);
      onCellsVisible(range);
    },
    [onCellsVisible]
  );
  // A picture of a column takes more reading than what is on the screen, which goes first.
  const isCounted = facts.isCounted || counted.status !== 'busy';
  const summaries = useSummaries(
    compact || !(isCounted || facts.text) || cells.isBusy ? undefined : table,
    query.filters,
    visible,
    order
  );
  // What the record says of the first rows stands there until they are read.
  const head =
    artifact.preview?.type === 'table' ? artifact.preview.head : undefined;
  const columns = order.flatMap(index => {
    const column = facts.columns[index];
    if (!column) {
      return [];
    }
    const shown = gridColumn(column, index, query.sort, head);
    const summary = compact ? undefined : (
      <HeadSummary column={column} summary={summaries.get(index)} rows={all} />
    );
    return { ...shown, width: layout.widths[index] ?? shown.width, summary };
  });
  const onCopy = async (range: IRange, withHead: boolean): Promise<void> => {
    if (!table) {
      return;
    }
    const wide = order.slice(...range.columns);
    const { text: cellsText, rows: count } = await copiedCells(
      (...asked) => table.rows({}, ...asked, isNarrowed),
      wide,
      range.rows,
      withHead && wide.map(column => facts.columns[column]?.name ?? '')
    );
    copy(cellsText);
    const wanted = range.rows[1] - range.rows[0];
    setCopied(
      count < wanted
        ? trans.__(
            'Copied the first %1 of %2 selected rows; export the table for more.',
            number(count),
            number(wanted)
          )
        : trans.__('Copied %1 × %2.', number(count), number(wide.length))
    );
  };
  const setFilters = (filters: readonly IFilter[]): void =>
    set(
      'filters',
      filters.map(filter => ({ ...filter }))
    );
  const chosen: ITableColumn | undefined =
    selected === undefined ? undefined : facts.columns[selected];

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
          rows={isRead || (!isNarrowed && head) ? rows : 0}
          isWaiting={!isRead}
          columns={columns}
          pinned={layout.pinned}
          cell={(row, place) => {
            const cell = cells.cell(row, place);
            // An empty cell is one that was read.
            return cell === undefined && !isNarrowed
              ? head?.[row]?.[order[place] ?? place]
              : cell;
          }}
          rowLabel={row => placeLabel(numbers?.[row] ?? row)}
          onVisible={onVisible}
          onColumn={compact ? undefined : place => setSelected(order[place])}
          onWidth={compact ? undefined : layout.setWidth}
          onMove={compact ? undefined : layout.move}
          onCopy={(...range) => void onCopy(...range)}
          firstRow={get('row', 0)}
          onFirstRow={row => set('row', row)}
        />
        <TableFoot
          table={table}
          name={artifact.name}
          facts={facts}
          rows={all}
          counted={counted}
          isNarrowed={isNarrowed}
          copied={copied}
          compact={compact}
        />
      </div>
      {selected !== undefined && chosen && table && (
        <ColumnPanel
          key={selected}
          table={table}
          index={selected}
          column={chosen}
          filters={query.filters}
          layout={layout}
          width={columns[order.indexOf(selected)]?.width ?? 0}
          order={
            query.sort?.column === selected
              ? query.sort.descending
                ? 'descending'
                : 'ascending'
              : undefined
          }
          onSort={next => set('sort', next ? `${selected} ${next}` : '')}
          onFilter={filter => setFilters([...query.filters, filter])}
          onClose={() => setSelected(undefined)}
        />
      )}
    </div>
  );
}
