/**
 * The command that shows the table of runs, and its tab.
 */

import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { type MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyJSONObject } from '@lumino/coreutils';
import { Debouncer } from '@lumino/polling';

import { ICellkeep } from '../../tokens';
import { runsIcon } from '../../ui/icons';
import { CommandIDs } from '../application/commandIds';
import { ICommands } from '../application/commands';
import { showRun } from '../application/showRun';
import { ISidebarState, type SidebarState } from '../application/sidebarState';
import { asTab, closeWithStore, openTab } from '../application/tabs';
import { tellIfFails } from '../application/tell';
import { RunsDocument } from './runsDocument';

const KEY = 'cellkeep:runs';
const KEEP_MS = 500;

/** The table of runs in a tab of the main area. */
export const runsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:runs',
  description: 'Shows runs as a table, and picks those to compare.',
  autoStart: true,
  requires: [ICellkeep, ISidebarState, ICommands],
  optional: [ILabShell, ILayoutRestorer, IStateDB],
  activate: (
    app: JupyterFrontEnd,
    cellkeep: ICellkeep,
    sidebar: SidebarState,
    ours: ICommands,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    stateDB: IStateDB | null
  ) => {
    const { add, trans } = ours;
    const { commands } = app;
    const tracker = new WidgetTracker<MainAreaWidget<RunsDocument>>({
      namespace: 'cellkeep-runs'
    });
    closeWithStore(cellkeep, tracker);
    const parts = { services: { cellkeep, sidebar, trans }, editors: null };
    // What a person set stays for the next time, whether the tab was closed meanwhile or not.
    const keep = new Debouncer(
      (state: ReadonlyJSONObject) => stateDB?.save(KEY, state),
      KEEP_MS
    );
    add(CommandIDs.runs, {
      label: trans.__('Table of Runs'),
      caption: trans.__('Sort, filter, group and compare runs'),
      icon: runsIcon,
      inPalette: true,
      execute: async () => {
        const kept = await stateDB?.fetch(KEY).catch(() => undefined);
        openTab(
          app,
          tracker,
          () => true,
          () => {
            const content = new RunsDocument({
              parts,
              commands,
              state: (kept ?? {}) as ReadonlyJSONObject,
              onState: state => void keep.invoke(state),
              onOpen: ({ run }) =>
                void tellIfFails(trans, () => showRun(run, cellkeep, commands))
            });
            const widget = asTab(content, 'cellkeep-runs');
            widget.title.label = trans.__('Runs');
            widget.title.icon = runsIcon;
            return widget;
          }
        );
      }
    });
    void (labShell && restorer)?.restore(tracker, {
      command: CommandIDs.runs,
      name: () => 'runs'
    });
  }
};
