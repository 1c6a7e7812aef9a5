/**
 * What leaves the store for good: what it frees is said before and after.
 */

import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Collected } from '../../protocol/generated';
import type { ICellkeep } from '../../tokens';
import { bytes } from '../../ui/format';
import {
  artifactsWord,
  collectedWords,
  purgedWords
} from '../../ui/storage/words';
import { confirm } from '../application/ask';
import { CommandIDs } from '../application/commandIds';
import type { AddCommand } from '../application/commands';
import { artifactArgs, namedIds } from '../application/commandTargets';
import { tellDone } from '../application/tell';
import { whileBusy } from '../application/whileBusy';

/** The server takes so many ids at a time. */
const PORTION = 5000;

/** Adds the commands. */
export function addTrashCommands(
  add: AddCommand,
  { api, catalog }: ICellkeep,
  trans: TranslationBundle
): void {
  const { library } = api;

  /** Says what would happen, does it where the person agrees, and says what happened. */
  const askAndDo = async (options: {
    readonly title: string;
    readonly label: string;
    /** Does it; without what a dry run said, it is one. */
    readonly work: (agreed?: Collected) => Promise<Collected>;
    readonly words: (done: Collected) => string;
    readonly nothing: string;
  }): Promise<void> => {
    const { label, title, words, work } = options;
    const said = await whileBusy(
      trans.__('Calculating what will be freed…'),
      work()
    );
    if (!(said.expired || said.purged || said.blobs)) {
      tellDone(options.nothing);
    } else if (await confirm(trans, { title, body: words(said), label })) {
      const done = await whileBusy(
        trans.__('Freeing %1…', bytes(said.freed_bytes)),
        work(said)
      );
      tellDone(words(done), 'success');
    }
  };

  add(CommandIDs.cleanUp, {
    label: trans.__('Clean Up Now…'),
    caption: trans.__(
      'Remove what runs no longer keep, old trash, and files that no artifact uses'
    ),
    inPalette: true,
    execute: () =>
      askAndDo({
        title: trans.__('Clean up now?'),
        label: trans.__('Clean Up'),
        work: agreed => library.collect(!agreed),
        words: done => collectedWords(done, trans),
        nothing: trans.__('Cellkeep: there is nothing to clean up.')
      })
  });

  add(CommandIDs.emptyTrash, {
    label: args =>
      namedIds(args)
        ? trans.__('Delete Permanently…')
        : trans.__('Empty Trash…'),
    caption: trans.__('Permanently delete what is in the trash'),
    args: artifactArgs(trans),
    inPalette: true,
    execute: args => {
      const ids = namedIds(args);
      return askAndDo({
        title: ids
          ? trans.__('Permanently delete %1?', artifactsWord(ids.length, trans))
          : trans.__('Empty the trash?'),
        label: trans.__('Delete Permanently'),
        work: async agreed =>
          ids
            ? inPortions(ids, part => library.purge({ ids: part }, !agreed))
            : // Those were agreed to, and no others that came meanwhile.
              library.purge({ all: true, expect: agreed?.purged }, !agreed),
        words: done => purgedWords(done, trans),
        nothing: trans.__('Cellkeep: the trash is empty.')
      });
    }
  });

  add(CommandIDs.restore, {
    label: trans.__('Restore'),
    caption: trans.__('Restore artifacts from the trash'),
    args: artifactArgs(trans),
    isEnabled: args => namedIds(args) !== undefined,
    execute: async args => {
      const ids = namedIds(args) ?? [];
      let restored = 0;
      for (let start = 0; start < ids.length; start += PORTION) {
        const part = ids.slice(start, start + PORTION);
        restored += (await catalog.restore(part)).length;
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
    }
  });
}

async function inPortions(
  ids: readonly string[],
  work: (part: string[]) => Promise<Collected>
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
