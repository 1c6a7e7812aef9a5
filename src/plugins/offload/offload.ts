import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { CommandIDs } from '../application/commandIds';
import { findOutput, outputArgs } from '../outputs/findOutput';
import { isReference, Offloader } from './offloading';
import { referenceFactory } from './referenceRenderer';
import { IWorkbench } from '../application/workbench';

/** Before every other renderer: beside the reference lies a picture for those who have none. */
const RANK = 0;

/** Large outputs out of the notebook into the store, and back. */
export const offloadPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:offload',
  description:
    'Replaces outputs by references to artifacts, shows them, and brings them back.',
  autoStart: true,
  requires: [IWorkbench],
  optional: [IRenderMimeRegistry, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    workbench: IWorkbench,
    rendermime: IRenderMimeRegistry | null,
    palette: ICommandPalette | null
  ) => {
    const { connection, hosts, trans } = workbench;
    const { commands } = app;
    const offloader = new Offloader(workbench);
    rendermime?.addFactory(
      referenceFactory({ workbench, offloader, commands }),
      RANK
    );
    const find = (args: Parameters<typeof findOutput>[0], wanted: boolean) => {
      const located = findOutput(args, app, hosts);
      const output = located?.cell.model.outputs.get(located.index).toJSON();
      return output && isReference(output) === wanted ? located : undefined;
    };

    commands.addCommand(CommandIDs.offloadOutput, {
      label: trans.__('Keep and Replace by a Reference'),
      caption: trans.__(
        'Move this output into the store; the notebook keeps a small picture of it'
      ),
      describedBy: { args: outputArgs(trans) },
      isEnabled: args =>
        connection.snapshot.status === 'ready' &&
        find(args, false) !== undefined,
      execute: async args => {
        const located = find(args, false);
        if (located) {
          await offloader.offload(located);
        }
      }
    });
    commands.addCommand(CommandIDs.bringBackOutput, {
      label: trans.__('Bring Back the Output'),
      caption: trans.__('Put the kept output back into the notebook'),
      describedBy: { args: outputArgs(trans) },
      isVisible: args => find(args, true) !== undefined,
      isEnabled: args => find(args, true) !== undefined,
      execute: async args => {
        const located = find(args, true);
        if (located) {
          await offloader.bringBack(located);
        }
      }
    });
    for (const command of [
      CommandIDs.offloadOutput,
      CommandIDs.bringBackOutput
    ]) {
      palette?.addItem({ command, category: trans.__('Cellkeep') });
    }
  }
};
