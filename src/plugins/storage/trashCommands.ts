/**
 * What leaves the store for good: what it frees is said before and after.
 */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { asCellkeepError } from '../../protocol/errors';
import type { Collected } from '../../protocol/generated';
import { bytes } from '../../ui/format';
import {
  artifactsWord,
  collectedWords,
  purgedWords
} from '../../ui/storage/words';
import { artifactArgs } from '../artifacts/artifactCommands';
import { CommandIDs } from '../application/commandIds';
import { tellDone, tellFailure } from '../application/tell';
import { whileBusy } from '../application/whileBusy';
import type { IWorkbench } from '../application/workbench';

/** The server takes so many ids at a time. */
const PORTION = 5000;

/** Adds the commands. */
export function addTrashCommands(
  { commands }: JupyterFrontEnd,
  { cellkeep, trans }: IWorkbench
): void {
  const { library } = cellkeep.api;

  /** Says what would happen, does it where the person agrees, and says what happened. */
  const askAndDo = async (options: {
    readonly title: string;
    readonly label: string;
    readonly work: (dryRun: boolean) => Promise<Collected>;
    readonly words: (done: Collected) => string;
    readonly nothing: string;
  }): Promise<void> => {
    try {
      const said = await whileBusy(
        trans.__('Counting what is freed…'),
        options.work(true)
      );
      if (!(said.expired || said.purged || said.blobs)) {
        tellDone(options.nothing);
        return;
      }
      const { button } = await showDialog({
        title: options.title,
        body: options.words(said),
        buttons: [
          Dialog.cancelButton({ label: trans.__('Cancel') }),
          Dialog.warnButton({ label: options.label })
        ]
      });
      if (button.accept) {
        const done = await whileBusy(
          trans.__('Freeing %1…', bytes(said.freed_bytes)),
          options.work(false)
        );
        tellDone(options.words(done), 'success');
      }
    } catch (error) {
      tellFailure(asCellkeepError(error), trans);
    }
  };

  commands.addCommand(CommandIDs.cleanUp, {
    label: trans.__('Clean Up Now…'),
    caption: trans.__(
      'Do what is due: what runs do not keep any longer, old trash, files that no artifact names'
    ),
    describedBy: { args: { type: 'object', properties: {} } },
    execute: () =>
      askAndDo({
        title: trans.__('Clean up now?'),
        label: trans.__('Clean Up'),
        work: dryRun => library.collect(dryRun),
        words: done => collectedWords(done, trans),
        nothing: trans.__('Cellkeep: nothing is due to be cleaned up.')
      })
  });

  commands.addCommand(CommandIDs.emptyTrash, {
    label: args =>
      idsOf(args) ? trans.__('Delete for Good…') : trans.__('Empty Trash…'),
    caption: trans.__('Delete what is in the trash for good'),
    describedBy: { args: artifactArgs(trans) },
    execute: args => {
      const ids = idsOf(args);
      return askAndDo({
        title: ids
          ? trans.__('Delete %1 for good?', artifactsWord(ids.length, trans))
          : trans.__('Empty the trash?'),
        label: trans.__('Delete for Good'),
        work: async dryRun =>
          ids
            ? inPortions(ids, part => library.purge(part, dryRun))
            : library.purge(undefined, dryRun),
        words: done => purgedWords(done, trans),
        nothing: trans.__('Cellkeep: the trash is empty.')
      });
    }
  });

  commands.addCommand(CommandIDs.restore, {
    label: trans.__('Restore'),
    caption: trans.__('Bring artifacts back from the trash'),
    describedBy: { args: artifactArgs(trans) },
    isEnabled: args => idsOf(args) !== undefined,
    execute: async args => {
      const ids = idsOf(args) ?? [];
      try {
        let restored = 0;
        for (let start = 0; start < ids.length; start += PORTION) {
          const part = ids.slice(start, start + PORTION);
          restored += (await cellkeep.catalog.restore(part)).length;
        }
        if (restored < ids.length) {
          Notification.warning(
            trans.__(
              'Cellkeep: %1 of %2 artifacts were restored; the others were not in the trash any more.',
              restored,
              ids.length
            ),
            { autoClose: false }
          );
        }
      } catch (error) {
        tellFailure(asCellkeepError(error), trans);
      }
    }
  });
}

/** The artifacts that are named; undefined for all. */
function idsOf({
  artifactId,
  artifactIds
}: ReadonlyPartialJSONObject): readonly string[] | undefined {
  if (typeof artifactId === 'string') {
    return [artifactId];
  }
  return Array.isArray(artifactIds)
    ? artifactIds.filter(id => typeof id === 'string')
    : undefined;
}

async function inPortions(
  ids: readonly string[],
  work: (part: readonly string[]) => Promise<Collected>
): Promise<Collected> {
  let sum = await work(ids.slice(0, PORTION));
  for (let start = PORTION; start < ids.length; start += PORTION) {
    const more = await work(ids.slice(start, start + PORTION));
    sum = {
      ...sum,
      purged: sum.purged + more.purged,
      blobs: sum.blobs + more.blobs,
      freed_bytes: sum.freed_bytes + more.freed_bytes
    };
  }
  return sum;
}
