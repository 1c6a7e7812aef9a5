import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { IGroupSnapshot } from '../../model/types';
import type { Grouping } from '../../model/view';
import { Avatar } from '../Avatar';
import { absoluteTime, bytes, displayName, number } from '../format';
import { kindIcon } from '../icons';
import { Name } from '../Name';
import { groupLabel } from './viewWords';

export interface GroupRowProps {
  group: IGroupSnapshot;
  by: Grouping;
  /** When its run began, and what tells it from others of its name. */
  beside?: string;
  now: Date;
  trans: TranslationBundle;
}

/** The header of a group: what its artifacts share, and how many there are. */
export function GroupRow(props: GroupRowProps): JSX.Element {
  const { by, group, now, trans } = props;
  const owner = sharer(group);
  const icon = by === 'kind' ? kindIcon(group.key) : null;
  return (
    <>
      {icon && <icon.react tag="span" className="jp-Cellkeep-Row-icon" />}
      <span className="jp-Cellkeep-Row-title">
        <Name value={groupLabel(group, by, now, trans)} />
      </span>
      {owner !== undefined && (
        <Avatar name={displayName(owner)} url={group.run?.owner_avatar} />
      )}
      <span className="jp-Cellkeep-Row-about">
        {[props.beside, sharedBy(group, trans)].filter(Boolean).join(' · ')}
      </span>
      {group.count !== undefined && (
        <span className="jp-Cellkeep-Row-count">{number(group.count)}</span>
      )}
    </>
  );
}

/** Everything about a group that its row has no room for. */
export function groupTitle(props: GroupRowProps): string {
  const { by, group, now, trans } = props;
  const { created_at: createdAt, notebook, tags = [] } = group.run?.run ?? {};
  return [
    displayName(groupLabel(group, by, now, trans)),
    group.count !== undefined &&
      `${trans._n('%1 artifact', '%1 artifacts', group.count)} · ${bytes(group.bytes)}`,
    createdAt && trans.__('begun %1', absoluteTime(createdAt)),
    notebook && trans.__('from %1', displayName(notebook)),
    sharedBy(group, trans),
    tags.length > 0 && tags.map(displayName).join(', ')
  ]
    .filter(Boolean)
    .join('\n');
}

/** Whose a run is that somebody else shares. */
function sharedBy(
  group: IGroupSnapshot,
  trans: TranslationBundle
): string | undefined {
  const owner = sharer(group);
  return owner && trans.__('shared by %1', displayName(owner));
}

function sharer({ run }: IGroupSnapshot): string | undefined {
  return run?.level === 'own' ? undefined : run?.owner;
}
