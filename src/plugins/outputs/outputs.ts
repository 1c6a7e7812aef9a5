import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { CommandIDs } from '../application/commandIds';
import { findOutput, outputArgs } from './findOutput';
import type { CellHosts } from './hosts';
import { KeepButtons } from './keepButtons';
import { IWorkbench } from '../application/workbench';

/** The keep button of each output, and the commands that save outputs. */
export const outputsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:outputs',
  description: 'Keeps outputs of cells: a button, a menu item, a shortcut.',
  autoStart: true,
  requires: [IWorkbench],
  optional: [ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    workbench: IWorkbench,
    palette: ICommandPalette | null
  ) => {
    const { hosts, states, saver, settings, trans } = workbench;
    const buttons = new KeepButtons(
      hosts,
      states,
      {
        keep: located => void saver.saveOutput(located),
        more: output => saver.keeper.moreThanDisplay(output),
        open: artifactId =>
          void app.commands.execute(CommandIDs.openArtifact, { artifactId })
      },
      trans
    );
    const applySettings = () => {
      buttons.enabled = settings.current.showKeepButton;
    };
    settings.changed.connect(applySettings);
    applySettings();

    addCommands(app, workbench);
    for (const command of [
      CommandIDs.saveOutput,
      CommandIDs.saveOutputAs,
      CommandIDs.saveOutputAsDisplayed,
      CommandIDs.saveCellOutputs
    ]) {
      palette?.addItem({ command, category: trans.__('Cellkeep') });
    }
  }
};

function addCommands(app: JupyterFrontEnd, workbench: IWorkbench): void {
  const { hosts, saver, trans } = workbench;
  const find = (args: ReadonlyPartialJSONObject) =>
    findOutput(args, app, hosts);
  const moreOf = (args: ReadonlyPartialJSONObject) => {
    const located = find(args);
    return located ? saver.moreThanDisplay(located) : null;
  };

  app.commands.addCommand(CommandIDs.saveOutput, {
    label: args => {
      const more = args['fromMenu'] ? moreOf(args) : null;
      return more
        ? trans.__('Save Output as Artifact (%1)', more)
        : trans.__('Save Output as Artifact');
    },
    caption: trans.__('Keep this output with all of its representations'),
    describedBy: { args: outputArgs(trans) },
    isEnabled: args => find(args) !== undefined,
    execute: async args => {
      const located = find(args);
      if (located) {
        await saver.saveOutput(located);
      }
    }
  });
  app.commands.addCommand(CommandIDs.saveOutputAsDisplayed, {
    label: trans.__('Save Output as Displayed'),
    caption: trans.__('Keep what is shown, not the object that it shows'),
    describedBy: { args: outputArgs(trans) },
    isVisible: args => moreOf(args) !== null,
    isEnabled: args => moreOf(args) !== null,
    execute: async args => {
      const located = find(args);
      if (located) {
        await saver.saveOutput(located, { what: 'display' });
      }
    }
  });
  app.commands.addCommand(CommandIDs.saveOutputAs, {
    label: trans.__('Save Output as Artifact…'),
    caption: trans.__('Choose the name and the category first'),
    describedBy: { args: outputArgs(trans) },
    isEnabled: args => find(args) !== undefined,
    execute: async args => {
      const located = find(args);
      if (located) {
        await saver.saveOutputAs(located);
      }
    }
  });
  app.commands.addCommand(CommandIDs.saveCellOutputs, {
    label: trans.__('Save All Outputs of the Cell as Artifacts'),
    caption: trans.__('Each output becomes an artifact of its own'),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          cellId: {
            type: 'string',
            description: trans.__('Id of the cell; by default the active one')
          },
          fromMenu: {
            type: 'boolean',
            description: trans.__('Take the cell of the context menu')
          }
        }
      }
    },
    isEnabled: () => hosts.activeCell() !== undefined,
    execute: async args => {
      const { cellId, fromMenu } = args;
      const found = fromMenu
        ? cellOfMenu(app, hosts)
        : typeof cellId === 'string'
          ? hosts.find(cellId)
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
