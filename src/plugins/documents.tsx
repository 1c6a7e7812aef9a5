import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  ICommandPalette,
  MainAreaWidget,
  WidgetTracker
} from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { NotebookPanel } from '@jupyterlab/notebook';

import { asCellkeepError } from '../protocol/errors';
import type { Artifact } from '../protocol/generated';
import { IViewerRegistry } from '../tokens';
import { kindIcon } from '../ui/icons';
import { artifactArgs, artifactIds } from './artifactCommands';
import { ArtifactDocument } from './artifactDocument';
import { CommandIDs } from './commandIds';
import { tellFailure } from './tell';
import { ViewerRegistry } from './viewers';
import { IWorkbench } from './workbench';

/** Artifacts in tabs of the main area. */
export const documentsPlugin: JupyterFrontEndPlugin<IViewerRegistry> = {
  id: 'cellkeep:documents',
  description:
    'Opens artifacts in tabs, and takes viewers of other extensions.',
  autoStart: true,
  requires: [IWorkbench],
  optional: [ILabShell, ILayoutRestorer, ICommandPalette, IDocumentManager],
  provides: IViewerRegistry,
  activate: (
    app: JupyterFrontEnd,
    workbench: IWorkbench,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    documents: IDocumentManager | null
  ) => {
    const { trans } = workbench;
    const viewers = new ViewerRegistry();
    const tracker = new WidgetTracker<MainAreaWidget<ArtifactDocument>>({
      namespace: 'cellkeep-artifact'
    });
    const open = (artifact: Artifact) => {
      if (labShell) {
        openDocument(app, workbench, viewers, tracker, artifact);
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
            open(await workbench.cellkeep.catalog.fetch(id));
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
    for (const command of [CommandIDs.openArtifact, CommandIDs.goToSource]) {
      palette?.addItem({ command, category: trans.__('Cellkeep') });
    }
    void restorer?.restore(tracker, {
      command: CommandIDs.openArtifact,
      args: ({ content }) => ({ artifactId: content.artifact.id }),
      name: ({ content }) => content.artifact.id
    });
    return viewers;
  }
};

function openDocument(
  app: JupyterFrontEnd,
  workbench: IWorkbench,
  viewers: IViewerRegistry,
  tracker: WidgetTracker<MainAreaWidget<ArtifactDocument>>,
  artifact: Artifact
): void {
  const open = tracker.find(
    ({ content }) => content.artifact.id === artifact.id
  );
  if (open) {
    app.shell.activateById(open.id);
    return;
  }
  const content = new ArtifactDocument({
    artifact,
    workbench,
    viewers,
    commands: app.commands
  });
  const widget = new MainAreaWidget({ content });
  const { name, version } = artifact;
  widget.id = `cellkeep-artifact-${artifact.id}`;
  widget.title.label = `${name.split('/').at(-1) ?? name} v${version}`;
  widget.title.caption = name;
  widget.title.icon = kindIcon(artifact.kind);
  widget.title.closable = true;
  void tracker.add(widget);
  app.shell.add(widget, 'main');
  app.shell.activateById(widget.id);
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
