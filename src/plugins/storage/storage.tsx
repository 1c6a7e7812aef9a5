/**
 * The storage document: what takes how much room, and the trash.
 */

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

import type { IPiece, SizesBy } from '../../model/storage';
import { DEFAULT_VIEW, NO_FILTER, type ICatalogFilter } from '../../model/view';
import { cellkeepIcon } from '../../ui/icons';
import { CommandIDs } from '../application/commandIds';
import { asTab, showTab } from '../application/tabs';
import { StorageDocument } from './storageDocument';
import { addTrashCommands } from './trashCommands';
import { IWorkbench } from '../application/workbench';

/** What takes how much room, and the trash, in a tab of the main area. */
export const storagePlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:storage',
  description: 'Shows what takes how much room, and the trash.',
  autoStart: true,
  requires: [IWorkbench],
  optional: [ILabShell, ILayoutRestorer, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    workbench: IWorkbench,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null
  ) => {
    const { commands } = app;
    const { trans } = workbench;
    const tracker = new WidgetTracker<MainAreaWidget<StorageDocument>>({
      namespace: 'cellkeep-storage'
    });
    addTrashCommands(app, workbench);
    commands.addCommand(CommandIDs.storage, {
      label: trans.__('Storage and Trash'),
      caption: trans.__('See what takes how much room, and what was deleted'),
      icon: cellkeepIcon,
      describedBy: {
        args: {
          type: 'object',
          properties: {
            by: {
              type: 'string',
              enum: ['run', 'kind'],
              description: trans.__('What the sizes are shown by')
            }
          }
        }
      },
      // Notebook 7 has one document to a page.
      isVisible: () => labShell !== null,
      isEnabled: () => labShell !== null,
      execute: ({ by }) => {
        const known = tracker.currentWidget;
        if (known) {
          app.shell.activateById(known.id);
          return;
        }
        const content = new StorageDocument({
          workbench,
          commands,
          by: by === 'kind' ? 'kind' : 'run',
          onShow: (piece, sizesBy) => void show(piece, sizesBy, app, workbench),
          onByChanged: () => void tracker.save(widget)
        });
        const widget = asTab(content, 'cellkeep-storage');
        widget.title.label = trans.__('Storage');
        widget.title.icon = cellkeepIcon;
        showTab(app, tracker, widget);
      }
    });
    for (const command of [
      CommandIDs.storage,
      CommandIDs.cleanUp,
      CommandIDs.emptyTrash
    ]) {
      palette?.addItem({ command, category: trans.__('Cellkeep') });
    }
    if (labShell && restorer) {
      void restorer.restore(tracker, {
        command: CommandIDs.storage,
        args: ({ content }) => ({ by: content.by }),
        name: () => 'storage'
      });
    }
  }
};

/** Shows a part of the store in the sidebar. */
async function show(
  { key, label }: IPiece,
  by: SizesBy,
  { commands }: JupyterFrontEnd,
  { cellkeep: { catalog } }: IWorkbench
): Promise<void> {
  const look = (filter: ICatalogFilter): void =>
    catalog.setView({ ...DEFAULT_VIEW, filter });
  if (by === 'kind' && key !== undefined) {
    look({ text: '', kind: [key] });
  } else if (catalog.snapshot.runs.some(({ run }) => run.id === key)) {
    look(NO_FILTER);
    catalog.setExpanded(key ?? '', true);
  } else {
    // Too old to be in the list yet: by its name it is found.
    look({ text: label });
  }
  await commands.execute(CommandIDs.showSidebar);
}
