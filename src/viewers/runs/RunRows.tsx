import * as React from 'react';

import { type IRunTableSnapshot, rowAt } from '../../model/runTable';
import { asCellkeepError } from '../../protocol/errors';
import type { RunInfo, RunRow } from '../../protocol/generated';
import { number } from '../../ui/format';
import { runWords } from '../../ui/runWords';
import { Grid, placeLabel, type IRange, type IVisible } from '../frame/Grid';
import type { IGridColumn } from '../frame/gridColumn';
import { useServices } from '../frame/services';
import { copiedCells } from '../table/copiedCells';
import { HeadSummary } from '../table/summaries';
import { groupText, type IRunColumn } from './columns';
import { type IGroupLine, type RunLine, RunLines } from './lines';
import type { ITableState } from './tableState';
import { useRunSummaries } from './useRunSummaries';

/** What the rows of the table show, and what they tell. */
export interface IRunRowsProps {
  readonly snapshot: IRunTableSnapshot;
  readonly state: ITableState;
  readonly columns: readonly IRunColumn[];
  /** The ids of the runs that are picked. */
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  /** The places of the rows on the screen. */
  readonly onLook: (places: readonly number[]) => void;
  /** Loads the rows of places that are not loaded. */
  readonly onRead: (
    places: readonly number[]
  ) => Promise<IRunTableSnapshot['pages']>;
  /** Shows a run in the sidebar. */
  readonly onOpen?: (info: RunInfo) => void;
}

/** The rows of the table of runs, and what is said of them below. */
export function RunRows(props: IRunRowsProps): JSX.Element {
  const { onLook, onSelect, selected, snapshot, state } = props;
  const { groups, pages, question, total } = snapshot;
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
  const folded = state.folded.join('\n');
  const lines = React.useMemo(
    () => new RunLines(total, groups, new Set(folded.split('\n'))),
    [total, groups, folded]
  );
  const rowOf = (line: RunLine | undefined): RunRow | undefined =>
    line?.type === 'run' ? rowAt(pages, line.place) : undefined;
  const [visible, setVisible] = React.useState<IVisible | undefined>();
  const onScreen = visible
    ? [columns[0], ...columns.slice(...visible.columns)].filter(
        column => column !== undefined
      )
    : [];
  const summaryOf = useRunSummaries(snapshot, onScreen);
  const [from, to] = visible?.rows ?? [0, 0];
  React.useEffect(
    () => onLook(lines.places([from, to])),
    [onLook, lines, from, to, snapshot.answer]
  );
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
  const textOf = (
    line: RunLine | undefined,
    its: RunRow | undefined,
    column: number
  ): string | undefined => {
    if (line?.type !== 'group') {
      // Nothing in a run is an empty cell; a run that is on its way is told apart.
      return its && (columns[column]?.text(its) ?? '');
    }
    return column === 0 ? groupWords(line, group, trans) : '';
  };
  const fold = (row: number): void => {
    const line = lines.at(row);
    if (line?.type === 'group') {
      state.setFolded(
        line.isFolded
          ? state.folded.filter(key => key !== line.key)
          : [...state.folded, line.key]
      );
    }
  };
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
    const ids = lines
      .meant(range)
      .flatMap(place => rowAt(pages, place)?.run.run.id ?? []);
    const next = new Set(selected);
    const areAll = ids.every(id => next.has(id));
    ids.forEach(id => (areAll ? next.delete(id) : next.add(id)));
    onSelect(next);
  };
  const onCopy = async (range: IRange, withHead: boolean): Promise<string> => {
    const wide = columns.slice(...range.columns);
    const { text, rows: count } = await copiedCells(
      async (places, start, end) => {
        const copiedLines = Array.from({ length: end - start }, (_, index) =>
          lines.at(start + index)
        );
        const read = await props.onRead(
          copiedLines.flatMap(line => (line?.type === 'run' ? line.place : []))
        );
        return places.map(column =>
          copiedLines.map(line => {
            const its = line?.type === 'run' && rowAt(read, line.place);
            return textOf(line, its || undefined, column) ?? '';
          })
        );
      },
      wide.map(column => columns.indexOf(column)),
      range.rows,
      withHead && wide.map(({ name }) => name)
    );
    copy(text);
    return trans.__('Copied %1 × %2.', number(count), number(wide.length));
  };
  return (
    <>
      <Grid
        version={question}
        label={trans.__('Runs')}
        rows={lines.length}
        isWaiting={snapshot.answer === 0}
        empty={trans.__('There are no such runs.')}
        columns={gridColumns}
        pinned={1}
        rowLabel={row => {
          const line = lines.at(row);
          return line?.type === 'run'
            ? placeLabel(line.place + 1)
            : number(line?.runs ?? 0);
        }}
        cell={(row, column) => {
          const line = lines.at(row);
          return textOf(line, rowOf(line), column);
        }}
        cellClass={row =>
          lines.at(row)?.type === 'group' ? 'jp-Cellkeep-mod-group' : ''
        }
        onVisible={setVisible}
        onColumn={sortBy}
        onWidth={(index, width) =>
          state.setWidth(columns[index]?.id ?? '', width)
        }
        onMove={state.move}
        onOpen={row => {
          const its = rowOf(lines.at(row));
          if (its) {
            props.onOpen?.(its.run);
          } else {
            fold(row);
          }
        }}
        pickOf={row => {
          const its = rowOf(lines.at(row))?.run.run;
          return (
            its && {
              isPicked: selected.has(its.id),
              label: trans.__('Select %1', runWords(its))
            }
          );
        }}
        foldOf={row => {
          const line = lines.at(row);
          return line?.type === 'group'
            ? {
                isFolded: line.isFolded,
                label: line.isFolded
                  ? trans.__('Unfold %1', groupWords(line, group, trans))
                  : trans.__('Fold %1', groupWords(line, group, trans))
              }
            : undefined;
        }}
        onFold={fold}
        onPick={select}
        onCopy={(...range) => {
          onCopy(...range).then(setCopied, (error: unknown) =>
            setCopied(asCellkeepError(error).info().message)
          );
        }}
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

function groupWords(
  line: IGroupLine,
  group: IRunColumn | undefined,
  trans: ReturnType<typeof useServices>['trans']
): string {
  return trans._n(
    '%2: %3 (%4 run)',
    '%2: %3 (%4 runs)',
    line.runs,
    group?.name ?? '',
    (group && groupText(group, line.value)) ?? trans.__('none'),
    number(line.runs)
  );
}
