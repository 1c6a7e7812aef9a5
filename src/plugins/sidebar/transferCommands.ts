/**
 * What can be done with saves that are under way, one or all.
 */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { TransferVerb } from '../../model/types';
import { CommandIDs } from '../application/commandIds';
import type { IWorkbench } from '../application/workbench';

/** Add a command for each verb. */
export function addTransferCommands(
  app: JupyterFrontEnd,
  workbench: IWorkbench
): void {
  const { cellkeep, sidebar, trans } = workbench;
  const { transfers } = cellkeep;

  /** The one save that is meant; undefined for all of them. */
  const idOf = (args: ReadonlyPartialJSONObject): string | undefined => {
    if (typeof args['transferId'] === 'string') {
      return args['transferId'];
    }
    const { target } = sidebar;
    return args['fromMenu'] && target?.type === 'transfer'
      ? target.transfer.id
      : undefined;
  };
  const makesSense = (verb: TransferVerb, id: string | undefined) =>
    transfers.snapshot.items.some(
      transfer =>
        (id === undefined || transfer.id === id) &&
        transfers.verbs(transfer).includes(verb)
    );

  for (const { command, verb, one, all } of verbs(trans)) {
    app.commands.addCommand(command, {
      label: args => (idOf(args) ? one : all),
      describedBy: {
        args: {
          type: 'object',
          properties: {
            transferId: {
              type: 'string',
              description: trans.__('Id of the transfer; by default all')
            },
            fromMenu: {
              type: 'boolean',
              description: trans.__('Take the transfer of the context menu')
            }
          }
        }
      },
      isEnabled: args => makesSense(verb, idOf(args)),
      execute: args => {
        const id = idOf(args);
        if (id === undefined) {
          transfers.actAll(verb);
        } else {
          transfers.act(id, verb);
        }
      }
    });
  }
}

interface IVerbCommand {
  readonly command: string;
  readonly verb: TransferVerb;
  readonly one: string;
  readonly all: string;
}

function verbs(trans: TranslationBundle): IVerbCommand[] {
  return [
    {
      command: CommandIDs.pause,
      verb: 'pause',
      one: trans.__('Pause'),
      all: trans.__('Pause All Saves')
    },
    {
      command: CommandIDs.resume,
      verb: 'resume',
      one: trans.__('Resume'),
      all: trans.__('Resume All Saves')
    },
    {
      command: CommandIDs.cancel,
      verb: 'cancel',
      one: trans.__('Cancel'),
      all: trans.__('Cancel All Saves')
    },
    {
      command: CommandIDs.retry,
      verb: 'retry',
      one: trans.__('Retry'),
      all: trans.__('Retry All Failed Saves')
    },
    {
      command: CommandIDs.dismiss,
      verb: 'dismiss',
      one: trans.__('Remove from the List'),
      all: trans.__('Remove All Ended Saves from the List')
    }
  ];
}
