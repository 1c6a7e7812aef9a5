import { caretDownIcon, caretUpIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { displayName, number } from '../../ui/format';
import { IconButton } from '../../ui/IconButton';
import { TextButton } from '../../ui/TextButton';
import { useServices } from '../frame/services';
import type { IRunColumn } from './columns';
import type { ITableState } from './tableState';

/** Runs that are compared at a time: more cannot be seen beside each other. */
const MOST_COMPARED = 30;

/** Over the table of runs: words to find them by, their groups and order, and what is done with the selected ones. */
export function RunsBar(props: {
  state: ITableState;
  columns: readonly IRunColumn[];
  selected: number;
  onCompare: (() => void) | undefined;
  onClear: () => void;
  showsColumns: boolean;
  onColumns: () => void;
  /** Folds every group, or opens them all; absent where there are none. */
  onFold: (() => void) | undefined;
  areFolded: boolean;
}): JSX.Element {
  const { columns, onCompare, selected, state } = props;
  const { trans } = useServices();
  const choices = (what: 'sort' | 'group'): JSX.Element[] =>
    columns
      .filter(({ can }) => can.includes(what))
      .map(({ id, name }) => (
        <option key={id} value={id}>
          {displayName(name)}
        </option>
      ));
  const canCompare = selected > 1 && selected <= MOST_COMPARED;
  return (
    <div
      className="jp-Cellkeep-Viewer-bar"
      role="group"
      aria-label={trans.__('Runs')}
    >
      <input
        type="search"
        aria-label={trans.__('Find runs')}
        placeholder={trans.__('Find runs by name, notebook, tag, commit')}
        value={state.words}
        onChange={event => state.setWords(event.target.value)}
      />
      <label>
        {trans.__('Group by')}{' '}
        <select
          value={state.group}
          onChange={event => state.setGroup(event.target.value)}
        >
          <option value="">{trans.__('nothing')}</option>
          {choices('group')}
        </select>
      </label>
      <label>
        {trans.__('Sort by')}{' '}
        <select
          value={state.sort}
          onChange={event =>
            state.setSort(event.target.value, state.descending)
          }
        >
          {choices('sort')}
        </select>
      </label>
      <IconButton
        icon={state.descending ? caretDownIcon : caretUpIcon}
        label={
          state.descending
            ? trans.__('Descending; change to ascending')
            : trans.__('Ascending; change to descending')
        }
        onClick={() => state.setSort(state.sort, !state.descending)}
      />
      <TextButton onClick={props.onFold}>
        {props.areFolded ? trans.__('Unfold groups') : trans.__('Fold groups')}
      </TextButton>
      <TextButton aria-pressed={props.showsColumns} onClick={props.onColumns}>
        {trans.__('Columns')}
      </TextButton>
      <TextButton
        disabled={!canCompare}
        title={
          canCompare
            ? undefined
            : selected > MOST_COMPARED
              ? trans.__('At most %1 runs are compared', MOST_COMPARED)
              : trans.__(
                  'Select two runs or more: by their boxes, or the space bar'
                )
        }
        onClick={onCompare}
      >
        {selected > 1
          ? trans.__('Compare %1 runs', number(selected))
          : trans.__('Compare')}
      </TextButton>
      <TextButton onClick={selected > 0 ? props.onClear : undefined}>
        {trans.__('Clear selection')}
      </TextButton>
    </div>
  );
}
