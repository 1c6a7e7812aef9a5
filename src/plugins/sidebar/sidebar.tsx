import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ReactWidget } from '@jupyterlab/apputils';
import { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';
import {
  ellipsesIcon,
  refreshIcon,
  SidePanel,
  Toolbar
} from '@jupyterlab/ui-components';
import { Token } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';
import type { CommandRegistry } from '@lumino/commands';
import { BoxPanel, Widget } from '@lumino/widgets';
import * as React from 'react';

import { HistoryModel } from '../../model/history';
import { ICellkeep } from '../../tokens';
import { IconButton } from '../../ui/IconButton';
import { cellkeepIcon, runsIcon } from '../../ui/icons';
import { CommandIDs } from '../application/commandIds';
import {
  actionOf,
  type AddCommand,
  ICommands,
  noArgs
} from '../application/commands';
import { textOf } from '../application/commandTargets';
import { type ConnectionModel, IConnection } from '../application/connection';
import { openMenu, returnFocus } from '../application/openMenu';
import { IPreviews } from '../application/previews';
import { ISettingsModel, type SettingsModel } from '../application/settings';
import {
  ISidebarState,
  SIDEBAR_ID,
  type SidebarState
} from '../application/sidebarState';
import { storeWith } from '../application/storeWith';
import { useCommands } from '../application/useCommands';
import { dragOut } from '../artifacts/dragOut';
import { type Helpers, IHelpers } from '../outputs/helper';
import { type CellHosts, ICellHosts } from '../outputs/hosts';
import { placeDetails } from './detailsView';
import { expandRuns } from './expandRuns';
import { addFilterCommands } from './filterCommands';
import type { ISidebarParts } from './parts';
import { SidebarView } from './sidebarView';
import { addViewCommands } from './viewCommands';
import { filterMenu, moreMenu, selectionMenu, viewMenu } from './viewMenus';
import { rememberLook, rememberView } from './viewMemory';

/** The plugin that loads them is disabled: nothing is known of any kernel. */
const NO_HELPERS = { snapshot: undefined, stateChanged: new Signal({}) };

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
  requires: [ICellkeep, IConnection, ISettingsModel, ISidebarState, ICommands],
  optional: [
    ILabShell,
    ILayoutRestorer,
    IStateDB,
    IPreviews,
    IHelpers,
    ICellHosts
  ],
  provides: ISidebar,
  activate: (
    app: JupyterFrontEnd,
    cellkeep: ICellkeep,
    connection: ConnectionModel,
    settings: SettingsModel,
    sidebar: SidebarState,
    ours: ICommands,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    stateDB: IStateDB | null,
    previews: IPreviews | null,
    loaded: Helpers | null,
    hosts: CellHosts | null
  ) => {
    const { add, trans } = ours;
    const helpers = loaded ?? NO_HELPERS;
    const parts = { cellkeep, connection, settings, sidebar, helpers, trans };
    addSidebarCommands(app, add, parts, labShell);
    addViewCommands(add, parts);
    addFilterCommands(add, parts);
    if (stateDB) {
      rememberView(parts, stateDB);
      rememberLook(parts, stateDB);
    }
    expandRuns(cellkeep.catalog, cellkeep.transfers, () => cellkeep.place);
    const followNotebook = () =>
      cellkeep.catalog.setNotebook(hosts?.active()?.notebook);
    app.shell.currentChanged?.connect(followNotebook);
    followNotebook();

    const widget = createSidebar(app, parts, previews);
    app.shell.add(widget, 'left', { rank: RANK, type: 'Artifacts' });
    restorer?.add(widget, SIDEBAR_ID);
    return { widget };
  }
};

function createSidebar(
  app: JupyterFrontEnd,
  parts: ISidebarParts,
  previews: IPreviews | null
): Widget {
  const { cellkeep, trans } = parts;
  const history = new HistoryModel(cellkeep);
  const services = {
    services: parts,
    previews,
    history,
    commands: app.commands
  };
  const view = ReactWidget.create(
    <SidebarView
      {...services}
      onContextMenu={row => returnFocus(app.contextMenu.menu, row)}
      onDragOut={(dragged, event) => void dragOut(dragged, event)}
      onFilterMenu={anchor => openMenu(filterMenu(app.commands, parts), anchor)}
      onViewMenu={anchor => openMenu(viewMenu(app.commands), anchor)}
      onSelectionMenu={anchor => openMenu(selectionMenu(app.commands), anchor)}
    />
  );

  const panel = new SidePanel({ content: new BoxPanel() });
  panel.id = SIDEBAR_ID;
  panel.addClass('jp-Cellkeep-SidebarPanel');
  panel.title.icon = cellkeepIcon;
  panel.title.caption = trans.__('Artifacts');
  panel.node.setAttribute('role', 'region');
  panel.node.setAttribute('aria-label', trans.__('Artifacts'));
  fillToolbar(panel.toolbar, app, trans);
  panel.content.addWidget(view);
  placeDetails(app, services);
  panel.disposed.connect(() => {
    history.dispose();
  });
  return panel;
}

function fillToolbar(
  toolbar: Toolbar,
  app: JupyterFrontEnd,
  trans: TranslationBundle
): void {
  const { commands } = app;
  const heading = new Widget({ node: document.createElement('h2') });
  heading.node.textContent = trans.__('Artifacts');
  heading.addClass('jp-Cellkeep-SidebarPanel-heading');
  toolbar.addItem('heading', heading);
  toolbar.addItem('spacer', Toolbar.createSpacerItem());
  // Not JupyterLab's ToolbarButton: that gives its element `aria-pressed` without a role for it.
  toolbar.addItem(
    'runs',
    ReactWidget.create(<RunsButton commands={commands} trans={trans} />)
  );
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
      opensMenu
      onClick={event => openMenu(moreMenu(commands), event.currentTarget)}
    />
  );
  toolbar.addItem('more', more);
}

/** Opens the table of runs, where there is one. */
function RunsButton(props: {
  commands: CommandRegistry;
  trans: TranslationBundle;
}): JSX.Element {
  const onRuns = useCommands(props.commands, showsRuns);
  return (
    <IconButton
      icon={runsIcon}
      label={props.trans.__('Table of runs')}
      onClick={onRuns}
    />
  );
}

const showsRuns = (commands: CommandRegistry) =>
  actionOf(commands, CommandIDs.runs, noArgs);

function addSidebarCommands(
  app: JupyterFrontEnd,
  add: AddCommand,
  { cellkeep, connection, sidebar, trans }: ISidebarParts,
  labShell: ILabShell | null
): void {
  add(CommandIDs.showSidebar, {
    label: trans.__('Show Artifacts'),
    icon: cellkeepIcon,
    args: {
      artifactId: trans.__('Id of an artifact to point at')
    },
    inPalette: true,
    execute: async args => {
      const artifactId = textOf(args, 'artifactId');
      app.shell.activateById(SIDEBAR_ID);
      if (labShell === null) {
        expandNotebookShell(app);
      }
      if (artifactId !== undefined) {
        if (cellkeep.place !== undefined) {
          const { store } = await storeWith(cellkeep, artifactId);
          cellkeep.show(store.place ?? 'team');
        }
        sidebar.reveal(artifactId);
      } else {
        focusList();
      }
    }
  });
  add(CommandIDs.refresh, {
    label: trans.__('Refresh Artifacts'),
    icon: refreshIcon,
    inPalette: true,
    execute: async () => {
      const { status } = await connection.check();
      if (status === 'ready') {
        await cellkeep.refresh();
      }
    }
  });
}

/** Puts the keyboard into the list, or into the search box where the list is empty. */
function focusList(): void {
  const node = document.getElementById(SIDEBAR_ID);
  const place =
    node?.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]') ??
    node?.querySelector<HTMLElement>('input[type=search]');
  if (node && !node.contains(document.activeElement)) {
    place?.focus();
  }
}

/** Notebook 7 does not open a side area when a widget in it is activated. */
function expandNotebookShell(app: JupyterFrontEnd): void {
  const shell = app.shell as Partial<{ expandLeft(id: string): void }>;
  shell.expandLeft?.(SIDEBAR_ID);
}
