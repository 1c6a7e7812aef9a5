import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { IGroupSnapshot } from '../../model/types';
import type { Grouping } from '../../model/view';
import { bytes, displayName, number, runTime } from '../format';
import { kindIcon } from '../icons';
import { Name } from '../Name';
import { groupLabel } from './viewWords';

export interface GroupRowProps {
  group: IGroupSnapshot;
  by: Grouping;
  now: Date;
  trans: TranslationBundle;
}

/** The header of a group: what its artifacts share, and how many there are. */
export function GroupRow(props: GroupRowProps): JSX.Element {
  const { by, group, now, trans } = props;
  const icon = by === 'kind' ? kindIcon(group.key) : null;
  return (
    <>
      {icon && <icon.react tag="span" className="jp-Cellkeep-Row-icon" />}
      <span className="jp-Cellkeep-Row-title">
        <Name value={groupLabel(group, by, now, trans)} />
      </span>
      <span className="jp-Cellkeep-Row-about">
        {group.run && runTime(group.run.run.created_at, now, trans)}
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
  const { notebook, tags = [] } = group.run?.run ?? {};
  return [
    displayName(groupLabel(group, by, now, trans)),
    group.count !== undefined &&
      `${trans._n('%1 artifact', '%1 artifacts', group.count)} · ${bytes(group.bytes)}`,
    notebook && trans.__('from %1', displayName(notebook)),
    tags.length > 0 && tags.map(displayName).join(', ')
  ]
    .filter(Boolean)
    .join('\n');
}
