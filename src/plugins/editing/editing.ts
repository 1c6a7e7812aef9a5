import {
  IRouter,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IEditorServices } from '@jupyterlab/codeeditor';

import { ICellkeep } from '../../tokens';
import { ICommands } from '../application/commands';
import { ISidebarState, type SidebarState } from '../application/sidebarState';
import { addEditCommands } from './editCommands';
import { addLinkCommands } from './linkCommands';
import { addRunSettings } from './runSettings';
import { addTagsCommand } from './tagsCommand';

/** Names, aliases, tags, notes, links; and what a run does with what is saved again. */
export const editingPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:editing',
  description:
    'Changes names, aliases, tags, notes and metadata, and opens links to artifacts.',
  autoStart: true,
  requires: [ICellkeep, ISidebarState, ICommands],
  optional: [IEditorServices, IRouter],
  activate: (
    app: JupyterFrontEnd,
    cellkeep: ICellkeep,
    sidebar: SidebarState,
    ours: ICommands,
    editors: IEditorServices | null,
    router: IRouter | null
  ) => {
    const { add, trans } = ours;
    const services = { cellkeep, sidebar, trans };
    addEditCommands(add, services, editors);
    addTagsCommand(add, services);
    addLinkCommands(app, add, services, router);
    addRunSettings(add, services);
  }
};
