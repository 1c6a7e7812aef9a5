import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, ReactWidget } from '@jupyterlab/apputils';
import { IStateDB } from '@jupyterlab/statedb';
import {
  ellipsesIcon,
  refreshIcon,
  SidePanel,
  Toolbar
} from '@jupyterlab/ui-components';
import { Token } from '@lumino/coreutils';
import { BoxPanel, Menu, Widget } from '@lumino/widgets';
import * as React from 'react';

import { HistoryModel } from '../../model/history';
import { IconButton } from '../../ui/IconButton';
import { cellkeepIcon } from '../../ui/icons';
import { addArchiveCommands } from '../artifacts/archiveCommands';
import { addArtifactCommands } from '../artifacts/artifactCommands';
import { CommandIDs } from '../application/commandIds';
import { addDeleteCommands } from '../artifacts/deleteCommands';
import { dragOut } from '../drag/dragOut';
import { expandRuns } from './expandRuns';
import { addFilterCommands } from './filterCommands';
import { PreviewModel } from '../artifacts/previewModel';
import { SIDEBAR_ID } from './sidebarState';
import { SidebarView } from './sidebarView';
import { addStoreCommand } from '../application/storeLimit';
import { addTransferCommands } from './transferCommands';
import { addViewCommands } from './viewCommands';
import { filterMenu, openMenu, selectionMenu, viewMenu } from './viewMenus';
import { rememberView } from './viewMemory';
import { IWorkbench } from '../application/workbench';

/** Among the side panels: after JupyterLab's own, which end at 500. */
const RANK = 600;

/** The sidebar's widget; only for the plugins of this extension. */
export const ISidebar = new Token<ISidebar>(
  'cellkeep:ISidebar',
  "Cellkeep's side panel."
);
export interface ISidebar {
  readonly widget: Widget;
}

export const sidebarPlugin: JupyterFrontEndPlugin<ISidebar> = {
  id: 'cellkeep:sidebar',
  description: 'Shows what is kept and what is on its way.',
  autoStart: true,
  requires: [IWorkbench],
  optional: [ILabShell, ILayoutRestorer, ICommandPalette, IStateDB],
  provides: ISidebar,
  activate: (
    app: JupyterFrontEnd,
    workbench: IWorkbench,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    stateDB: IStateDB | null
  ) => {
    const { trans } = workbench;
    addArtifactCommands(app, workbench);
    addDeleteCommands(app, workbench);
    addArchiveCommands(app, workbench);
    addTransferCommands(app, workbench);
    addSidebarCommands(app, workbench, labShell);
    addViewCommands(app, workbench);
    addFilterCommands(app, workbench);
    if (stateDB) {
      rememberView(workbench, stateDB);
    }
    addStoreCommand(app, workbench.cellkeep, trans);

    expandRuns(workbench.cellkeep.catalog, workbench.cellkeep.transfers);

    const widget = createSidebar(app, workbench);
    app.shell.add(widget, 'left', { rank: RANK, type: 'Artifacts' });
    restorer?.add(widget, SIDEBAR_ID);
    for (const command of [
      CommandIDs.showSidebar,
      CommandIDs.refresh,
      CommandIDs.pause,
      CommandIDs.resume,
      CommandIDs.retry,
      CommandIDs.cancel,
      CommandIDs.dismiss,
      CommandIDs.insertLoadCode,
      CommandIDs.copyLoadCode,
      CommandIDs.download,
      CommandIDs.deleteArtifact,
      CommandIDs.filterByTag,
      CommandIDs.clearFilters,
      CommandIDs.saveSearch,
      CommandIDs.deleteFound,
      CommandIDs.undoDelete,
      CommandIDs.exportArchive,
      CommandIDs.importArchive
    ]) {
      palette?.addItem({ command, category: trans.__('Cellkeep') });
    }
    return { widget };
  }
};

function createSidebar(app: JupyterFrontEnd, workbench: IWorkbench): Widget {
  const { cellkeep, settings, trans } = workbench;
  const { api, library } = cellkeep;
  const history = new HistoryModel({ api, library });
  const preview = new PreviewModel(() => ({
    cellkeep,
    limitBytes: settings.current.previewLimitBytes,
    trans
  }));
  const view = ReactWidget.create(
    <SidebarView
      workbench={workbench}
      preview={preview}
      history={history}
      commands={app.commands}
      onDragOut={(artifacts, event) => void dragOut(artifacts, event)}
      onFilterMenu={anchor =>
        openMenu(filterMenu(app.commands, workbench), anchor)
      }
      onViewMenu={anchor => openMenu(viewMenu(app.commands), anchor)}
      onSelectionMenu={anchor => openMenu(selectionMenu(app.commands), anchor)}
    />
  );
  view.addClass('ck-SidebarView');

  const panel = new SidePanel({ content: new BoxPanel() });
  panel.id = SIDEBAR_ID;
  panel.addClass('ck-SidebarPanel');
  panel.title.icon = cellkeepIcon;
  panel.title.caption = trans.__('Artifacts');
  panel.node.setAttribute('role', 'region');
  panel.node.setAttribute('aria-label', trans.__('Artifacts'));
  fillToolbar(panel.toolbar, app, workbench);
  panel.content.addWidget(view);
  panel.disposed.connect(() => {
    preview.dispose();
    history.dispose();
  });
  return panel;
}

function fillToolbar(
  toolbar: Toolbar,
  app: JupyterFrontEnd,
  workbench: IWorkbench
): void {
  const { trans } = workbench;
  const { commands } = app;
  const heading = new Widget({ node: document.createElement('h2') });
  heading.node.textContent = trans.__('Artifacts');
  heading.addClass('ck-SidebarPanel-heading');
  toolbar.addItem('heading', heading);
  toolbar.addItem('spacer', Toolbar.createSpacerItem());
  // Not JupyterLab's ToolbarButton: that gives its element `aria-pressed` without a role for it.
  toolbar.addItem(
    'refresh',
    ReactWidget.create(
      <IconButton
        icon={refreshIcon}
        label={trans.__('Refresh')}
        onClick={() => void commands.execute(CommandIDs.refresh)}
      />
    )
  );
  const more = ReactWidget.create(
    <IconButton
      icon={ellipsesIcon}
      label={trans.__('More')}
      onClick={() => {
        const { left, bottom } = more.node.getBoundingClientRect();
        menu.open(left, bottom);
      }}
    />
  );
  toolbar.addItem('more', more);

  const menu = new Menu({ commands });
  toolbar.disposed.connect(() => menu.dispose());
  const groups = [
    [
      CommandIDs.uploadFiles,
      CommandIDs.importArchive,
      CommandIDs.exportArchive
    ],
    [CommandIDs.undoDelete, CommandIDs.deleteFound],
    [
      CommandIDs.pause,
      CommandIDs.resume,
      CommandIDs.retry,
      CommandIDs.cancel,
      CommandIDs.dismiss
    ],
    [CommandIDs.storage, CommandIDs.openSettings]
  ];
  groups.forEach((group, index) => {
    if (index > 0) {
      menu.addItem({ type: 'separator' });
    }
    group.forEach(command => menu.addItem({ command }));
  });
}

function addSidebarCommands(
  app: JupyterFrontEnd,
  workbench: IWorkbench,
  labShell: ILabShell | null
): void {
  const { cellkeep, connection, sidebar, trans } = workbench;
  app.commands.addCommand(CommandIDs.showSidebar, {
    label: trans.__('Show Artifacts'),
    icon: cellkeepIcon,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          artifactId: {
            type: 'string',
            description: trans.__('Id of an artifact to point at')
          }
        }
      }
    },
    execute: args => {
      app.shell.activateById(SIDEBAR_ID);
      if (labShell === null) {
        expandNotebookShell(app);
      }
      if (typeof args['artifactId'] === 'string') {
        sidebar.reveal(args['artifactId']);
      }
    }
  });
  app.commands.addCommand(CommandIDs.refresh, {
    label: trans.__('Refresh Artifacts'),
    icon: refreshIcon,
    describedBy: { args: { type: 'object', properties: {} } },
    execute: async () => {
      const { status } = await connection.check();
      if (status === 'ready') {
        await cellkeep.catalog.refresh();
      }
    }
  });
}

/** Notebook 7 does not open a side area when a widget in it is activated. */
function expandNotebookShell(app: JupyterFrontEnd): void {
  const shell = app.shell as Partial<{ expandLeft(id: string): void }>;
  shell.expandLeft?.(SIDEBAR_ID);
}
