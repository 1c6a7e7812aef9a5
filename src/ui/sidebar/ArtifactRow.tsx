import * as React from 'react';
import {
  caretDownIcon,
  caretRightIcon,
  deleteIcon,
  downloadIcon,
  launchIcon
} from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Artifact } from '../../protocol/generated';
import { absoluteTime, bytes, displayName, relativeTime } from '../format';
import { IconButton, IconButtons } from '../IconButton';
import { insertIcon, kindIcon } from '../icons';
import { Name } from '../Name';
import { categoryWord, kindWord } from '../words';
import { relative } from './outline';
import { foundWords, spanWords } from './viewWords';

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
  /** The folder that it stands in, which its name is written without. */
  within: string;
  /** Whether it stands below the newest version of its name. */
  isOlder: boolean;
  /** Whether its older versions stand below it; undefined where there are none to be seen. */
  olderShown: boolean | undefined;
  /** How many versions and runs it stands for, where it stands for a name. */
  span?: { versions: number; runs: number };
  now: Date;
  /** Shows its older versions, or no longer. */
  onToggle: () => void;
}

/** The content of an artifact's row: what it is, in one line or in two. */
export const ArtifactRow = React.memo(function ArtifactRow(
  props: ArtifactRowProps
): JSX.Element {
  const { artifact, trans } = props;
  const about = artifact.summary ?? kindWord(artifact.kind, trans);
  const found = foundWords(artifact, trans);
  return (
    <>
      <ToDesktop {...props} />
      <span className="jp-Cellkeep-Row-lines">
        <span className="jp-Cellkeep-Row-line">
          {!props.isOlder && (
            <span className="jp-Cellkeep-Row-name">
              <Name value={relative(artifact.name, props.within)} />
            </span>
          )}
          <span className="jp-Cellkeep-Row-version">
            {trans.__('v%1', artifact.version)}
          </span>
          <Versions {...props} />
          {artifact.aliases?.map(alias => (
            <span className="jp-Cellkeep-Row-alias" key={alias}>
              <Name value={alias} />
            </span>
          ))}
        </span>
        <span className="jp-Cellkeep-Row-line">
          <span className="jp-Cellkeep-Row-about">
            {props.isOlder &&
              `${relativeTime(artifact.stored_at, props.now, trans)} · `}
            {found && <span className="jp-Cellkeep-Row-found">{found} · </span>}
            {props.span && `${spanWords(props.span, trans)} · `}
            {!props.inRun && (
              <>
                <Name value={artifact.run_name} /> ·{' '}
              </>
            )}
            {about}
            {artifact.tags?.map(tag => (
              <span key={tag}>
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
        </span>
      </span>
    </>
  );
});

/** The picture of a row, which a person can drag to the desktop. */
export function ToDesktop(
  props: Pick<
    ArtifactRowProps,
    'artifact' | 'actions' | 'thumbnailUrl' | 'trans'
  >
): JSX.Element {
  const { actions, artifact, thumbnailUrl, trans } = props;
  return (
    <span
      className="jp-Cellkeep-Row-toDesktop"
      draggable="true"
      title={trans.__('Drag to the desktop for a copy')}
      onDragStart={event => actions.dragNative(artifact, event)}
    >
      <RowIcon
        kind={artifact.kind}
        thumbnailUrl={thumbnailUrl}
        key={thumbnailUrl}
      />
    </span>
  );
}

/** The button that shows older versions; by keyboard it is the right arrow on the row. */
function Versions(props: ArtifactRowProps): JSX.Element | null {
  const { olderShown, trans } = props;
  if (olderShown === undefined) {
    return null;
  }
  return (
    <IconButton
      className="jp-Cellkeep-Row-versions"
      tabIndex={-1}
      icon={olderShown ? caretDownIcon : caretRightIcon}
      label={
        olderShown
          ? trans.__('Hide older versions')
          : trans.__('Show older versions')
      }
      onClick={props.onToggle}
    />
  );
}

/** What can be done with an artifact at once. */
export function RowActions(
  props: Pick<ArtifactRowProps, 'actions' | 'artifact' | 'tabIndex' | 'trans'>
): JSX.Element {
  const { actions, artifact, trans } = props;
  return (
    <span className="jp-Cellkeep-Row-actions">
      <IconButtons
        of={artifact}
        tabIndex={props.tabIndex}
        buttons={[
          [launchIcon, trans.__('Open'), actions.open],
          [insertIcon, trans.__('Insert load code'), actions.insertLoadCode],
          [downloadIcon, trans.__('Download'), actions.download],
          [deleteIcon, trans.__('Delete'), actions.delete]
        ]}
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
    foundWords(artifact, trans),
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
