import * as React from 'react';

import type { ITeamSnapshot } from '../../model/team';
import type { LargeRun, Room } from '../../protocol/generated';
import { bytes, number, relativeTime } from '../format';
import type { Translated } from '../props';
import { artifactsAndBytes } from '../storage/words';
import { TextButton } from '../TextButton';
import { CleanUpButton } from '../storage/CleanUpButton';
import { Problem } from '../storage/Problem';
import { MoreRows } from './MoreRows';
import { Owner } from './Owner';
import { PeopleTable, type PeopleTableProps } from './PeopleTable';
import { UploadsTable, type UploadsTableProps } from './UploadsTable';

export interface TeamViewProps extends Translated {
  readonly snapshot: ITeamSnapshot;
  readonly onSort: PeopleTableProps['onSort'];
  readonly onQuota: PeopleTableProps['onQuota'];
  /** Set how much somebody may hold who is not listed yet. */
  readonly onNewQuota: () => void;
  readonly onMore: () => void;
  readonly onRefresh: () => void;
  readonly onCleanUp?: () => void;
  readonly onActivity: () => void;
  /** End somebody's upload. */
  readonly onEndUpload: UploadsTableProps['onEnd'];
  /** Now, for relative times; given by tests. */
  readonly now?: Date;
}

/** Who holds how much in a service, and what takes room. No name of what anybody keeps is in it. */
export function TeamView(props: TeamViewProps): JSX.Element {
  const { snapshot, trans } = props;
  const { error, people, room } = snapshot;
  return (
    <div className="jp-Cellkeep-Storage" aria-busy={people.loading}>
      <section aria-label={trans.__('People and groups')}>
        <div className="jp-Cellkeep-Storage-heading">
          <h2>{trans.__('People and groups')}</h2>
          <span className="jp-Cellkeep-Storage-space" />
          <TextButton onClick={props.onNewQuota}>
            {trans.__('Set a Quota…')}
          </TextButton>
          <TextButton onClick={props.onActivity}>
            {trans.__('Activity…')}
          </TextButton>
          <TextButton onClick={props.onRefresh}>
            {trans.__('Refresh')}
          </TextButton>
        </div>
        <p className="jp-Cellkeep-Storage-note">
          {trans.__(
            'Bytes belong to the owner of a run, whoever saved them: each file once, the trash included.'
          )}{' '}
          {room?.default_quota_bytes !== undefined &&
            trans.__(
              'Without a quota of their own or of a group, everybody may hold %1.',
              bytes(room.default_quota_bytes)
            )}
        </p>
        {people.items && people.items.length > 0 && <PeopleTable {...props} />}
        <MoreRows
          list={people}
          trans={trans}
          empty={trans.__('Nobody has saved anything yet.')}
          onMore={props.onMore}
          onRetry={props.onRefresh}
        />
      </section>
      {error && !people.error && (
        <Problem error={error} trans={trans} onRetry={props.onRefresh} />
      )}
      {room && <WhatTakesRoom {...props} room={room} />}
    </div>
  );
}

function WhatTakesRoom(props: TeamViewProps & { room: Room }): JSX.Element {
  const { now = new Date(), room, trans } = props;
  return (
    <section aria-label={trans.__('What takes room')}>
      <div className="jp-Cellkeep-Storage-heading">
        <h2>{trans.__('What takes room')}</h2>
        <span className="jp-Cellkeep-Storage-space" />
        <CleanUpButton trans={trans} onCleanUp={props.onCleanUp} />
      </div>
      <ul className="jp-Cellkeep-Team-facts">
        <li>
          {room.limit_bytes === undefined
            ? trans.__('%1 stored', bytes(room.bytes))
            : trans.__(
                '%1 of %2 stored',
                bytes(room.bytes),
                bytes(room.limit_bytes)
              )}
        </li>
        <li>
          {room.upload_count === 0
            ? trans.__('No unfinished uploads')
            : trans._n(
                '%1 unfinished upload: %2',
                '%1 unfinished uploads: %2',
                room.upload_count,
                bytes(room.upload_bytes)
              )}
        </li>
        <li>
          {trans.__(
            'Trash of everybody: %1',
            artifactsAndBytes(room.trash_artifacts, room.trash_bytes, trans)
          )}
        </li>
      </ul>
      {room.uploads.length > 0 && (
        <UploadsTable
          room={room}
          now={now}
          trans={trans}
          onEnd={props.onEndUpload}
        />
      )}
      {room.largest.length > 0 && (
        <table
          className="jp-Cellkeep-Sizes-table"
          aria-label={trans.__('Largest runs')}
        >
          <caption>{trans.__('Largest runs')}</caption>
          <thead>
            <tr>
              <th scope="col">{trans.__('Owner')}</th>
              <th scope="col">{trans.__('Id of the run')}</th>
              <th scope="col" className="jp-Cellkeep-mod-number">
                {trans.__('Artifacts')}
              </th>
              <th scope="col" className="jp-Cellkeep-mod-number">
                {trans.__('Size')}
              </th>
              <th scope="col">{trans.__('Last change')}</th>
            </tr>
          </thead>
          <tbody>
            {room.largest.map(run => (
              <RunLine key={run.run_id} run={run} now={now} trans={trans} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function RunLine(
  props: Translated & { run: LargeRun; now: Date }
): JSX.Element {
  const { now, run, trans } = props;
  return (
    <tr>
      <th scope="row">
        <Owner name={run.owner} trans={trans} />
      </th>
      <td>
        <code title={run.run_id}>{run.run_id.slice(0, 8)}</code>
      </td>
      <td className="jp-Cellkeep-mod-number">{number(run.artifacts)}</td>
      <td className="jp-Cellkeep-mod-number">{bytes(run.bytes)}</td>
      <td>{relativeTime(run.updated_at, now, trans)}</td>
    </tr>
  );
}
