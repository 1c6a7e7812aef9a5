import { IRouter } from '@jupyterlab/application';
import { IEditorServices } from '@jupyterlab/codeeditor';

import { addEditCommands } from './editCommands';
import { addLinkCommands } from './linkCommands';
import { addRunSettings } from './runSettings';
import { addShare } from './share';
import { addTagsCommand } from './tagsCommand';
import { artifactPlugin } from '../application/artifactPlugin';

/** Names, aliases, tags, notes, links; what a run does with what is saved again, and who sees it. */
export const editingPlugin = artifactPlugin({
  id: 'cellkeep:editing',
  description:
    'Changes names, aliases, tags, notes and metadata, and opens links to artifacts.',
  optional: [IEditorServices, IRouter],
  activate: ({ app, add, services }, editors, router) => {
    addEditCommands(add, services, editors);
    addTagsCommand(add, services);
    addLinkCommands(app, add, services, router);
    addRunSettings(add, services);
    addShare(add, services);
  }
});
