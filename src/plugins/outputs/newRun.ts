/**
 * *New Run*: what a notebook saves from now on goes to a run of its own.
 */

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { ICellkeep, type IRunHint } from '../../tokens';
import { CommandIDs } from '../application/commandIds';
import { ICommands } from '../application/commands';
import { textOf } from '../application/commandTargets';
import { tellDone } from '../application/tell';
import { type CellHosts, ICellHosts } from './hosts';

/** How long the offer of a new run stays. */
const OFFER_MS = 30_000;

export const newRunPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:new-run',
  description: 'Begins another run of a notebook, and offers one.',
  autoStart: true,
  requires: [ICellkeep, ICellHosts, ICommands],
  activate: (
    app: JupyterFrontEnd,
    cellkeep: ICellkeep,
    hosts: CellHosts,
    ours: ICommands
  ) => {
    const { add, trans } = ours;
    const kernelOf = (args: ReadonlyPartialJSONObject): string | undefined =>
      textOf(args, 'kernelId') ??
      hosts.active()?.sessionContext.session?.kernel?.id;
    const isServed = (kernelId: string | undefined): kernelId is string =>
      kernelId !== undefined && cellkeep.processOf(kernelId) !== undefined;

    add(CommandIDs.newRun, {
      label: args =>
        args['isMainMenu'] === true
          ? trans.__('New Run of Artifacts')
          : trans.__('New Run'),
      caption: trans.__(
        'What the notebook saves from now on goes to another run, where versions begin at 1'
      ),
      args: {
        kernelId: trans.__(
          'Id of a kernel; by default that of the active notebook'
        ),
        isMainMenu: {
          type: 'boolean',
          description: trans.__('Whether it stands in the main menu')
        }
      },
      inPalette: true,
      isEnabled: args => isServed(kernelOf(args)),
      whyNot: trans.__(
        'Open a notebook or console whose Python kernel has Cellkeep first'
      ),
      execute: async args => {
        const kernelId = kernelOf(args);
        if (!isServed(kernelId)) {
          return;
        }
        const run = await cellkeep.newRun(kernelId);
        tellDone(
          run
            ? trans.__(
                'A new run of %1 has begun: what is saved from now on goes there.',
                run.name
              )
            : trans.__(
                'The kernel is busy. The new run begins when its cells have ended.'
              )
        );
      }
    });

    cellkeep.hinted.connect((_, { kernelId, parameters }: IRunHint) => {
      Notification.info(
        trans.__(
          'Cellkeep: %1 changed. What is saved goes on in the same run. Begin a new run, and run the cells again, to keep both apart.',
          parameters.join(', ')
        ),
        {
          autoClose: OFFER_MS,
          actions: [
            {
              label: trans.__('New Run'),
              callback: () =>
                void app.commands.execute(CommandIDs.newRun, { kernelId })
            }
          ]
        }
      );
    });
  }
};
