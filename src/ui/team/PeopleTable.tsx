import * as React from 'react';
import { editIcon, usersIcon } from '@jupyterlab/ui-components';

import type { ITeamSnapshot } from '../../model/team';
import type { Usage } from '../../protocol/generated';
import type { UsageSort } from '../../transport/team';
import { Avatar } from '../Avatar';
import {
  absoluteTime,
  bytes,
  displayName,
  number,
  percent,
  relativeTime
} from '../format';
import { IconButton } from '../IconButton';
import { LinkButton } from '../LinkButton';
import { Name } from '../Name';
import type { Translated } from '../props';
import { quotaWords, usedOf } from './words';

export interface PeopleTableProps extends Translated {
  readonly snapshot: Pick<ITeamSnapshot, 'people' | 'by'>;
  readonly onSort: (sort: UsageSort) => void;
  /** Set how much somebody may hold. */
  readonly onQuota: (usage: Usage) => void;
  /** Now, for relative times; given by tests. */
  readonly now?: Date;
}

/** Persons and groups, with what their runs hold and may hold. */
export function PeopleTable(props: PeopleTableProps): JSX.Element {
  const { snapshot, trans } = props;
  const head = (sort: UsageSort, label: string, className?: string) => (
    <SortHead
      {...{ sort, label, className }}
      by={snapshot.by}
      onSort={props.onSort}
    />
  );
  return (
    <table
      className="jp-Cellkeep-Sizes-table"
      aria-label={trans.__('People and groups')}
    >
      <thead>
        <tr>
          {head('name', trans.__('Name'))}
          {head('bytes', trans.__('Holds'), NUMBER)}
          <th scope="col">{trans.__('May hold')}</th>
          <th scope="col" className={NUMBER}>
            {trans.__('Used')}
          </th>
          <th scope="col" className={NUMBER}>
            {trans.__('Runs')}
          </th>
          {head('last', trans.__('Last activity'))}
          <th scope="col">
            <span className="jp-sr-only">{trans.__('Actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {snapshot.people.items?.map(usage => (
          <Line key={`${usage.kind}:${usage.name}`} {...props} usage={usage} />
        ))}
      </tbody>
    </table>
  );
}

const NUMBER = 'jp-Cellkeep-mod-number';

function SortHead(props: {
  sort: UsageSort;
  label: string;
  className: string | undefined;
  by: ITeamSnapshot['by'];
  onSort: (sort: UsageSort) => void;
}): JSX.Element {
  const { by, className, label, onSort, sort } = props;
  const order = by.sort === sort ? by.order : undefined;
  return (
    <th
      scope="col"
      className={className}
      aria-sort={order && (order === 'asc' ? 'ascending' : 'descending')}
    >
      <LinkButton onClick={() => onSort(sort)}>
        {label}
        {order && <span aria-hidden>{order === 'asc' ? ' ▲' : ' ▼'}</span>}
      </LinkButton>
    </th>
  );
}

function Line(props: PeopleTableProps & { usage: Usage }): JSX.Element {
  const { now = new Date(), trans, usage } = props;
  const used = usedOf(usage);
  return (
    <tr>
      <th scope="row">
        {usage.kind === 'group' ? (
          <usersIcon.react
            tag="span"
            className="jp-Cellkeep-Row-icon"
            title={trans.__('Group')}
          />
        ) : (
          <Avatar name={displayName(usage.name)} url={usage.avatar} />
        )}{' '}
        <Name value={usage.name} />
        {usage.members !== undefined && (
          <span className="jp-Cellkeep-Storage-note">
            {' '}
            {trans._n('%1 member', '%1 members', usage.members)}
          </span>
        )}
      </th>
      <td className={NUMBER}>{bytes(usage.bytes)}</td>
      <td>{quotaWords(usage, trans)}</td>
      <td className={NUMBER}>{used === undefined ? '' : percent(used)}</td>
      <td className={NUMBER}>
        {usage.kind === 'person' ? number(usage.runs) : ''}
      </td>
      <td title={usage.last_at && absoluteTime(usage.last_at)}>
        {usage.last_at && relativeTime(usage.last_at, now, trans)}
      </td>
      <td>
        <IconButton
          icon={editIcon}
          label={trans.__('Quota of %1…', displayName(usage.name))}
          onClick={() => props.onQuota(usage)}
        />
      </td>
    </tr>
  );
}
