import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Artifact } from '../../protocol/generated';
import { number, runTime } from '../format';
import { Name } from '../Name';

/** The header of the versions of a name that are of one run: which run, and when it saved them. */
export function RunRow(props: {
  latest: Artifact;
  versions: number;
  now: Date;
  trans: TranslationBundle;
}): JSX.Element {
  const { latest, now, trans } = props;
  return (
    <>
      <span className="jp-Cellkeep-Row-title">
        <Name value={latest.run_name} />
      </span>
      <span className="jp-Cellkeep-Row-about">
        {runTime(latest.stored_at, now, trans)}
      </span>
      <span className="jp-Cellkeep-Row-count">{number(props.versions)}</span>
    </>
  );
}
