import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  ReadonlyJSONObject,
  ReadonlyPartialJSONObject
} from '@lumino/coreutils';

import { CommandIDs } from './commandIds';
import type { CellHosts, ILocatedOutput } from './hosts';
import { KeepButtons } from './keepButtons';
import { IWorkbench } from './workbench';

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
      CommandIDs.saveCellOutputs
    ]) {
      palette?.addItem({ command, category: trans.__('Cellkeep') });
    }
  }
};

function addCommands(app: JupyterFrontEnd, workbench: IWorkbench): void {
  const { hosts, saver, trans } = workbench;
  const find = (args: ReadonlyPartialJSONObject) =>
    args['fromMenu']
      ? outputOfMenu(app, hosts)
      : args['cellId']
        ? outputOfArgs(args, hosts)
        : lastOutput(hosts);

  app.commands.addCommand(CommandIDs.saveOutput, {
    label: trans.__('Save Output as Artifact'),
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

function outputArgs(trans: TranslationBundle): ReadonlyJSONObject {
  return {
    type: 'object',
    properties: {
      cellId: { type: 'string', description: trans.__('Id of the cell') },
      outputIndex: {
        type: 'integer',
        minimum: 0,
        description: trans.__('Which of its outputs, from 0')
      },
      fromMenu: {
        type: 'boolean',
        description: trans.__('Take the output of the context menu')
      }
    }
  };
}

function outputOfArgs(
  args: ReadonlyPartialJSONObject,
  hosts: CellHosts
): ILocatedOutput | undefined {
  const { cellId, outputIndex } = args;
  if (typeof cellId !== 'string') {
    return undefined;
  }
  const found = hosts.find(cellId);
  const index = typeof outputIndex === 'number' ? outputIndex : 0;
  return found && index < found.cell.model.outputs.length
    ? { ...found, index }
    : undefined;
}

/**
 * The output on which the context menu was opened. Asked only for commands out of that menu:
 * JupyterLab remembers the place for ever.
 */
function outputOfMenu(
  app: JupyterFrontEnd,
  hosts: CellHosts
): ILocatedOutput | undefined {
  const node = app.contextMenuHitTest(({ classList }) =>
    classList.contains('jp-OutputArea-child')
  );
  return node?.isConnected ? hosts.locate(node) : undefined;
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

/** From the palette there is no output under the pointer: the active cell's last one is meant. */
function lastOutput(hosts: CellHosts): ILocatedOutput | undefined {
  const active = hosts.activeCell();
  const found = active && hosts.find(active.cell.model.id);
  const count = found?.cell.model.outputs.length ?? 0;
  return found && count > 0 ? { ...found, index: count - 1 } : undefined;
}
