import { ellipsesIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import * as React from 'react';

import type { HistoryModel } from '../../model/history';
import type { Artifact } from '../../protocol/generated';
import type { IViewer, IViewerRegistry } from '../../tokens';
import { Details } from '../../ui/details/Details';
import { displayName } from '../../ui/format';
import { IconButton } from '../../ui/IconButton';
import { Name } from '../../ui/Name';
import { useServices } from '../../viewers/frame/services';
import { Awaited, Busy, Problem } from '../../viewers/frame/States';
import { useCall } from '../../viewers/frame/useCall';
import { isOtherThanSaid } from '../../viewers/own';
import { HEAD_BYTES } from '../../viewers/sniff';
import type { ISavedDocument } from './artifactDocument';
import { CommandIDs } from '../application/commandIds';
import { detailsActions } from '../editing/detailsActions';
import { useEditing } from '../editing/detailsEditing';
import type { IWorkbench } from '../application/workbench';
import { TextButton } from '../../ui/TextButton';

/** What a document shows. */
export interface IDocumentViewProps {
  readonly artifact: Artifact;
  /** The same artifact as it is called now; its content is the same whatever it is called. */
  readonly live: Artifact;
  readonly history: HistoryModel;
  readonly saved: ISavedDocument;
  readonly viewers: IViewerRegistry;
  readonly workbench: IWorkbench;
  readonly commands: CommandRegistry;
  /** @param draws - Whether what is shown changes by it. */
  readonly onSave: (saved: ISavedDocument, draws: boolean) => void;
  /** Shows another version in this tab. */
  readonly onShow: (version: Artifact) => void;
}

/** An artifact's tools, its viewer, and everything that is known of it. */
export function DocumentView(props: IDocumentViewProps): JSX.Element {
  const { artifact, onSave, saved, viewers, workbench } = props;
  const { trans } = workbench;
  const { content } = useServices();
  const source = React.useMemo(() => content(artifact), [artifact, content]);
  const [head, retry] = useCall(
    ({ signal }) => source.read(0, HEAD_BYTES, signal),
    [source]
  );
  const known = head.status === 'ready' ? head.value : undefined;
  const fitting = viewers.viewersFor(artifact, known);
  const viewer = fitting.find(({ id }) => id === saved.viewer) ?? fitting[0];
  return (
    <>
      <Toolbar
        {...props}
        fitting={fitting}
        viewer={viewer}
        onViewer={id => onSave({ ...saved, viewer: id, state: {} }, true)}
      />
      {known && isOtherThanSaid(artifact, known) && (
        <p className="ck-Viewer-note" role="status">
          {trans.__(
            'Its content is not %1, as its record says. It is shown as what it is.',
            artifact.media_type
          )}
        </p>
      )}
      <div className="ck-Document-body">
        <Awaited
          state={head}
          label={trans.__('Reading the first bytes…')}
          onRetry={retry}
        >
          {() => viewer && <Shown key={viewer.id} {...props} viewer={viewer} />}
        </Awaited>
        {saved.details && (
          <aside className="ck-Document-details">
            <LiveDetails {...props} />
          </aside>
        )}
      </div>
    </>
  );
}

function LiveDetails(props: IDocumentViewProps): JSX.Element {
  const { live, workbench } = props;
  const editing = useEditing(live, props);
  return (
    <Details
      trans={workbench.trans}
      artifact={live}
      preview={{ status: 'loading' }}
      editing={editing}
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
  const {
    live: artifact,
    commands,
    fitting,
    onSave,
    onViewer,
    saved,
    viewer,
    workbench
  } = props;
  const { trans } = workbench;
  const actions = detailsActions(commands);
  const buttons: readonly [string, () => void][] = [
    [trans.__('Insert load code'), () => actions.onInsertLoadCode(artifact)],
    [trans.__('Download'), () => actions.onDownload(artifact)],
    [
      trans.__('Compare with…'),
      () =>
        void commands.execute(CommandIDs.compare, {
          artifactIds: [artifact.id]
        })
    ]
  ];
  return (
    <div
      className="ck-Document-tools"
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
        <TextButton key={label} onClick={act}>
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

/** One viewer, with what it asks to be given; a failure of its own stays in its place. */
function Shown(props: IDocumentViewProps & { viewer: IViewer }): JSX.Element {
  const { artifact, onSave, saved, viewer, workbench } = props;
  const { cellkeep, trans } = workbench;
  const { content } = useServices();
  const source = React.useMemo(() => content(artifact), [artifact, content]);
  const [view, retry] = useCall(
    async ({ signal }) =>
      viewer.reads === 'view' ? cellkeep.decode(artifact, signal) : undefined,
    [artifact, viewer, cellkeep]
  );
  const current = React.useRef(saved);
  current.current = saved;
  return (
    <Awaited state={view} label={trans.__('Loading…')} onRetry={retry}>
      {value => (
        <Guard>
          <React.Suspense
            fallback={
              <Busy
                state={{ done: 0, total: 0 }}
                label={trans.__('Loading the viewer…')}
              />
            }
          >
            <viewer.component
              artifact={artifact}
              view={value}
              content={source}
              contentUrl={cellkeep.contentUrl(artifact)}
              compact={false}
              state={saved.state}
              onState={state => onSave({ ...current.current, state }, false)}
            />
          </React.Suspense>
        </Guard>
      )}
    </Awaited>
  );
}

/** Catches what a viewer throws while it draws: the tools around it stay. */
class Guard extends React.Component<
  { children: React.ReactNode },
  { error: Error | undefined }
> {
  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override state: { error: Error | undefined } = { error: undefined };

  override render(): React.ReactNode {
    const { error } = this.state;
    return error ? (
      <Problem
        error={{ code: 'INTERNAL', message: error.message, retryable: false }}
        onRetry={() => this.setState({ error: undefined })}
        offersBytes
      />
    ) : (
      this.props.children
    );
  }
}
