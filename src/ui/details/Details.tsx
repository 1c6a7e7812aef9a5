import * as React from 'react';
import {
  checkIcon,
  closeIcon,
  copyIcon,
  downloadIcon,
  ellipsesIcon,
  launchIcon
} from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Artifact } from '../../protocol/generated';
import {
  absoluteTime,
  bytes,
  displayName,
  relativeTime,
  shortDigest
} from '../format';
import { Avatar } from '../Avatar';
import { IconButton, IconButtons } from '../IconButton';
import { insertIcon } from '../icons';
import { LinkButton } from '../LinkButton';
import { Name } from '../Name';
import type { DetailsProps } from '../props';
import {
  categoryWord,
  kindWord,
  placeWord,
  provenanceWords,
  routeWords
} from '../words';
import { Aliases } from './Aliases';
import type { Editing, Versions } from './editing';
import { Facts, factsOfProvenance } from './Facts';
import { History } from './History';
import { Metadata } from './Metadata';
import { apart, Mirrors } from './Mirrors';
import { NameField } from './NameField';
import { Notes } from './Notes';
import { Tags } from './Tags';

type Props = DetailsProps & {
  /** How a person changes it; without it everything is only shown. */
  editing?: Editing;
  /** The other versions of its name; without it there is no history. */
  versions?: Versions;
};

/** Everything about one artifact: its name and what can be done with it stay while the rest scrolls. */
export function Details(props: Props): JSX.Element {
  const { artifact, editing, trans, versions } = props;
  const now = props.now ?? new Date();
  const { described, mirrors } = apart(artifact.metadata);
  // Of which artifact: another one's name is not the one that someone began to change.
  const [renaming, setRenaming] = React.useState<string | null>(null);
  return (
    <section
      className="jp-Cellkeep-Details"
      aria-label={trans.__('Details of %1', displayName(artifact.name))}
      onKeyDown={event => {
        if (event.key === 'F2' && editing) {
          event.preventDefault();
          event.stopPropagation();
          setRenaming(artifact.id);
        }
      }}
    >
      <header className="jp-Cellkeep-Details-head">
        <div className="jp-Cellkeep-Details-title">
          {editing ? (
            <NameField
              key={`name of ${artifact.id}`}
              artifact={artifact}
              editing={editing}
              trans={trans}
              open={renaming === artifact.id}
              onOpen={open => setRenaming(open ? artifact.id : null)}
            />
          ) : (
            <h3 className="jp-Cellkeep-Details-name">
              <Name value={artifact.name} />{' '}
              <span className="jp-Cellkeep-Details-version">
                {trans.__('v%1', artifact.version)}
              </span>
            </h3>
          )}
          <IconButton
            icon={closeIcon}
            label={trans.__('Hide details')}
            onClick={props.onHide}
          />
        </div>
        <Actions {...props} />
      </header>
      {props.preview}
      <p className="jp-Cellkeep-Details-state">
        <span className="jp-Cellkeep-Details-stored">
          <checkIcon.react tag="span" className="jp-Cellkeep-Details-tick" />
          {trans.__('stored')}
        </span>
        {props.place && ` · ${placeWord(props.place, trans)}`}
        {props.route && ` · ${routeWords(props.route, trans)}`}
        {' · '}
        {categoryWord(artifact.category, trans)}
      </p>
      <p className="jp-Cellkeep-Details-about">{about(artifact, trans)}</p>
      <Provenance {...props} />
      <dl className="jp-Cellkeep-Facts">
        {editing ? (
          <Labels key={artifact.id} {...props} editing={editing} />
        ) : (
          <FixedLabels artifact={artifact} trans={trans} />
        )}
        <dt>{trans.__('Stored')}</dt>
        <dd title={absoluteTime(artifact.stored_at)}>
          {relativeTime(artifact.stored_at, now, trans)}
        </dd>
        <dt>{trans.__('Created')}</dt>
        <dd>{absoluteTime(artifact.created_at)}</dd>
        <dt>{trans.__('Run')}</dt>
        <dd>
          <Name value={artifact.run_name} />
        </dd>
        {props.sharer && (
          <>
            <dt>{trans.__('Shared by')}</dt>
            <dd>
              <Avatar
                name={displayName(props.sharer.name)}
                url={props.sharer.avatar}
              />{' '}
              <Name value={props.sharer.name} />
            </dd>
          </>
        )}
        <Mirrors places={mirrors} trans={trans} />
        <Facts facts={factsOfProvenance(artifact.provenance, trans)} />
        <dt>{trans.__('Media type')}</dt>
        <dd>{artifact.media_type}</dd>
        <dt>{trans.__('SHA-256')}</dt>
        <dd>
          <Digest {...props} />
          {artifact.verified === 'parts' && (
            <div
              title={trans.__(
                'The storage compared each part with its digest when it came. A server compares the whole with the SHA-256 that was sent with it.'
              )}
            >
              {trans.__('Checked in parts; read as a whole soon')}
            </div>
          )}
        </dd>
      </dl>
      <Metadata
        metadata={described}
        trans={trans}
        onEdit={editing?.onEditMetadata}
      />
      {versions && (
        <History
          key={`${artifact.run_id} ${artifact.name}`}
          artifact={artifact}
          versions={versions}
          trans={trans}
          now={now}
        />
      )}
    </section>
  );
}

/** What a person calls it and says about it. */
function Labels(props: Props & { editing: Editing }): JSX.Element {
  const { trans } = props;
  return (
    <>
      <dt>{trans.__('Aliases')}</dt>
      <dd>
        <Aliases {...props} />
      </dd>
      <dt>{trans.__('Tags')}</dt>
      <dd>
        <Tags {...props} />
      </dd>
      <dt>{trans.__('Notes')}</dt>
      <dd>
        <Notes {...props} />
      </dd>
    </>
  );
}

/** The same where it cannot be changed. */
function FixedLabels(props: Pick<Props, 'artifact' | 'trans'>): JSX.Element {
  const { artifact, trans } = props;
  return (
    <Facts
      facts={[
        [trans.__('Aliases'), artifact.aliases?.join(', ')],
        [trans.__('Tags'), artifact.tags?.join(', ')],
        [trans.__('Notes'), artifact.notes]
      ]}
    />
  );
}

function about(artifact: Artifact, trans: TranslationBundle): string {
  return [
    artifact.summary,
    kindWord(artifact.kind, trans),
    bytes(artifact.size)
  ]
    .filter(Boolean)
    .join(' · ');
}

function Provenance(props: DetailsProps): JSX.Element {
  const { artifact, onGoToSource, trans } = props;
  const words = displayName(provenanceWords(artifact.provenance, trans));
  const title =
    artifact.provenance.notebook ?? artifact.provenance.original_path;
  return (
    <p
      className="jp-Cellkeep-Details-provenance"
      title={title && displayName(title)}
    >
      {onGoToSource && artifact.provenance.notebook !== undefined ? (
        <LinkButton onClick={() => onGoToSource(artifact)}>{words}</LinkButton>
      ) : (
        words
      )}
    </p>
  );
}

function Actions(props: DetailsProps): JSX.Element {
  const { artifact, trans } = props;
  return (
    <div className="jp-Cellkeep-Details-actions">
      <IconButtons
        of={artifact}
        buttons={[
          [launchIcon, trans.__('Open'), props.onOpen],
          [insertIcon, trans.__('Insert load code'), props.onInsertLoadCode],
          [copyIcon, trans.__('Copy load code'), props.onCopyLoadCode],
          [downloadIcon, trans.__('Download'), props.onDownload]
        ]}
      />
      <IconButton
        icon={ellipsesIcon}
        label={trans.__('More')}
        onClick={event => props.onMore(artifact, event.currentTarget)}
      />
    </div>
  );
}

function Digest(props: DetailsProps): JSX.Element {
  const { artifact, onCopy, trans } = props;
  return (
    <span className="jp-Cellkeep-Digest">
      <code title={artifact.sha256}>{shortDigest(artifact.sha256)}…</code>
      <IconButton
        icon={copyIcon}
        label={trans.__('Copy SHA-256')}
        onClick={() => onCopy(artifact.sha256)}
      />
    </span>
  );
}
