import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator } from '@jupyterlab/translation';
import { Token } from '@lumino/coreutils';

import { CapturerRegistry, ICapturerRegistry } from '../../capture/capturers';
import { ICellkeep } from '../../tokens';
import { wordsOf } from '../application/services';
import { ISettingsModel, type SettingsModel } from '../application/settings';
import { ExecutedSources } from './executedSources';
import { type CellHosts, ICellHosts } from './hosts';
import { OutputKeeper } from './keeper';
import { KeepStates } from './keepStates';
import { OutputMakers } from './outputMakers';
import { KeepPromises } from './promises';
import { Saver } from './saver';

/** Only for the plugins of this extension. */
export const ISaver = new Token<Saver>(
  'cellkeep:ISaver',
  'Saves outputs, cells and files from the page.'
);

/** Saving from the page, for the buttons, the menus and the drops. */
export const savingPlugin: JupyterFrontEndPlugin<Saver> = {
  id: 'cellkeep:saving',
  description: 'Saves outputs, cells and files from the page.',
  autoStart: true,
  requires: [ICellkeep, ISettingsModel, ICellHosts],
  optional: [ICapturerRegistry, ITranslator, IStateDB],
  provides: ISaver,
  activate: (
    app: JupyterFrontEnd,
    shown: ICellkeep,
    settings: SettingsModel,
    hosts: CellHosts,
    capturers: ICapturerRegistry | null,
    translator: ITranslator | null,
    state: IStateDB | null
  ) => {
    // What is saved, and where it is found again, whichever store is shown.
    const cellkeep = shown.at('team');
    const trans = wordsOf(translator);
    const registry = capturers ?? new CapturerRegistry();
    const { events, serverSettings } = app.serviceManager;
    const makers = new OutputMakers(
      cellkeep,
      hosts,
      serverSettings.baseUrl,
      events
    );
    const keeper = new OutputKeeper({
      cellkeep,
      capturers: registry,
      sources: new ExecutedSources(hosts),
      promises: new KeepPromises({
        cellkeep,
        capturers: registry,
        makers,
        trans
      }),
      trans
    });
    const states = new KeepStates(cellkeep.transfers);
    return new Saver({
      cellkeep,
      hosts,
      states,
      settings,
      keeper,
      trans,
      state
    });
  }
};
