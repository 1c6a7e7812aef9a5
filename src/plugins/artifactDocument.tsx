import { ReactWidget } from '@jupyterlab/apputils';
import type { CommandRegistry } from '@lumino/commands';
import * as React from 'react';

import type { View } from '../codecs/view';
import { asCellkeepError, isAbort } from '../protocol/errors';
import type { Artifact, ErrorInfo } from '../protocol/generated';
import type { IViewer, IViewerRegistry } from '../tokens';
import { Details } from '../ui/details/Details';
import { detailsActions } from './detailsActions';
import { PreviewModel } from './previewModel';
import { useSnapshot } from './useSnapshot';
import type { IWorkbench } from './workbench';

/** What a document needs. */
export interface IArtifactDocumentOptions {
  readonly artifact: Artifact;
  readonly workbench: IWorkbench;
  readonly viewers: IViewerRegistry;
  readonly commands: CommandRegistry;
}

/** One artifact in a tab: by the viewer of another extension where there is one, else by its preview. */
export class ArtifactDocument extends ReactWidget {
  constructor(options: IArtifactDocumentOptions) {
    super();
    this.addClass('ck-Document');
    this._options = options;
    const { cellkeep, settings, trans } = options.workbench;
    this._preview = new PreviewModel(() => ({
      cellkeep,
      limitBytes: settings.current.previewLimitBytes,
      trans
    }));
    this._preview.show(options.artifact);
  }

  get artifact(): Artifact {
    return this._options.artifact;
  }

  override dispose(): void {
    this._preview.dispose();
    super.dispose();
  }

  protected override render(): JSX.Element {
    const { artifact, viewers, workbench, commands } = this._options;
    const viewer = viewers.viewersFor(artifact)[0];
    return (
      <>
        {viewer && (
          <ForeignViewer
            artifact={artifact}
            viewer={viewer}
            workbench={workbench}
          />
        )}
        <DocumentDetails
          artifact={artifact}
          preview={this._preview}
          workbench={workbench}
          commands={commands}
        />
      </>
    );
  }

  private readonly _options: IArtifactDocumentOptions;
  private readonly _preview: PreviewModel;
}

function DocumentDetails(props: {
  artifact: Artifact;
  preview: PreviewModel;
  workbench: IWorkbench;
  commands: CommandRegistry;
}): JSX.Element {
  const content = useSnapshot(props.preview);
  return (
    <Details
      trans={props.workbench.trans}
      artifact={props.artifact}
      preview={content}
      onRetryPreview={() => props.preview.retry()}
      {...detailsActions(props.commands)}
    />
  );
}

type ViewState =
  | { status: 'loading' }
  | { status: 'ready'; view: View | undefined }
  | { status: 'error'; error: ErrorInfo };

function ForeignViewer(props: {
  artifact: Artifact;
  viewer: IViewer;
  workbench: IWorkbench;
}): JSX.Element {
  const { artifact, viewer, workbench } = props;
  const { cellkeep, trans } = workbench;
  const [state, setState] = React.useState<ViewState>({ status: 'loading' });
  React.useEffect(() => {
    if (viewer.reads === 'nothing') {
      setState({ status: 'ready', view: undefined });
      return;
    }
    const abort = new AbortController();
    cellkeep.decode(artifact, abort.signal).then(
      view => setState({ status: 'ready', view }),
      error => {
        if (!isAbort(error)) {
          const info = asCellkeepError(error).info();
          setState({ status: 'error', error: info });
        }
      }
    );
    return () => abort.abort();
  }, [artifact, viewer, cellkeep]);

  switch (state.status) {
    case 'loading':
      return <p role="status">{trans.__('Loading…')}</p>;
    case 'error':
      return <p role="alert">{state.error.message}</p>;
    case 'ready':
      return (
        <viewer.component
          artifact={artifact}
          view={state.view}
          content={cellkeep.content(artifact)}
          contentUrl={cellkeep.contentUrl(artifact)}
          compact={false}
        />
      );
  }
}
