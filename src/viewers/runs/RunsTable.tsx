import * as React from 'react';

import type { IRunQuestion, IRunTableSnapshot } from '../../model/runTable';
import type { RunInfo } from '../../protocol/generated';
import type { IViewerProps } from '../../tokens';
import { number } from '../../ui/format';
import { runWords } from '../../ui/runWords';
import { Grid, placeLabel, type IRange, type IVisible } from '../frame/Grid';
import type { IGridColumn } from '../frame/gridColumn';
import { useServices } from '../frame/services';
import { Problem } from '../frame/States';
import { useViewerState } from '../frame/useViewerState';
import { copiedCells } from '../table/copiedCells';
import { Filters } from '../table/Filters';
import { HeadSummary } from '../table/summaries';
import { ColumnsPanel } from './ColumnsPanel';
import { type IRunColumn, runColumns } from './columns';
import { linesOf, type RunLine, runsIn } from './lines';
import { RunsBar } from './RunsBar';
import { type ITableState, tableState } from './tableState';
import { useRunSummaries } from './useRunSummaries';

/** What the table of runs shows, and what it tells. */
export interface IRunsTableProps extends Pick<
  IViewerProps,
  'state' | 'onState'
> {
  readonly snapshot: IRunTableSnapshot;
  readonly onAsk: (question: IRunQuestion) => void;
  /** The last of the rows on the screen. */
  readonly onLook: (row: number) => void;
  readonly onRetry: () => void;
  /** Shows a run in the sidebar. */
  readonly onOpen?: (info: RunInfo) => void;
  readonly onCompare?: (runIds: readonly string[]) => void;
}

/** A row for each run, with what runs are compared by. */
export function RunsTable(props: IRunsTableProps): JSX.Element {
  const { onAsk, snapshot } = props;
  const { trans } = useServices();
  const viewerState = useViewerState(props);
  const columns = React.useMemo(
    () => runColumns(snapshot.columns, trans),
    [snapshot.columns, trans]
  );
  const state = tableState(viewerState, columns);
  const asked = JSON.stringify(state.question);
  React.useEffect(() => {
    onAsk(JSON.parse(asked) as IRunQuestion);
  }, [asked, onAsk]);
  const [showsColumns, setShowsColumns] = React.useState(false);
  const [selected, setSelected] = React.useState<ReadonlySet<string>>(
    new Set()
  );
  return (
    <div className="jp-Cellkeep-Viewer-columns jp-Cellkeep-Runs">
      <div className="jp-Cellkeep-Viewer-main">
        <RunsBar
          state={state}
          columns={columns}
          selected={selected.size}
          onCompare={
            props.onCompare && (() => props.onCompare?.([...selected]))
          }
          onClear={() => setSelected(new Set())}
          showsColumns={showsColumns}
          onColumns={() => setShowsColumns(!showsColumns)}
        />
        <RunFilters state={state} columns={columns} />
        {snapshot.error && (
          <Problem error={snapshot.error.info()} onRetry={props.onRetry} />
        )}
        <Rows
          {...props}
          state={state}
          columns={columns}
          selected={selected}
          onSelect={setSelected}
        />
      </div>
      {showsColumns && (
        <ColumnsPanel
          columns={columns}
          shown={state.shown}
          onChange={state.setShown}
          onReset={() => state.setShown(undefined)}
          onClose={() => setShowsColumns(false)}
        />
      )}
    </div>
  );
}

function RunFilters(props: {
  state: ITableState;
  columns: readonly IRunColumn[];
}): JSX.Element {
  const { state } = props;
  const usable = props.columns.filter(({ can }) => can.includes('filter'));
  // One that no run has any more is still asked for, and can be taken away.
  const gone = state.filters
    .map(({ column }) => column)
    .filter(id => !usable.some(column => column.id === id));
  const columns = [
    ...usable,
    ...gone.map(id => ({ id, name: id, dtype: '', role: 'text' as const }))
  ];
  return (
    <Filters
      columns={columns}
      filters={state.filters.map(({ column, ...filter }) => ({
        ...filter,
        column: columns.findIndex(({ id }) => id === column)
      }))}
      onChange={filters =>
        state.setFilters(
          filters.map(({ column, ...filter }) => ({
            ...filter,
            column: columns[column]?.id ?? ''
          }))
        )
      }
    />
  );
}

function Rows(
  props: Omit<IRunsTableProps, 'state'> & {
    state: ITableState;
    columns: readonly IRunColumn[];
    selected: ReadonlySet<string>;
    onSelect: (selected: ReadonlySet<string>) => void;
  }
): JSX.Element {
  const { onLook, onSelect, selected, snapshot, state } = props;
  const { question, rows, total } = snapshot;
  const { copy, trans } = useServices();
  const [copied, setCopied] = React.useState('');
  const columns = React.useMemo(
    () =>
      state.shown.flatMap(
        id => props.columns.find(column => column.id === id) ?? []
      ),
    // Which are shown is another list each time it is read.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [props.columns, state.shown.join('\n')]
  );
  const group = props.columns.find(({ id }) => id === question.group);
  const lines = React.useMemo(() => linesOf(rows, group), [rows, group]);
  const [visible, setVisible] = React.useState<IVisible | undefined>();
  const onScreen = visible
    ? [columns[0], ...columns.slice(...visible.columns)].filter(
        column => column !== undefined
      )
    : [];
  const summaryOf = useRunSummaries(snapshot, onScreen);
  const looked = Math.min(visible?.rows[1] ?? 0, rows.length);
  React.useEffect(() => onLook(looked), [onLook, looked, snapshot.answer]);
  const gridColumns = columns.map((column): IGridColumn => ({
    name: column.name,
    isNumber: column.role === 'number',
    isFloat: column.detail !== undefined && column.role === 'number',
    width: state.widths[column.id] ?? column.width,
    order:
      question.sort === column.id
        ? question.descending
          ? 'descending'
          : 'ascending'
        : undefined,
    summary: (
      <HeadSummary
        column={column}
        summary={summaryOf(column.id)}
        rows={total}
      />
    )
  }));
  const sortBy = (index: number): void => {
    const column = columns[index];
    if (column?.can.includes('sort')) {
      const isSame = state.sort === column.id;
      state.setSort(
        column.id,
        isSame ? !state.descending : column.role !== 'text'
      );
    }
  };
  const select = (range: IRange['rows']): void => {
    const ids = runsIn(lines, range).map(({ run }) => run.run.id);
    const next = new Set(selected);
    const areAll = ids.every(id => next.has(id));
    ids.forEach(id => (areAll ? next.delete(id) : next.add(id)));
    onSelect(next);
  };
  const onCopy = async (range: IRange, withHead: boolean): Promise<void> => {
    const wide = columns.slice(...range.columns);
    const { text, rows: count } = await copiedCells(
      (places, start, end) =>
        Promise.resolve(
          places.map(column =>
            lines
              .slice(start, end)
              .map(line => cellOf(line, columns[column], column, group, trans))
          )
        ),
      wide.map(column => columns.indexOf(column)),
      range.rows,
      withHead && wide.map(({ name }) => name)
    );
    copy(text);
    setCopied(trans.__('Copied %1 × %2.', number(count), number(wide.length)));
  };
  return (
    <>
      <Grid
        version={question}
        label={trans.__('Runs')}
        rows={lines.length}
        allRows={total + lines.length - rows.length}
        isWaiting={snapshot.answer === 0}
        empty={trans.__('There are no such runs.')}
        columns={gridColumns}
        pinned={1}
        rowLabel={row => {
          const line = lines[row];
          return line?.type === 'run'
            ? placeLabel(line.place + 1)
            : number(line?.runs ?? 0);
        }}
        cell={(row, column) =>
          cellOf(lines[row], columns[column], column, group, trans)
        }
        cellClass={row =>
          lines[row]?.type === 'group' ? 'jp-Cellkeep-mod-group' : ''
        }
        onVisible={setVisible}
        onColumn={sortBy}
        onWidth={(index, width) =>
          state.setWidth(columns[index]?.id ?? '', width)
        }
        onMove={state.move}
        onOpen={row => {
          const line = lines[row];
          if (line?.type === 'run') {
            props.onOpen?.(line.row.run);
          }
        }}
        pickOf={row => {
          const line = lines[row];
          return line?.type === 'run'
            ? {
                isPicked: selected.has(line.row.run.run.id),
                label: trans.__('Select %1', runWords(line.row.run.run))
              }
            : undefined;
        }}
        onPick={select}
        onCopy={(...range) => void onCopy(...range)}
      />
      <p className="jp-Cellkeep-Viewer-foot" role="status">
        <span>{trans._n('%2 run', '%2 runs', total, number(total))}</span>
        {selected.size > 0 && (
          <span>{trans.__('%1 selected', number(selected.size))}</span>
        )}
        <span>{copied}</span>
      </p>
    </>
  );
}

function cellOf(
  line: RunLine | undefined,
  column: IRunColumn | undefined,
  place: number,
  group: IRunColumn | undefined,
  trans: ReturnType<typeof useServices>['trans']
): string {
  if (line?.type === 'run') {
    return column?.text(line.row) ?? '';
  }
  return line && place === 0
    ? trans._n(
        '%2: %3 (%4 run)',
        '%2: %3 (%4 runs)',
        line.runs,
        group?.name ?? '',
        line.value ?? trans.__('none'),
        number(line.runs)
      )
    : '';
}
