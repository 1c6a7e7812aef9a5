import type { CommandRegistry } from '@lumino/commands';
import * as React from 'react';

import type { Artifact } from '../../protocol/generated';
import { bound } from '../../ui/bound';
import { absoluteTime, displayName } from '../../ui/format';
import { LinkButton } from '../../ui/LinkButton';
import { CommandIDs } from '../application/commandIds';
import { actionOf, onArtifact } from '../application/commands';
import { goneWords } from '../application/gone';
import type { IServices } from '../application/services';
import type { LiveArtifact } from './liveArtifact';
import { tabTitle } from './viewerServices';

/** What is said of an artifact, and what can be done about it. */
export interface INewsProps {
  readonly live: LiveArtifact;
  readonly services: IServices;
  readonly commands: CommandRegistry;
  /** Shows another artifact in this tab; by default newer ones are not spoken of. */
  readonly onShow?: (artifact: Artifact) => void;
}

/**
 * What happened to an artifact since it was opened: it was deleted, or saved again. It is known
 * later than the content, which must not move under a pointer: so it stands below.
 */
export function News(props: INewsProps): JSX.Element | null {
  const { commands, live, onShow, services } = props;
  const { cellkeep, trans } = services;
  const { artifact, gone, newer } = live;
  if (gone) {
    const title = displayName(tabTitle(artifact));
    const { hint, message } = goneWords(title, gone, cellkeep, trans);
    const restore = actionOf(commands, CommandIDs.restore, onArtifact);
    return (
      <p className="jp-Cellkeep-Viewer-note" role="status">
        {message} {hint}{' '}
        {gone === 'trash' && (
          <LinkButton onClick={bound(restore, artifact)}>
            {trans.__('Restore')}
          </LinkButton>
        )}
      </p>
    );
  }
  if (!newer || !onShow) {
    return null;
  }
  const isOfRun = newer.run_id === artifact.run_id;
  return (
    <p className="jp-Cellkeep-Viewer-note" role="status">
      {isOfRun
        ? trans.__('There is a newer version.')
        : trans.__(
            'It was saved again in another run: %1, %2.',
            displayName(newer.run_name),
            absoluteTime(newer.stored_at)
          )}{' '}
      <LinkButton onClick={() => onShow(newer)}>
        {trans.__('Show v%1', newer.version)}
      </LinkButton>
    </p>
  );
}
