import * as React from 'react';
import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';

import type { TranslationBundle } from '@jupyterlab/translation';

import type { ErrorInfo } from '../../protocol/generated';
import { number } from '../format';
import type { FlightProps, ListProps, TransferPace } from '../props';
import { ArtifactRow, type ArtifactRowActions } from './ArtifactRow';
import { FlightRow } from './FlightRow';
import { GroupRow } from './GroupRow';
import { MoreRow } from './MoreRow';
import { NameEditor } from './NameEditor';
import type { Row, RowPlace } from './row';
import { expansionOf } from './treeKeys';
import { rowLabel, rowTitle } from './rowWords';
import { TransferRow } from './TransferRow';
import { FolderRow } from './FolderRow';
import { RunRow } from './RunRow';
import { HEIGHTS, ROW_HEIGHT, TILES_LEFT, type Look } from './layout';
import { Tile } from './Tile';

/** What is shown of one row; it is drawn again only when some of this changes. */
export interface TreeRowProps {
  row: Row;
  place: RowPlace;
  index: number;
  /** How far below the top of the list it stands, in pixels. */
  start: number;
  look: Look;
  /** Its place among as many tiles; others take the whole line. */
  column: number;
  columns: number;
  trans: TranslationBundle;
  now: Date;
  active: boolean;
  hovered: boolean;
  /** Whether the keyboard is on it. */
  focused: boolean;
  selected: boolean;
  renaming: boolean;
  /** What stands beside a run's name. */
  beside: string | undefined;
  /** Whether other runs have its name. */
  hasNamesakes: boolean;
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
  onToggle: (index: number) => void;
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
    `jp-Cellkeep-mod-level${Math.min(place.level, MOST_LEVELS)}`
  ];
  const isArtifact = row.type === 'artifact';
  if (isArtifact) {
    classes.push(LOOKS[props.look]);
  }
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
      style={{
        transform: `translateY(${props.start}px)`,
        height: isArtifact ? HEIGHTS[props.look] : ROW_HEIGHT,
        ...(isArtifact &&
          props.look === 'tiles' && {
            left: tileLeft(props.column, props.columns),
            right: tileLeft(props.columns - 1 - props.column, props.columns)
          })
      }}
    >
      {expanded !== undefined && !isArtifact && <Twisty expanded={expanded} />}
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
  const editor = (label: string, name: string): JSX.Element => (
    <NameEditor
      label={label}
      name={name}
      onRenamed={renamed => handlers.onRenamed(row, renamed)}
    />
  );
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
      return (
        <span className="jp-Cellkeep-Row-about">
          {trans.__('%1 more', number(row.count))}
        </span>
      );
    case 'group':
      return props.renaming ? (
        editor(trans.__('Name of the run'), row.group.label)
      ) : (
        <GroupRow
          group={row.group}
          by={row.by}
          beside={props.beside}
          now={props.now}
          trans={trans}
        />
      );
    case 'artifact':
      return props.renaming ? (
        editor(trans.__('Name of the artifact'), row.artifact.name)
      ) : (
        <Artifact {...props} row={row} />
      );
    case 'folder':
      return <FolderRow label={row.label} names={row.names} />;
    case 'run':
      return <RunRow {...row} now={props.now} trans={trans} />;
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

function Artifact(
  props: TreeRowProps & { row: Extract<Row, { type: 'artifact' }> }
): JSX.Element {
  const { handlers, index, row } = props;
  const { artifact } = row;
  const common = {
    artifact,
    inRun: row.inRun,
    trans: props.trans,
    thumbnailUrl: artifact.thumbnail ? handlers.thumbnailUrl(artifact) : null,
    withActions: props.hovered || props.focused,
    tabIndex: props.active ? (0 as const) : (-1 as const),
    actions: props.actions
  };
  return props.look === 'tiles' ? (
    <Tile {...common} />
  ) : (
    <ArtifactRow
      {...common}
      within={row.within}
      isOlder={row.isOlder}
      olderShown={row.older?.expanded}
      span={row.span}
      now={props.now}
      onToggle={() => handlers.onToggle(index)}
    />
  );
}

/** Levels that have an indentation of their own. */
const MOST_LEVELS = 8;

const LOOKS: Readonly<Record<Look, string>> = {
  line: 'jp-Cellkeep-mod-oneLine',
  'two lines': 'jp-Cellkeep-mod-twoLines',
  tiles: 'jp-Cellkeep-mod-tile'
};

/** The distance of a tile from a side of the list. */
function tileLeft(column: number, columns: number): string {
  return `calc(${TILES_LEFT}px + ${column} * (100% - ${2 * TILES_LEFT}px) / ${columns})`;
}
