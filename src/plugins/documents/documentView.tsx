import { ellipsesIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyJSONObject } from '@lumino/coreutils';
import * as React from 'react';

import type { HistoryModel } from '../../model/history';
import type { Artifact } from '../../protocol/generated';
import type { IViewer, IViewerRegistry } from '../../tokens';
import { Details } from '../../ui/details/Details';
import { displayName } from '../../ui/format';
import { bound } from '../../ui/bound';
import { IconButton } from '../../ui/IconButton';
import { Name } from '../../ui/Name';
import { Awaited } from '../../viewers/frame/States';
import { useViewer, ViewerFrame } from '../../viewers/frame/ViewerFrame';
import { isOtherThanSaid } from '../../viewers/own';
import { CommandIDs } from '../application/commandIds';
import { actionOf, onArtifact } from '../application/commands';
import { detailsActions } from '../editing/detailsActions';
import { useEditing } from '../editing/detailsEditing';
import { useSharer } from '../editing/useSharer';
import type { IServices } from '../application/services';
import { TextButton } from '../../ui/TextButton';
import type { LiveArtifact } from './liveArtifact';
import { News } from './news';

/** What of a document outlives a reload of the page. */
export interface ISavedDocument {
  /** Id of the viewer that a person chose. */
  readonly viewer?: string;
  /** What the viewer keeps. */
  readonly state?: ReadonlyJSONObject;
  readonly details?: boolean;
}

/** What a document shows. */
export interface IDocumentViewProps {
  readonly artifact: Artifact;
  /** The same artifact as it is now; its content is the same whatever it is called. */
  readonly live: LiveArtifact;
  readonly history: HistoryModel;
  readonly saved: ISavedDocument;
  readonly viewers: IViewerRegistry;
  readonly services: IServices;
  readonly commands: CommandRegistry;
  /** @param draws - Whether what is shown changes by it. */
  readonly onSave: (saved: ISavedDocument, draws: boolean) => void;
  /** Shows another version in this tab. */
  readonly onShow: (version: Artifact) => void;
}

/** An artifact's tools, its viewer, and everything that is known of it. */
export function DocumentView(props: IDocumentViewProps): JSX.Element {
  const { artifact, onSave, saved, viewers, services } = props;
  const { trans } = services;
  const { content, fitting, head, retry, viewer } = useViewer(
    artifact,
    viewers,
    saved.viewer
  );
  const known = head.status === 'ready' ? head.value : undefined;
  const current = React.useRef(saved);
  current.current = saved;
  return (
    <>
      <Toolbar
        {...props}
        fitting={fitting}
        viewer={viewer}
        onViewer={id => onSave({ ...saved, viewer: id, state: {} }, true)}
      />
      {known && isOtherThanSaid(artifact, known) && (
        <p className="jp-Cellkeep-Viewer-note" role="status">
          {trans.__(
            'The content is not %1, although it was saved as that. It is shown as what it is.',
            artifact.media_type
          )}
        </p>
      )}
      <div className="jp-Cellkeep-Document-body">
        <Awaited
          state={head}
          label={trans.__('Reading the first bytes…')}
          onRetry={retry}
        >
          {() =>
            viewer && (
              <ViewerFrame
                key={viewer.id}
                artifact={artifact}
                viewer={viewer}
                content={content}
                compact={false}
                state={saved.state}
                onState={state => onSave({ ...current.current, state }, false)}
              />
            )
          }
        </Awaited>
        {saved.details && (
          <aside className="jp-Cellkeep-Document-details">
            <LiveDetails {...props} />
          </aside>
        )}
      </div>
      <News {...props} />
    </>
  );
}

function LiveDetails(props: IDocumentViewProps): JSX.Element {
  const { services } = props;
  const live = props.live.artifact;
  const { editing, versions } = useEditing(live, props);
  return (
    <Details
      trans={services.trans}
      artifact={live}
      sharer={useSharer(services.cellkeep, live.run_id)}
      editing={editing}
      versions={versions}
      {...detailsActions(props.commands)}
    />
  );
}

function Toolbar(
  props: IDocumentViewProps & {
    fitting: readonly IViewer[];
    viewer: IViewer | undefined;
    onViewer: (id: string) => void;
  }
): JSX.Element {
  const { commands, fitting, live, onSave, onViewer, saved, viewer, services } =
    props;
  const { artifact } = live;
  const { trans } = services;
  const actions = detailsActions(commands);
  const buttons: readonly [string, typeof actions.onDownload][] = [
    [trans.__('Insert load code'), actions.onInsertLoadCode],
    [trans.__('Download'), actions.onDownload],
    [
      trans.__('Compare with…'),
      actionOf(commands, CommandIDs.compare, onArtifact)
    ]
  ];
  return (
    <div
      className="jp-Cellkeep-Document-tools"
      role="toolbar"
      aria-label={trans.__('Artifact')}
    >
      <h2>
        <Name value={artifact.name} />{' '}
        <span>{trans.__('v%1', artifact.version)}</span>
      </h2>
      <label>
        {trans.__('Show as')}{' '}
        <select
          value={viewer?.id ?? ''}
          onChange={event => onViewer(event.target.value)}
        >
          {fitting.map(({ id, label }) => (
            <option key={id} value={id}>
              {displayName(label)}
            </option>
          ))}
        </select>
      </label>
      {buttons.map(([label, act]) => (
        <TextButton key={label} onClick={bound(act, artifact)}>
          {label}
        </TextButton>
      ))}
      <TextButton
        aria-pressed={saved.details ?? false}
        onClick={() => onSave({ ...saved, details: !saved.details }, true)}
      >
        {trans.__('Details')}
      </TextButton>
      <IconButton
        icon={ellipsesIcon}
        label={trans.__('More')}
        onClick={event => actions.onMore(artifact, event.currentTarget)}
      />
    </div>
  );
}
