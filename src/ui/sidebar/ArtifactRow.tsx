import * as React from 'react';
import {
  deleteIcon,
  downloadIcon,
  launchIcon
} from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Artifact } from '../../protocol/generated';
import { absoluteTime, bytes, displayName, relativeTime } from '../format';
import { bound } from '../bound';
import { IconButton } from '../IconButton';
import { insertIcon, kindIcon } from '../icons';
import { Name } from '../Name';
import { categoryWord, kindWord } from '../words';

/** What the buttons of a row do. */
export interface ArtifactRowActions {
  open?: (artifact: Artifact) => void;
  insertLoadCode?: (artifact: Artifact) => void;
  download?: (artifact: Artifact) => void;
  delete?: (artifact: Artifact) => void;
  /** A drag that leaves the page begins. */
  dragNative: (artifact: Artifact, event: React.DragEvent) => void;
}

export interface ArtifactRowProps {
  /** 0 in the active row, so that Tab goes from the row to its buttons. */
  tabIndex: 0 | -1;
  artifact: Artifact;
  trans: TranslationBundle;
  thumbnailUrl: string | null;
  /** Whether its run stands above it; if not, the row names it. */
  inRun: boolean;
  /** Whether its buttons are there and can be reached by Tab. */
  withActions: boolean;
  actions: ArtifactRowActions;
}

/** The content of an artifact's row: what it is, in one line. */
export const ArtifactRow = React.memo(function ArtifactRow(
  props: ArtifactRowProps
): JSX.Element {
  const { artifact, trans } = props;
  const about = artifact.summary ?? kindWord(artifact.kind, trans);
  return (
    <>
      <span
        className="jp-Cellkeep-Row-toDesktop"
        draggable="true"
        title={trans.__('Drag to the desktop for a copy')}
        onDragStart={event => props.actions.dragNative(artifact, event)}
      >
        <RowIcon
          kind={artifact.kind}
          thumbnailUrl={props.thumbnailUrl}
          key={props.thumbnailUrl}
        />
      </span>
      <span className="jp-Cellkeep-Row-name">
        <Name value={artifact.name} />
      </span>
      <span className="jp-Cellkeep-Row-version">
        {trans.__('v%1', artifact.version)}
      </span>
      {artifact.aliases?.map(alias => (
        <span className="jp-Cellkeep-Row-alias" key={alias}>
          <Name value={alias} />
        </span>
      ))}
      <span className="jp-Cellkeep-Row-about">
        {props.inRun ? (
          about
        ) : (
          <>
            <Name value={artifact.run_name} /> · {about}
          </>
        )}
        {artifact.tags?.map(tag => (
          <span className="jp-Cellkeep-Row-tag" key={tag}>
            {' '}
            #<Name value={tag} />
          </span>
        ))}
      </span>
      {props.withActions ? (
        <RowActions {...props} />
      ) : (
        <span className="jp-Cellkeep-Row-size">{bytes(artifact.size)}</span>
      )}
    </>
  );
});

function RowActions(props: ArtifactRowProps): JSX.Element {
  const { actions, artifact, trans } = props;
  return (
    <span className="jp-Cellkeep-Row-actions">
      <IconButton
        tabIndex={props.tabIndex}
        icon={launchIcon}
        label={trans.__('Open')}
        onClick={bound(actions.open, artifact)}
      />
      <IconButton
        tabIndex={props.tabIndex}
        icon={insertIcon}
        label={trans.__('Insert load code')}
        onClick={bound(actions.insertLoadCode, artifact)}
      />
      <IconButton
        tabIndex={props.tabIndex}
        icon={downloadIcon}
        label={trans.__('Download')}
        onClick={bound(actions.download, artifact)}
      />
      <IconButton
        tabIndex={props.tabIndex}
        icon={deleteIcon}
        label={trans.__('Delete')}
        onClick={bound(actions.delete, artifact)}
      />
    </span>
  );
}

/** The kind's icon, or the thumbnail once it is there; a thumbnail that fails leaves the icon. */
function RowIcon(props: {
  kind: string;
  thumbnailUrl: string | null;
}): JSX.Element {
  const [failed, setFailed] = React.useState(false);
  const icon = kindIcon(props.kind);
  if (props.thumbnailUrl === null || failed) {
    return <icon.react tag="span" className="jp-Cellkeep-Row-icon" />;
  }
  return (
    <img
      className="jp-Cellkeep-Row-thumbnail"
      src={props.thumbnailUrl}
      alt=""
      loading="lazy"
      decoding="async"
      draggable={false}
      onError={() => setFailed(true)}
    />
  );
}

/** Everything about an artifact that its row has no room for. */
export function artifactTitle(
  artifact: Artifact,
  now: Date,
  trans: TranslationBundle
): string {
  const about = [
    kindWord(artifact.kind, trans),
    artifact.summary,
    bytes(artifact.size)
  ].filter(Boolean);
  return [
    `${displayName(artifact.name)} ${trans.__('v%1', artifact.version)} · ${categoryWord(artifact.category, trans)}`,
    about.join(' · '),
    artifact.aliases?.length &&
      trans.__('also %1', artifact.aliases.map(displayName).join(', ')),
    artifact.tags?.length &&
      artifact.tags.map(tag => `#${displayName(tag)}`).join(' '),
    trans.__(
      'stored %1 (%2)',
      relativeTime(artifact.stored_at, now, trans),
      absoluteTime(artifact.stored_at)
    )
  ]
    .filter(Boolean)
    .join('\n');
}
