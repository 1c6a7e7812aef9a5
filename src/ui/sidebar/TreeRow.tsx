import * as React from 'react';
import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';

import type { TranslationBundle } from '@jupyterlab/translation';

import type { ErrorInfo } from '../../protocol/generated';
import { bytes, displayName } from '../format';
import type { FlightProps, ListProps, TransferPace } from '../props';
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
import type { Row, RowPlace } from './rows';
import { expansionOf } from './treeKeys';
import { WaitingRow } from './WaitingRow';
import { TransferRow, transferTitle } from './TransferRow';
import { groupLabel } from './viewWords';

/** Height of every row in pixels: one line, as in the file browser. */
export const ROW_HEIGHT = 24;

/** What is shown of one row; it is drawn again only when some of this changes. */
export interface TreeRowProps {
  row: Row;
  place: RowPlace;
  index: number;
  trans: TranslationBundle;
  now: Date;
  active: boolean;
  hovered: boolean;
  /** Whether the keyboard is on it. */
  focused: boolean;
  selected: boolean;
  renaming: boolean;
  /** All that is under way, for the header of that. */
  flight: Pick<FlightProps, 'transfers' | 'pace'> | undefined;
  /** How fast a save goes; 0 where nothing moves, and in other rows. */
  bytesPerSecond: number;
  /** Why the next page did not come, for the row that stands for it. */
  loadError: ErrorInfo | null;
  actions: ArtifactRowActions;
  /** The same for all rows, and each time. */
  handlers: TreeRowHandlers;
}

/** What happens on rows, and what they ask for; each says which row it is. */
export interface TreeRowHandlers
  extends
    Pick<FlightProps, 'verbsOf' | 'onVerb' | 'onAll'>,
    Pick<ListProps, 'thumbnailUrl' | 'onLoadMore'> {
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
  const { active, handlers, index, place, row } = props;
  const expanded = expansionOf(row);
  const classes = [
    'jp-Cellkeep-Row',
    `jp-Cellkeep-mod-${row.type}`,
    `jp-Cellkeep-mod-level${place.level}`
  ];
  if (row.type === 'group') {
    classes.push(`jp-Cellkeep-mod-${row.by}`);
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
}, isSame);

/** The models hand out new objects that say the same; what a row shows of them decides. */
function isSame(before: TreeRowProps, now: TreeRowProps): boolean {
  const { row, place, ...others } = before;
  return (
    isShallowlySame(others, now) &&
    isShallowlySame(place, now.place) &&
    isSameRow(row, now.row)
  );
}

function isSameRow(before: Row, now: Row): boolean {
  if (before.type !== 'group' || now.type !== 'group') {
    return isShallowlySame(before, now);
  }
  // Not the artifacts: they have rows of their own.
  const { key, label, count, bytes: size, run, expanded } = before.group;
  return (
    before.by === now.by &&
    isShallowlySame(
      { key, label, count, bytes: size, run, expanded },
      now.group
    )
  );
}

/** Whether all that one object has is the same in the other. */
function isShallowlySame(one: object, other: object): boolean {
  return Object.entries(one).every(([key, value]) =>
    Object.is(value, Reflect.get(other, key) as unknown)
  );
}

const STILL: TransferPace = { bytesPerSecond: 0, secondsLeft: null };

function Twisty(props: { expanded: boolean }): JSX.Element {
  const icon = props.expanded ? caretDownIcon : caretRightIcon;
  return <icon.react tag="span" className="jp-Cellkeep-Row-twisty" />;
}

function RowContent(props: TreeRowProps): JSX.Element {
  const { active, handlers, row, trans } = props;
  const tabIndex = active ? 0 : -1;
  switch (row.type) {
    case 'flight':
      return (
        <FlightRow
          transfers={props.flight?.transfers ?? []}
          pace={props.flight?.pace ?? STILL}
          verbsOf={handlers.verbsOf}
          trans={trans}
          tabIndex={tabIndex}
          onAll={handlers.onAll}
        />
      );
    case 'transfer':
      return (
        <TransferRow
          transfer={row.transfer}
          bytesPerSecond={props.bytesPerSecond}
          verbs={handlers.verbsOf(row.transfer)}
          trans={trans}
          tabIndex={tabIndex}
          onVerb={handlers.onVerb}
        />
      );
    case 'waiting':
      return <WaitingRow count={row.count} trans={trans} />;
    case 'group':
      return props.renaming ? (
        <NameEditor
          label={trans.__('Name of the run')}
          name={row.group.label}
          onRenamed={name => handlers.onRenamed(row, name)}
        />
      ) : (
        <GroupRow group={row.group} by={row.by} now={props.now} trans={trans} />
      );
    case 'artifact':
      return props.renaming ? (
        <NameEditor
          label={trans.__('Name of the artifact')}
          name={row.artifact.name}
          onRenamed={name => handlers.onRenamed(row, name)}
        />
      ) : (
        <ArtifactRow
          artifact={row.artifact}
          inRun={row.inRun}
          trans={trans}
          thumbnailUrl={
            row.artifact.thumbnail ? handlers.thumbnailUrl(row.artifact) : null
          }
          withActions={props.hovered || props.focused}
          tabIndex={tabIndex}
          actions={props.actions}
        />
      );
    case 'more':
      return (
        <MoreRow
          error={props.loadError}
          trans={trans}
          tabIndex={tabIndex}
          onRetry={() => handlers.onLoadMore(row.group)}
        />
      );
    case 'cut':
      return (
        <span className="jp-Cellkeep-Row-about">
          {trans.__('There are more groups. Search or filter to see them.')}
        </span>
      );
  }
}

/** What a screen reader says of a row, before its place and state. */
function rowLabel(row: Row, props: TreeRowProps): string | undefined {
  const { trans } = props;
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
  const { trans } = props;
  switch (row.type) {
    case 'flight':
      return props.flight && flightWords({ ...props.flight, trans });
    case 'transfer':
      return transferTitle(row.transfer, props.bytesPerSecond, trans);
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
