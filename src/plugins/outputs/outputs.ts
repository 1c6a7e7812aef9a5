import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { ICellkeep } from '../../tokens';
import { CommandIDs } from '../application/commandIds';
import {
  type AddCommand,
  ICommands,
  actionOf,
  onArtifactId
} from '../application/commands';
import { ISettingsModel, type SettingsModel } from '../application/settings';
import { outputCommand } from './findOutput';
import { BrowserNotes } from './browserNotes';
import { type Helpers, IHelpers } from './helper';
import { type CellHosts, ICellHosts } from './hosts';
import { KeepButtons } from './keepButtons';
import { KeptLookup } from './keptLookup';
import { promisedWords } from './promises';
import type { Saver } from './saver';
import { ISaver } from './saving';

/** The keep button of each output, and the commands that save outputs. */
export const outputsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:outputs',
  description: 'Keeps outputs of cells: a button, a menu item, a shortcut.',
  autoStart: true,
  requires: [ICellkeep, ISettingsModel, ICellHosts, ISaver, ICommands],
  optional: [IHelpers],
  activate: (
    app: JupyterFrontEnd,
    shown: ICellkeep,
    settings: SettingsModel,
    hosts: CellHosts,
    saver: Saver,
    ours: ICommands,
    helpers: Helpers | null
  ) => {
    // What is saved, and where it is found again, whichever store is shown.
    const cellkeep = shown.at('team');
    const { add, trans } = ours;
    const { keeper, states } = saver;
    const { promises, sources } = keeper;
    const { baseUrl } = app.serviceManager.serverSettings;
    new KeptLookup({
      cellkeep,
      hosts,
      states,
      sources,
      makers: promises.makers,
      again: new BrowserNotes('again', baseUrl),
      trans
    });
    const buttons = new KeepButtons(
      hosts,
      states,
      {
        keep: located => void saver.saveOutput(located),
        promises,
        helper: host => helpers?.of(host),
        get open() {
          return actionOf(app.commands, CommandIDs.openArtifact, onArtifactId);
        }
      },
      trans
    );
    const applySettings = () => {
      buttons.enabled = settings.current.showKeepButton;
    };
    settings.changed.connect(applySettings);
    applySettings();
    helpers?.stateChanged.connect(buttons.refresh);
    cellkeep.helperHeard.connect(buttons.refresh);
    addCommands(app, hosts, saver, trans, add);
  }
};

function addCommands(
  app: JupyterFrontEnd,
  hosts: CellHosts,
  saver: Saver,
  trans: TranslationBundle,
  add: AddCommand
): void {
  const output = outputCommand(app, hosts, trans);
  const promiseOf = (args: ReadonlyPartialJSONObject) => {
    const located = output.find(args);
    return located && saver.keeper.promise(located);
  };
  const hasMore = (args: ReadonlyPartialJSONObject) =>
    typeof promiseOf(args)?.more === 'string';

  add(CommandIDs.saveOutput, {
    ...output.does(located => saver.saveOutput(located)),
    label: args => {
      const promise = args['fromMenu'] ? promiseOf(args) : undefined;
      const what =
        promise &&
        (promisedWords(promise, trans) ??
          (promise.isLess && trans.__('only as displayed')));
      return what
        ? trans.__('Save Output as Artifact (%1)', what)
        : trans.__('Save Output as Artifact');
    },
    caption: trans.__('Save this output with all its representations'),
    inPalette: true
  });
  add(CommandIDs.saveOutputAsDisplayed, {
    ...output.does(located => saver.saveOutput(located, { what: 'display' })),
    label: trans.__('Save Output as Displayed'),
    caption: trans.__('Save what is shown, not the object behind it'),
    inPalette: true,
    isVisible: hasMore,
    isEnabled: hasMore
  });
  add(CommandIDs.saveOutputAs, {
    ...output.does(located => saver.saveOutputAs(located)),
    label: trans.__('Save Output as Artifact…'),
    caption: trans.__('Choose the name and the category first'),
    inPalette: true
  });
  add(CommandIDs.saveCellOutputs, {
    label: trans.__('Save All Outputs of the Cell as Artifacts'),
    caption: trans.__('Each output becomes an artifact of its own'),
    args: {
      cellId: trans.__('Id of the cell; by default the active one'),
      path: trans.__('Path of its notebook; by default the active one'),
      fromMenu: {
        type: 'boolean',
        description: trans.__('Take the cell of the context menu')
      }
    },
    inPalette: true,
    isEnabled: () => hosts.activeCell() !== undefined,
    whyNot: trans.__('Go to a cell of a notebook first'),
    execute: async args => {
      const { cellId, fromMenu, path } = args;
      const found = fromMenu
        ? cellOfMenu(app, hosts)
        : typeof cellId === 'string'
          ? hosts.find(cellId, typeof path === 'string' ? path : undefined)
          : hosts.activeCell();
      if (found) {
        await saver.saveCell(found.host, found.cell);
      }
    }
  });
}

function cellOfMenu(
  app: JupyterFrontEnd,
  hosts: CellHosts
): ReturnType<CellHosts['cellAt']> {
  const node = app.contextMenuHitTest(({ classList }) =>
    classList.contains('jp-CodeCell')
  );
  return node?.isConnected ? hosts.cellAt(node) : undefined;
}
