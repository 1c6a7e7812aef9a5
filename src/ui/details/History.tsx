import * as React from 'react';
import {
  caretDownIcon,
  caretRightIcon,
  linkIcon
} from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';

import { LATEST } from '../../protocol/labels';
import type { Artifact } from '../../protocol/generated';
import { absoluteTime, bytes, displayName, relativeTime } from '../format';
import { IconButton } from '../IconButton';
import { bound } from '../bound';
import type { Versions as VersionsProps } from './editing';
import { LinkButton } from '../LinkButton';
import { TextButton } from '../TextButton';

interface HistoryProps {
  artifact: Artifact;
  versions: VersionsProps;
  trans: TranslationBundle;
  now: Date;
}

/** The versions of a name: to look at, to compare, to link to. Loaded when it is opened. */
export function History(props: HistoryProps): JSX.Element {
  const { trans, versions } = props;
  const { latest, open } = versions.history;
  const id = React.useId();
  const caret = open ? caretDownIcon : caretRightIcon;
  return (
    <>
      <h4 className="jp-Cellkeep-Details-heading">
        <button
          type="button"
          className="jp-Cellkeep-History-toggle"
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={() => versions.onHistoryOpen(!open)}
        >
          <caret.react tag="span" className="jp-Cellkeep-JsonView-caret" />
          {trans.__('History')}
          {latest !== null && (
            <span className="jp-Cellkeep-History-latest">
              {trans.__('latest is v%1', latest)}
            </span>
          )}
        </button>
      </h4>
      {open && (
        <div id={id} className="jp-Cellkeep-History">
          <VersionList {...props} />
        </div>
      )}
    </>
  );
}

function VersionList(props: HistoryProps): JSX.Element {
  const { artifact, trans, versions } = props;
  const { onCompareVersions } = versions;
  const { versions: list } = versions.history;
  const [chosen, setChosen] = React.useState<readonly string[]>([]);
  if (list.status === 'loading') {
    return <p role="status">{trans.__('Loading the versions…')}</p>;
  }
  if (list.status === 'error') {
    return (
      <p className="jp-Cellkeep-Edit-problem" role="alert">
        {displayName(list.error.message)}{' '}
        <LinkButton onClick={versions.onHistoryRetry}>
          {trans.__('Retry')}
        </LinkButton>
      </p>
    );
  }
  const all = list.value;
  const compared = all.filter(({ id }) => chosen.includes(id));
  return (
    <>
      <ul aria-label={trans.__('Versions')}>
        {all.map((version, index) => (
          <Version
            key={version.id}
            {...props}
            version={version}
            isLatest={index === 0}
            isShown={version.id === artifact.id}
            isChosen={chosen.includes(version.id)}
            onChoose={isChosen =>
              // Two are compared: a third takes the place of the first.
              setChosen(before =>
                isChosen
                  ? [...before, version.id].slice(-2)
                  : before.filter(id => id !== version.id)
              )
            }
          />
        ))}
      </ul>
      {versions.history.hasMore && (
        <LinkButton onClick={versions.onHistoryMore}>
          {trans.__('Show older versions')}
        </LinkButton>
      )}
      {all.length > 1 && onCompareVersions && (
        <div className="jp-Cellkeep-Edit-buttons">
          <TextButton
            disabled={compared.length !== 2}
            title={trans.__('Select two versions to compare them')}
            onClick={() => onCompareVersions(compared)}
          >
            {compared.length === 2
              ? trans.__(
                  'Compare v%1 with v%2',
                  compared[1]?.version,
                  compared[0]?.version
                )
              : trans.__('Compare two versions')}
          </TextButton>
        </div>
      )}
    </>
  );
}

function Version(
  props: HistoryProps & {
    version: Artifact;
    isLatest: boolean;
    isShown: boolean;
    isChosen: boolean;
    onChoose: (isChosen: boolean) => void;
  }
): JSX.Element {
  const { isShown, now, trans, version, versions } = props;
  const aliases = [
    ...(props.isLatest ? [LATEST] : []),
    ...(version.aliases ?? [])
  ];
  const note = firstLine(version.notes);
  return (
    <li className={isShown ? 'jp-Cellkeep-mod-shown' : undefined}>
      {versions.onCompareVersions && (
        <input
          type="checkbox"
          aria-label={trans.__('Compare v%1', version.version)}
          checked={props.isChosen}
          onChange={event => props.onChoose(event.target.checked)}
        />
      )}
      <button
        type="button"
        className="jp-Cellkeep-History-version"
        aria-current={isShown ? 'true' : undefined}
        title={[
          absoluteTime(version.stored_at),
          version.summary && displayName(version.summary),
          version.notes && displayName(version.notes.slice(0, 1000))
        ]
          .filter(Boolean)
          .join('\n')}
        onClick={() => versions.onShowVersion(version)}
      >
        <b>{trans.__('v%1', version.version)}</b>{' '}
        {aliases.map(alias => (
          <span key={alias} className="jp-Cellkeep-Chip">
            <bdi>{alias}</bdi>
          </span>
        ))}{' '}
        <span className="jp-Cellkeep-History-time">
          {relativeTime(version.stored_at, now, trans)}
        </span>{' '}
        <span>{bytes(version.size)}</span>{' '}
        {note && <i dir="auto">{displayName(note)}</i>}
      </button>
      <IconButton
        icon={linkIcon}
        label={trans.__('Copy the link to v%1', version.version)}
        onClick={bound(versions.onCopyLink, version)}
      />
    </li>
  );
}

function firstLine(notes: string | undefined): string | undefined {
  return notes
    ?.slice(0, 1000)
    .split('\n')
    .find(line => line.trim() !== '')
    ?.trim();
}
