import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { isReference } from '../../capture/reference';
import { ICellkeep } from '../../tokens';
import { CommandIDs } from '../application/commandIds';
import { ICommands } from '../application/commands';
import { type ConnectionModel, IConnection } from '../application/connection';
import { IPreviews } from '../application/previews';
import { outputCommand } from '../outputs/findOutput';
import {
  type CellHosts,
  ICellHosts,
  type ILocatedOutput
} from '../outputs/hosts';
import type { Saver } from '../outputs/saver';
import { ISaver } from '../outputs/saving';
import { Offloader } from './offloading';
import { referenceFactory } from './referenceRenderer';

/** Before every other renderer: beside the reference lies a picture for those who have none. */
const RANK = 0;

/** Large outputs out of the notebook into the store, and back. */
export const offloadPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:offload',
  description:
    'Replaces outputs by references to artifacts, shows them, and brings them back.',
  autoStart: true,
  requires: [ICellkeep, IConnection, ICellHosts, ISaver, ICommands],
  optional: [IRenderMimeRegistry, IPreviews],
  activate: (
    app: JupyterFrontEnd,
    shown: ICellkeep,
    connection: ConnectionModel,
    hosts: CellHosts,
    saver: Saver,
    ours: ICommands,
    rendermime: IRenderMimeRegistry | null,
    previews: IPreviews | null
  ) => {
    // What is saved, and where it is found again, whichever store is shown.
    const cellkeep = shown.at('team');
    const { add, trans } = ours;
    const { commands } = app;
    const offloader = new Offloader(cellkeep, saver, trans);
    rendermime?.addFactory(
      referenceFactory({
        cellkeep,
        hosts,
        trans,
        offloader,
        commands,
        previews
      }),
      RANK
    );
    const output = outputCommand(app, hosts, trans);
    // What a widget shows inside of itself is not the notebook's to replace.
    const standsForOne = ({ cell, index, inner }: ILocatedOutput) =>
      !inner && isReference(cell.model.outputs.get(index).toJSON());
    const offload = output.does(
      located => offloader.offload(located),
      located => !located.inner && !standsForOne(located)
    );
    const bringBack = output.does(
      located => offloader.bringBack(located),
      standsForOne
    );

    add(CommandIDs.offloadOutput, {
      ...offload,
      label: trans.__('Save and Replace with Reference'),
      caption: trans.__(
        'Move this output to the store; the notebook keeps a small picture of it'
      ),
      inPalette: true,
      isEnabled: args =>
        connection.snapshot.status === 'ready' && offload.isEnabled(args)
    });
    add(CommandIDs.bringBackOutput, {
      ...bringBack,
      label: trans.__('Restore Output'),
      caption: trans.__('Put the saved output back into the notebook'),
      inPalette: true,
      isVisible: bringBack.isEnabled
    });
  }
};
