import { DOMUtils } from '@jupyterlab/apputils';
import type { CommandRegistry } from '@lumino/commands';
import * as React from 'react';

import { asCellkeepError } from '../../protocol/errors';
import type { StoreEvents } from '../../transport/events';
import { ViewerServices } from '../../viewers/frame/services';
import { Busy } from '../../viewers/frame/States';
import { nodeDomId } from '../../viewers/lineage/graph';
import { Work } from '../../viewers/work/client';
import { CommandIDs } from '../application/commandIds';
import { actionOf, onArtifactId } from '../application/commands';
import { LineageModel } from './lineageModel';
import { TabDocument } from '../application/tabDocument';
import { tellFailure } from '../application/tell';
import { useSnapshot } from '../application/useSnapshot';
import {
  type IDocumentParts,
  viewerServices
} from '../documents/viewerServices';

/** What was found around an artifact is said so long. */
const NOTICE_MS = 5000;

/** Not loaded before somebody looks at a lineage. */
const LineageView = React.lazy(async () => {
  const { LineageView: view } =
    await import('../../viewers/lineage/LineageView');
  return { default: view };
});

/** What a lineage is opened with. */
export interface ILineageDocumentOptions {
  readonly parts: IDocumentParts;
  readonly commands: CommandRegistry;
  /** Owned by the document. */
  readonly events: StoreEvents;
  readonly root: string;
  readonly expanded?: readonly string[];
}

/** What was made from what around an artifact, in a tab. */
export class LineageDocument extends TabDocument {
  constructor(private readonly _options: ILineageDocumentOptions) {
    super();
    const { events, expanded, parts, root } = _options;
    this.model = new LineageModel(
      parts.services.cellkeep.api.library,
      events,
      () => this.isVisible,
      root,
      expanded
    );
    this._work.warm();
    const nothing = (): void => undefined;
    this._services = viewerServices(parts, this._work, {
      show: nothing,
      showWith: nothing
    });
  }

  readonly model: LineageModel;

  override dispose(): void {
    this.model.dispose();
    this._work.dispose();
    super.dispose();
  }

  protected override looked(): void {
    this.model.shown();
  }

  protected override onActivateRequest(): void {
    const { root } = this.model.snapshot;
    const node = document.getElementById(nodeDomId(this._domId, root));
    (node ?? this.node).focus();
  }

  protected override render(): JSX.Element {
    const { commands, parts } = this._options;
    return (
      <ViewerServices.Provider value={this._services}>
        <React.Suspense
          fallback={
            <Busy
              state={{ done: 0, total: 0 }}
              label={parts.services.trans.__('Loading the picture…')}
            />
          }
        >
          <Connected
            id={this._domId}
            model={this.model}
            commands={commands}
            parts={parts}
          />
        </React.Suspense>
      </ViewerServices.Provider>
    );
  }
  private readonly _work = new Work();
  private readonly _services;
  private readonly _domId = DOMUtils.createDomID();
}

function Connected(props: {
  id: string;
  model: LineageModel;
  commands: CommandRegistry;
  parts: IDocumentParts;
}): JSX.Element {
  const { commands, id, model } = props;
  const { cellkeep, sidebar, trans } = props.parts.services;
  const { error, former, graph } = useSnapshot(model);
  const [notice, setNotice] = React.useState('');
  React.useEffect(() => {
    const timer = setTimeout(() => setNotice(''), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  const run = (command: string) => actionOf(commands, command, onArtifactId);
  const open = run(CommandIDs.openArtifact);
  const showInSidebar = run(CommandIDs.showSidebar);
  const isHere = (artifactId: string): boolean =>
    graph?.nodes.get(artifactId)?.here ?? false;
  // What is not here any more opens nothing, and says so in its details.
  const ifHere =
    (act: (artifactId: string) => void) =>
    (artifactId: string): void =>
      isHere(artifactId) ? act(artifactId) : undefined;
  return (
    <LineageView
      id={id}
      graph={graph}
      error={error}
      hasFormer={former.length > 0}
      notice={notice}
      fetch={artifactId => cellkeep.catalog.fetch(artifactId)}
      onChoose={ifHere(artifactId => sidebar.reveal(artifactId))}
      onOpen={open && ifHere(open)}
      onShow={showInSidebar && ifHere(showInSidebar)}
      onGoToSource={run(CommandIDs.goToSource)}
      onStartFrom={artifactId => model.startFrom(artifactId)}
      onExpand={ifHere(artifactId => {
        setNotice('');
        model.expand(artifactId).then(
          added =>
            setNotice(
              added > 0
                ? trans._n('%1 more artifact.', '%1 more artifacts.', added)
                : trans.__('It has no further connections.')
            ),
          reason => tellFailure(asCellkeepError(reason), trans)
        );
      })}
      onBack={() => model.back()}
      onRefresh={() => void model.refresh()}
    />
  );
}
