import * as React from 'react';

import type { IRunQuestion } from '../../model/runTable';
import type { IViewerProps } from '../../tokens';
import { useServices } from '../frame/services';
import { Problem } from '../frame/States';
import { useViewerState } from '../frame/keptState';
import { Filters } from '../table/Filters';
import { ColumnsPanel } from './ColumnsPanel';
import { type IRunColumn, runColumns } from './columns';
import { keyOf } from './lines';
import { type IRunRowsProps, RunRows } from './RunRows';
import { RunsBar } from './RunsBar';
import { type ITableState, tableState } from './tableState';

/** What the table of runs shows, and what it tells. */
export interface IRunsTableProps
  extends
    Pick<IViewerProps, 'state' | 'onState'>,
    Pick<IRunRowsProps, 'snapshot' | 'onLook' | 'onRead' | 'onOpen'> {
  readonly onAsk: (question: IRunQuestion) => void;
  readonly onRetry: () => void;
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
          areFolded={state.folded.length > 0}
          onFold={
            snapshot.groups &&
            (() =>
              state.setFolded(
                state.folded.length > 0
                  ? []
                  : (snapshot.groups ?? []).map(({ value }) => keyOf(value))
              ))
          }
        />
        <RunFilters state={state} columns={columns} />
        {snapshot.error && (
          <Problem error={snapshot.error.info()} onRetry={props.onRetry} />
        )}
        <RunRows
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
