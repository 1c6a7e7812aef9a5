import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IConsoleTracker } from '@jupyterlab/console';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Token } from '@lumino/coreutils';

import { CapturerRegistry } from '../../capture/capturers';
import { ICellkeep } from '../../tokens';
import { type ConnectionModel, IConnection } from './connection';
import { ExecutedSources } from '../outputs/executedSources';
import { CellHosts } from '../outputs/hosts';
import { OutputKeeper } from '../outputs/keeper';
import { KeptLookup } from '../outputs/keptLookup';
import { KeepStates } from '../outputs/keepStates';
import { Saver } from '../outputs/saver';
import { ISettingsModel, type SettingsModel } from './settings';
import { SidebarState } from '../sidebar/sidebarState';

/** What the plugins of this extension share. */
export interface IWorkbench {
  readonly cellkeep: ICellkeep;
  /** Whether there is a store. */
  readonly connection: ConnectionModel;
  /** The notebooks and consoles. */
  readonly hosts: CellHosts;
  /** What became of the outputs that were kept. */
  readonly states: KeepStates;
  /** The sources of cells as they were executed. */
  readonly sources: ExecutedSources;
  readonly capturers: CapturerRegistry;
  readonly saver: Saver;
  readonly sidebar: SidebarState;
  /** Notes that were written and are not stored yet, by the id of their artifact. */
  readonly drafts: Map<string, string>;
  readonly settings: SettingsModel;
  readonly trans: TranslationBundle;
}

/** Only for the plugins of this extension. */
export const IWorkbench = new Token<IWorkbench>(
  'cellkeep:IWorkbench',
  "What Cellkeep's own plugins share."
);

export const workbenchPlugin: JupyterFrontEndPlugin<IWorkbench> = {
  id: 'cellkeep:workbench',
  description: 'Finds outputs in notebooks and consoles and saves them.',
  autoStart: true,
  requires: [ICellkeep, IConnection, ISettingsModel],
  optional: [INotebookTracker, IConsoleTracker, ITranslator],
  provides: IWorkbench,
  activate: (
    app: JupyterFrontEnd,
    cellkeep: ICellkeep,
    connection: ConnectionModel,
    settings: SettingsModel,
    notebooks: INotebookTracker | null,
    consoles: IConsoleTracker | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('cellkeep');
    const { contents } = app.serviceManager;
    const hosts = new CellHosts(notebooks, consoles, contents);
    const states = new KeepStates(cellkeep.transfers);
    const capturers = new CapturerRegistry();
    const sources = new ExecutedSources(hosts);
    const keeper = new OutputKeeper({ cellkeep, capturers, sources, trans });
    const saver = new Saver({
      cellkeep,
      hosts,
      states,
      settings,
      keeper,
      trans
    });
    new KeptLookup({ cellkeep, hosts, states, sources, trans });
    const sidebar = new SidebarState(cellkeep.selection, cellkeep.catalog);
    return {
      cellkeep,
      connection,
      hosts,
      states,
      sources,
      capturers,
      saver,
      sidebar,
      drafts: new Map<string, string>(),
      settings,
      trans
    };
  }
};
