/**
 * The storage document: what takes how much room, and the trash.
 */

import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { type MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';

import type { IPiece, SizesBy } from '../../model/storage';
import { DEFAULT_VIEW } from '../../model/view';
import { ICellkeep } from '../../tokens';
import { cellkeepIcon } from '../../ui/icons';
import { CommandIDs } from '../application/commandIds';
import { ICommands } from '../application/commands';
import { lookForRun } from '../application/showRun';
import { addStoreCommand } from '../application/storeLimit';
import { asTab, closeWithStore, openTab } from '../application/tabs';
import { StorageDocument } from './storageDocument';
import { addTrashCommands } from './trashCommands';

/** What takes how much room, and the trash, in a tab of the main area. */
export const storagePlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:storage',
  description: 'Shows what takes how much room, and the trash.',
  autoStart: true,
  requires: [ICellkeep, ICommands],
  optional: [ILabShell, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    cellkeep: ICellkeep,
    ours: ICommands,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null
  ) => {
    const { add, trans } = ours;
    const { commands } = app;
    const tracker = new WidgetTracker<MainAreaWidget<StorageDocument>>({
      namespace: 'cellkeep-storage'
    });
    closeWithStore(cellkeep, tracker);
    addStoreCommand(app, cellkeep, ours);
    addTrashCommands(add, cellkeep, trans);
    add(CommandIDs.storage, {
      label: trans.__('Storage and Trash'),
      caption: trans.__(
        'Show what uses the space in the store, and what was deleted'
      ),
      icon: cellkeepIcon,
      args: {
        by: {
          type: 'string',
          enum: ['run', 'kind'],
          description: trans.__('What the sizes are grouped by')
        }
      },
      inPalette: true,
      execute: ({ by }) =>
        openTab(
          app,
          tracker,
          () => true,
          () => {
            const content = new StorageDocument({
              cellkeep,
              commands,
              trans,
              by: by === 'kind' ? 'kind' : 'run',
              onShow: (piece, sizesBy) => {
                lookFor(piece, sizesBy, cellkeep);
                void commands.execute(CommandIDs.showSidebar);
              },
              onByChanged: () => void tracker.save(widget)
            });
            const widget = asTab(content, 'cellkeep-storage');
            widget.title.label = trans.__('Storage');
            widget.title.icon = cellkeepIcon;
            return widget;
          }
        )
    });
    if (labShell && restorer) {
      void restorer.restore(tracker, {
        command: CommandIDs.storage,
        args: ({ content }) => ({ by: content.by }),
        name: () => 'storage'
      });
    }
  }
};

/** Has the sidebar's list show a part of the store. */
function lookFor(
  { key, label }: IPiece,
  by: SizesBy,
  cellkeep: ICellkeep
): void {
  if (by === 'kind' && key !== undefined) {
    const filter = { text: '', kind: [key] };
    cellkeep.catalog.setView({ ...DEFAULT_VIEW, filter });
  } else {
    lookForRun(key, label, cellkeep);
  }
}
