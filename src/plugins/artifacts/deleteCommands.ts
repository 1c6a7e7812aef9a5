/**
 * Deleting: what it would do is said before, and it can be taken back after.
 */

import { Notification } from '@jupyterlab/apputils';

import { Deletions, type IDeletion, isWhole } from '../../model/deletions';
import type { DeleteRequest } from '../../protocol/generated';
import { isNarrow } from '../../transport/queries';
import { displayName } from '../../ui/format';
import { namesakes, runWords } from '../../ui/runWords';
import type { Notice } from '../../ui/props';
import { artifactsWord, deletedWords, frees } from '../../ui/storage/words';
import { artifactPlugin } from '../application/artifactPlugin';
import { confirm } from '../application/ask';
import { CommandIDs } from '../application/commandIds';
import { actionOf, noArgs } from '../application/commands';
import {
  artifactIds,
  filterArgs,
  foundBy,
  onRun,
  onSelected,
  runOf
} from '../application/commandTargets';
import { tellDone, tellIfFails } from '../application/tell';
import { whileBusy } from '../application/whileBusy';
import { offer } from './offer';

type Wanted = Pick<DeleteRequest, 'ids' | 'run_id' | 'where' | 'expect'>;

/** Deletes to the trash, and back. */
export const deletionPlugin = artifactPlugin({
  id: 'cellkeep:deletion',
  description: 'Moves artifacts to the trash, and takes that back.',
  activate: ({ app, add, services }) => {
    const { cellkeep, sidebar, trans } = services;
    const { commands } = app;
    const deletions = new Deletions(cellkeep.catalog);

    const undo = async (deletion: IDeletion): Promise<void> => {
      const restored = await whileBusy(
        trans.__(
          'Restoring %1…',
          artifactsWord(deletion.report.artifacts, trans)
        ),
        deletions.undo(deletion)
      );
      const lost = deletion.report.artifacts - restored;
      if (lost > 0) {
        Notification.warning(
          trans._n(
            'Cellkeep: %1 artifact was not in the trash any more.',
            'Cellkeep: %1 artifacts were not in the trash any more.',
            lost
          ),
          { autoClose: false }
        );
      }
      commands.notifyCommandChanged(CommandIDs.undoDelete);
    };

    const remove = async (wanted: Wanted, what?: string): Promise<void> => {
      const deletion = await whileBusy(
        trans.__('Moving to the trash…'),
        deletions.delete(wanted)
      );
      sidebar.select([]);
      commands.notifyCommandChanged(CommandIDs.undoDelete);
      const whole = isWhole(deletion);
      const act = whole
        ? () => void tellIfFails(trans, () => undo(deletion))
        : actionOf(commands, CommandIDs.storage, noArgs);
      const notice: Notice = {
        message: deletedWords(deletion.report, what, trans),
        actionLabel: whole ? trans.__('Undo') : trans.__('Show Trash'),
        onAction:
          act &&
          (() => {
            sidebar.notify(null);
            act();
          }),
        onDismiss: () => sidebar.notify(null)
      };
      offer(notice, app, sidebar);
    };

    const askAndRemove = async (
      wanted: Wanted,
      title: (count: number) => string,
      what?: string
    ): Promise<void> => {
      const said = await whileBusy(
        trans.__('Counting artifacts…'),
        cellkeep.api.library.delete({ ...wanted, dry_run: true })
      );
      if (said.artifacts === 0 && wanted.run_id === undefined) {
        tellDone(trans.__('Cellkeep: there is nothing to delete.'));
      } else if (
        await confirm(trans, {
          title: title(said.artifacts),
          body: frees(said, trans),
          label: trans.__('Move to Trash')
        })
      ) {
        // Those were agreed to, and no others that came meanwhile.
        await remove({ ...wanted, expect: said.artifacts }, what);
      }
    };

    add(CommandIDs.deleteArtifact, {
      ...onSelected(services),
      label: trans.__('Delete'),
      caption: trans.__('Move artifacts to the trash'),
      inPalette: true,
      execute: async args => {
        const doomed = [...artifactIds(args, { sidebar })];
        const [only] = doomed;
        if (doomed.length !== 1 || only === undefined) {
          await askAndRemove({ ids: doomed }, count =>
            trans._n(
              'Move %1 artifact to the trash?',
              'Move %1 artifacts to the trash?',
              count
            )
          );
          return;
        }
        // One is taken back with a click: nobody is asked for it.
        const known = cellkeep.catalog.get(only);
        await remove(
          { ids: doomed },
          known && `${displayName(known.name)} v${known.version}`
        );
      }
    });

    add(CommandIDs.deleteRun, {
      ...onRun(services),
      label: trans.__('Delete Run…'),
      caption: trans.__('Move everything in a run to the trash'),
      execute: async args => {
        const wanted = runOf(args, sidebar);
        if (wanted === undefined) {
          return;
        }
        const { run } = await cellkeep.api.run(wanted.id);
        const listed = cellkeep.catalog.snapshot.runs.map(other => other.run);
        const name = namesakes(listed).has(run.name)
          ? runWords(run)
          : displayName(run.name);
        await askAndRemove(
          { run_id: wanted.id },
          () => trans.__('Move the run %1 to the trash?', name),
          trans.__('the run %1', name)
        );
      }
    });

    add(CommandIDs.deleteFound, {
      label: trans.__('Delete Search Results…'),
      caption: trans.__('Move everything that the search finds to the trash'),
      args: filterArgs(trans),
      inPalette: true,
      isEnabled: args => isNarrow(foundBy(args, { cellkeep })),
      whyNot: trans.__('Search or filter first'),
      execute: async args => {
        const where = foundBy(args, { cellkeep });
        // Never everything: that is what nobody has looked for.
        if (isNarrow(where)) {
          await askAndRemove({ where: { ...where } }, count =>
            trans._n(
              'Move the %1 artifact that was found to the trash?',
              'Move all %1 artifacts that were found to the trash?',
              count
            )
          );
        }
      }
    });

    add(CommandIDs.undoDelete, {
      label: trans.__('Undo Delete'),
      caption: trans.__('Restore what was deleted last'),
      inPalette: true,
      isEnabled: () => deletions.latest !== undefined,
      whyNot: trans.__('Nothing was deleted in this page'),
      execute: async () => {
        if (deletions.latest) {
          sidebar.notify(null);
          await undo(deletions.latest);
        }
      }
    });
  }
});
