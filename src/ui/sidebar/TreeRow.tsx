import * as React from 'react';
import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';

import { bytes, displayName } from '../format';
import type { SidebarProps } from '../props';
import { kindWord, stateWord } from '../words';
import {
  ArtifactRow,
  artifactTitle,
  type ArtifactRowActions
} from './ArtifactRow';
import { FlightRow, flightWords } from './FlightRow';
import { GroupRow, groupTitle } from './GroupRow';
import { MoreRow } from './MoreRow';
import { NameEditor } from './NameEditor';
import { expansionOf } from './treeKeys';
import type { Row, Rows } from './rows';
import { WaitingRow } from './WaitingRow';
import { TransferRow, transferTitle } from './TransferRow';
import { groupLabel } from './viewWords';

/** Height of every row in pixels: one line, as in the file browser. */
export const ROW_HEIGHT = 24;

export interface TreeRowProps {
  rows: Rows;
  row: Row;
  index: number;
  sidebar: SidebarProps;
  now: Date;
  active: boolean;
  hovered: boolean;
  /** Whether the keyboard is in the tree. */
  focused: boolean;
  selected: boolean;
  renaming: boolean;
  actions: ArtifactRowActions;
  /** The same for all rows, and each time. */
  handlers: TreeRowHandlers;
}

/** What happens on rows; each is told which row it is. */
export interface TreeRowHandlers {
  onRenamed: (row: Row, name: string | null) => void;
  onClick: (event: React.MouseEvent, index: number) => void;
  onDoubleClick: (event: React.MouseEvent, index: number) => void;
  onContextMenu: (event: React.MouseEvent, index: number) => void;
  onPointerEnter: (event: React.PointerEvent, index: number, row: Row) => void;
  onPointerDown: (
    event: React.PointerEvent<HTMLDivElement>,
    index: number
  ) => void;
}

/** One row of the tree, at its place in the virtual list. */
export const TreeRow = React.memo(function TreeRow(
  props: TreeRowProps
): JSX.Element {
  const { active, handlers, index, row, rows } = props;
  const place = rows.placeAt(index);
  const expanded = expansionOf(rows, index);
  const classes = [
    'ck-Row',
    `ck-mod-${row.type}`,
    `ck-mod-level${place.level}`
  ];
  if (row.type === 'group') {
    classes.push(`ck-mod-${row.by}`);
  }
  if (props.selected) {
    classes.push('jp-mod-selected');
  }
  return (
    <div
      onClick={event => handlers.onClick(event, index)}
      onDoubleClick={event => handlers.onDoubleClick(event, index)}
      onContextMenu={event => handlers.onContextMenu(event, index)}
      onPointerEnter={event => handlers.onPointerEnter(event, index, row)}
      onPointerDown={event => handlers.onPointerDown(event, index)}
      role="treeitem"
      className={classes.join(' ')}
      aria-label={rowLabel(row, props)}
      title={props.hovered ? rowTitle(row, props) : undefined}
      aria-level={place.level}
      aria-posinset={place.position}
      aria-setsize={place.setSize}
      aria-expanded={expanded}
      aria-selected={row.type === 'artifact' ? props.selected : undefined}
      tabIndex={active ? 0 : -1}
      data-key={row.key}
      data-artifact-id={row.type === 'artifact' ? row.artifact.id : undefined}
      data-run-id={
        row.type === 'group' && row.by === 'run' ? row.group.key : undefined
      }
      style={{ transform: `translateY(${index * ROW_HEIGHT}px)` }}
    >
      {expanded !== undefined && <Twisty expanded={expanded} />}
      <RowContent {...props} />
    </div>
  );
});

function Twisty(props: { expanded: boolean }): JSX.Element {
  const icon = props.expanded ? caretDownIcon : caretRightIcon;
  return <icon.react tag="span" className="ck-Row-twisty" />;
}

function RowContent(props: TreeRowProps): JSX.Element {
  const { active, row, sidebar } = props;
  const { trans } = sidebar;
  const tabIndex = active ? 0 : -1;
  switch (row.type) {
    case 'flight':
      return (
        <FlightRow
          transfers={sidebar.transfers}
          pace={sidebar.pace}
          verbsOf={sidebar.verbsOf}
          trans={trans}
          tabIndex={tabIndex}
          onAll={sidebar.onAllTransfers}
        />
      );
    case 'transfer':
      return (
        <TransferRow
          transfer={row.transfer}
          bytesPerSecond={sidebar.pace.rates?.get(row.transfer.id) ?? 0}
          verbs={sidebar.verbsOf(row.transfer)}
          trans={trans}
          tabIndex={tabIndex}
          onVerb={sidebar.onTransferVerb}
        />
      );
    case 'waiting':
      return <WaitingRow count={row.count} trans={trans} />;
    case 'group':
      return props.renaming ? (
        <NameEditor
          label={trans.__('Name of the run')}
          name={row.group.label}
          onRenamed={name => props.handlers.onRenamed(row, name)}
        />
      ) : (
        <GroupRow group={row.group} by={row.by} now={props.now} trans={trans} />
      );
    case 'artifact':
      return props.renaming ? (
        <NameEditor
          label={trans.__('Name of the artifact')}
          name={row.artifact.name}
          onRenamed={name => props.handlers.onRenamed(row, name)}
        />
      ) : (
        <ArtifactRow
          artifact={row.artifact}
          inRun={row.inRun}
          trans={trans}
          thumbnailUrl={
            row.artifact.thumbnail ? sidebar.thumbnailUrl(row.artifact) : null
          }
          withActions={props.hovered || (active && props.focused)}
          tabIndex={tabIndex}
          actions={props.actions}
        />
      );
    case 'more':
      return (
        <MoreRow
          error={sidebar.loadError ?? null}
          trans={trans}
          tabIndex={tabIndex}
          onRetry={() => sidebar.onLoadMore(row.group)}
        />
      );
    case 'cut':
      return (
        <span className="ck-Row-about">
          {trans.__('There are more groups. Search or filter to see them.')}
        </span>
      );
  }
}

/** What a screen reader says of a row, before its place and state. */
function rowLabel(row: Row, props: TreeRowProps): string | undefined {
  const { trans } = props.sidebar;
  switch (row.type) {
    case 'flight':
      return trans.__('In flight');
    case 'transfer': {
      const { error, name, state } = row.transfer;
      const word = stateWord(state, trans);
      return state === 'failed' && error
        ? trans.__('%1, failed: %2', displayName(name), error.message)
        : trans.__('%1, %2', displayName(name), word);
    }
    case 'group': {
      const { group, by } = row;
      const label = displayName(groupLabel(group, by, props.now, trans));
      return group.count === undefined
        ? label
        : trans._n('%2, %1 artifact', '%2, %1 artifacts', group.count, label);
    }
    case 'artifact': {
      const { artifact } = row;
      return trans.__(
        '%1 v%2, %3, %4',
        displayName(artifact.name),
        artifact.version,
        artifact.summary ?? kindWord(artifact.kind, trans),
        bytes(artifact.size)
      );
    }
    case 'more':
    case 'waiting':
    case 'cut':
      return undefined;
  }
}

function rowTitle(row: Row, props: TreeRowProps): string | undefined {
  const { trans } = props.sidebar;
  switch (row.type) {
    case 'flight':
      return flightWords(props.sidebar);
    case 'transfer':
      return transferTitle(
        row.transfer,
        props.sidebar.pace.rates?.get(row.transfer.id) ?? 0,
        trans
      );
    case 'group':
      return groupTitle({
        group: row.group,
        by: row.by,
        now: props.now,
        trans
      });
    case 'artifact':
      return artifactTitle(row.artifact, props.now, trans);
    default:
      return undefined;
  }
}
