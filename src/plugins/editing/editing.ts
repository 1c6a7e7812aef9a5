import {
  IRouter,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IEditorServices } from '@jupyterlab/codeeditor';

import { CommandIDs } from '../application/commandIds';
import { addEditCommands } from './editCommands';
import { addLinkCommands } from './linkCommands';
import { addRunSettings } from './runSettings';
import { IWorkbench } from '../application/workbench';

/** Names, aliases, tags, notes, links; and what a run does with what is saved again. */
export const editingPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:editing',
  description:
    'Changes names, aliases, tags, notes and metadata, and opens links to artifacts.',
  autoStart: true,
  requires: [IWorkbench],
  optional: [IEditorServices, IRouter, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    workbench: IWorkbench,
    editors: IEditorServices | null,
    router: IRouter | null,
    palette: ICommandPalette | null
  ) => {
    addEditCommands(app.commands, workbench, editors);
    addLinkCommands(app, workbench, router);
    addRunSettings(app.commands, workbench);
    const category = workbench.trans.__('Cellkeep');
    for (const command of [
      CommandIDs.renameArtifact,
      CommandIDs.editTags,
      CommandIDs.editNotes,
      CommandIDs.editMetadata,
      CommandIDs.setAlias,
      CommandIDs.copyLink,
      CommandIDs.openLink,
      CommandIDs.runSettings
    ]) {
      palette?.addItem({ command, category });
    }
    palette?.addItem({
      command: CommandIDs.copyLink,
      category,
      args: { as: 'address' }
    });
  }
};
