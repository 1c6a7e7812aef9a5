/**
 * What can be done with saves that are under way, one or all.
 */

import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { TransferVerb } from '../../model/types';
import { artifactPlugin } from '../application/artifactPlugin';
import { CommandIDs } from '../application/commandIds';

/** A command for each verb. */
export const transfersPlugin = artifactPlugin({
  id: 'cellkeep:transfers',
  description: 'Pauses, resumes, cancels and retries saves.',
  activate: ({ add, services }) => {
    const { cellkeep, sidebar, trans } = services;
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

    for (const [command, verb, one, all] of verbs(trans)) {
      add(command, {
        label: args => (idOf(args) ? one : all),
        args: {
          transferId: trans.__('Id of the transfer; by default all'),
          fromMenu: {
            type: 'boolean',
            description: trans.__('Take the transfer of the context menu')
          }
        },
        inPalette: true,
        isEnabled: args => makesSense(verb, idOf(args)),
        whyNot: trans.__('Nothing is being saved that this could be done to'),
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
});

/** Each command with its verb, and what it is called for one save and for all. */
function verbs(
  trans: TranslationBundle
): readonly (readonly [string, TransferVerb, string, string])[] {
  return [
    [CommandIDs.pause, 'pause', trans.__('Pause'), trans.__('Pause All Saves')],
    [
      CommandIDs.resume,
      'resume',
      trans.__('Resume'),
      trans.__('Resume All Saves')
    ],
    [
      CommandIDs.cancel,
      'cancel',
      trans.__('Cancel'),
      trans.__('Cancel All Saves')
    ],
    [
      CommandIDs.retry,
      'retry',
      trans.__('Retry'),
      trans.__('Retry All Failed Saves')
    ],
    [
      CommandIDs.dismiss,
      'dismiss',
      trans.__('Remove from List'),
      trans.__('Remove All Finished Saves from List')
    ]
  ];
}
