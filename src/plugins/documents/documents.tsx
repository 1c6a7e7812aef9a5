import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  ICommandPalette,
  type MainAreaWidget,
  WidgetTracker
} from '@jupyterlab/apputils';
import { IEditorServices } from '@jupyterlab/codeeditor';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { NotebookPanel } from '@jupyterlab/notebook';
import { IMarkdownParser } from '@jupyterlab/rendermime';
import type {
  ReadonlyJSONObject,
  ReadonlyPartialJSONObject
} from '@lumino/coreutils';
import { Debouncer } from '@lumino/polling';

import { asCellkeepError } from '../../protocol/errors';
import type { Artifact } from '../../protocol/generated';
import { IViewerRegistry } from '../../tokens';
import { kindIcon } from '../../ui/icons';
import { artifactArgs, artifactIds } from '../artifacts/artifactCommands';
import { ArtifactDocument, type ISavedDocument } from './artifactDocument';
import { CommandIDs } from '../application/commandIds';
import { addCompare } from './compare';
import { asTab, showTab } from '../application/tabs';
import { tellFailure } from '../application/tell';
import { ownViewers } from '../../viewers/own';
import { type IDocumentParts, tabTitle } from './viewerServices';
import { ViewerRegistry } from './viewers';
import { IWorkbench } from '../application/workbench';

const KEEP_MS = 500;

/** Artifacts in tabs of the main area. */
export const documentsPlugin: JupyterFrontEndPlugin<IViewerRegistry> = {
  id: 'cellkeep:documents',
  description:
    'Opens artifacts in tabs, and takes viewers of other extensions.',
  autoStart: true,
  requires: [IWorkbench],
  optional: [
    ILabShell,
    ILayoutRestorer,
    ICommandPalette,
    IDocumentManager,
    IEditorServices,
    IMarkdownParser
  ],
  provides: IViewerRegistry,
  activate: (
    app: JupyterFrontEnd,
    workbench: IWorkbench,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    documents: IDocumentManager | null,
    editors: IEditorServices | null,
    markdown: IMarkdownParser | null
  ) => {
    const { trans } = workbench;
    const parts: IDocumentParts = { workbench, editors, markdown };
    const viewers = new ViewerRegistry();
    for (const viewer of ownViewers(trans)) {
      viewers.add(viewer);
    }
    const tracker = new WidgetTracker<MainAreaWidget<ArtifactDocument>>({
      namespace: 'cellkeep-artifact'
    });
    const open = (artifact: Artifact, saved: ISavedDocument) => {
      if (labShell) {
        openDocument(app, parts, viewers, tracker, artifact, saved);
      } else {
        // Notebook 7 has one document to a page: there the sidebar shows it.
        const { id: artifactId } = artifact;
        void app.commands.execute(CommandIDs.showSidebar, { artifactId });
      }
    };

    app.commands.addCommand(CommandIDs.openArtifact, {
      label: trans.__('Open Artifact'),
      describedBy: { args: artifactArgs(trans) },
      isEnabled: args => artifactIds(args, workbench).length > 0,
      execute: async args => {
        try {
          for (const id of artifactIds(args, workbench)) {
            open(await workbench.cellkeep.catalog.fetch(id), savedOf(args));
          }
        } catch (error) {
          tellFailure(asCellkeepError(error), trans);
        }
      }
    });
    app.commands.addCommand(CommandIDs.goToSource, {
      label: trans.__('Go to the Cell It Came From'),
      describedBy: { args: artifactArgs(trans) },
      isVisible: () => documents !== null,
      isEnabled: args => artifactIds(args, workbench).length > 0,
      execute: async args => {
        try {
          const [id] = artifactIds(args, workbench);
          if (id && documents) {
            await goToSource(
              await workbench.cellkeep.catalog.fetch(id),
              documents
            );
          }
        } catch (error) {
          tellFailure(asCellkeepError(error), trans);
        }
      }
    });
    addCompare(app, parts, labShell ? restorer : null);
    for (const command of [
      CommandIDs.openArtifact,
      CommandIDs.compare,
      CommandIDs.goToSource
    ]) {
      palette?.addItem({ command, category: trans.__('Cellkeep') });
    }
    void restorer?.restore(tracker, {
      command: CommandIDs.openArtifact,
      args: ({ content }) => ({
        artifactId: content.artifact.id,
        saved: content.saved as ReadonlyPartialJSONObject
      }),
      name: ({ content }) => content.artifact.id
    });
    return viewers;
  }
};

function openDocument(
  app: JupyterFrontEnd,
  parts: IDocumentParts,
  viewers: IViewerRegistry,
  tracker: WidgetTracker<MainAreaWidget<ArtifactDocument>>,
  artifact: Artifact,
  saved: ISavedDocument
): void {
  const open = tracker.find(
    ({ content }) => content.artifact.id === artifact.id
  );
  if (open) {
    app.shell.activateById(open.id);
    return;
  }
  const content = new ArtifactDocument({
    ...parts,
    artifact,
    viewers,
    commands: app.commands,
    saved
  });
  const widget = asTab(content, `cellkeep-artifact-${artifact.id}`);
  const entitle = (shown: Artifact): void => {
    widget.title.label = tabTitle(shown);
    widget.title.caption = shown.name;
    widget.title.icon = kindIcon(shown.kind);
  };
  entitle(artifact);
  // Scrolling changes what is kept many times a second.
  const keep = new Debouncer(() => tracker.save(widget), KEEP_MS);
  content.changed.connect(() => {
    entitle(content.artifact);
    void keep.invoke();
  });
  widget.disposed.connect(() => keep.dispose());
  showTab(app, tracker, widget);
}

/** What of a document was kept, from the arguments of the command that opens it again. */
function savedOf({ saved }: ReadonlyPartialJSONObject): ISavedDocument {
  if (typeof saved !== 'object' || saved === null || Array.isArray(saved)) {
    return {};
  }
  const { details, state, viewer } = saved as ReadonlyPartialJSONObject;
  return {
    ...(typeof viewer === 'string' ? { viewer } : {}),
    ...(typeof details === 'boolean' ? { details } : {}),
    ...(typeof state === 'object' && state !== null && !Array.isArray(state)
      ? { state: state as ReadonlyJSONObject }
      : {})
  };
}

async function goToSource(
  artifact: Artifact,
  documents: IDocumentManager
): Promise<void> {
  const { notebook, cell_id: cellId } = artifact.provenance;
  if (!notebook) {
    return;
  }
  const widget = documents.openOrReveal(notebook);
  if (!(widget instanceof NotebookPanel) || !cellId) {
    return;
  }
  await widget.revealed;
  const { content } = widget;
  const index = content.widgets.findIndex(({ model }) => model.id === cellId);
  if (index >= 0) {
    content.activeCellIndex = index;
    await content.scrollToItem(index, 'smart');
  }
}
