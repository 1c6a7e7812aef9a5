import * as React from 'react';

import { bytes } from '../format';
import { Name } from '../Name';
import { kindWord } from '../words';
import { RowActions, ToDesktop, type ArtifactRowProps } from './ArtifactRow';

/** An artifact of the gallery: what it looks like, and its name below. */
export const Tile = React.memo(function Tile(
  props: Pick<
    ArtifactRowProps,
    | 'actions'
    | 'artifact'
    | 'inRun'
    | 'tabIndex'
    | 'thumbnailUrl'
    | 'trans'
    | 'withActions'
  >
): JSX.Element {
  const { artifact, trans } = props;
  return (
    <>
      <ToDesktop {...props} />
      <span className="jp-Cellkeep-Row-line">
        <span className="jp-Cellkeep-Row-name">
          <Name value={artifact.name} />
        </span>
        <span className="jp-Cellkeep-Row-version">
          {trans.__('v%1', artifact.version)}
        </span>
      </span>
      {props.withActions ? (
        <RowActions {...props} />
      ) : (
        <span className="jp-Cellkeep-Row-about">
          {props.inRun ? (
            (artifact.summary ?? kindWord(artifact.kind, trans))
          ) : (
            <Name value={artifact.run_name} />
          )}
          {' · '}
          {bytes(artifact.size)}
        </span>
      )}
    </>
  );
});
