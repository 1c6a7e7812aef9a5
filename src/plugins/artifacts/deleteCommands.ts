/**
 * Deleting: what it would do is said before, and it can be taken back after.
 */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { Deletions, type IDeletion, isWhole } from '../../model/deletions';
import { isNarrow } from '../../transport/queries';
import { asCellkeepError } from '../../protocol/errors';
import type { DeleteRequest } from '../../protocol/generated';
import { displayName } from '../../ui/format';
import type { Notice } from '../../ui/props';
import { artifactsWord, deletedWords, frees } from '../../ui/storage/words';
import { artifactArgs, artifactIds } from './artifactCommands';
import { CommandIDs } from '../application/commandIds';
import { filterArgs, foundBy, runArgs, runOf } from '../sidebar/commandTargets';
import { offer } from './offer';
import { tellDone, tellFailure } from '../application/tell';
import { whileBusy } from '../application/whileBusy';
import type { IWorkbench } from '../application/workbench';

type Wanted = Pick<DeleteRequest, 'ids' | 'run_id' | 'where'>;

/** Adds the commands. */
export function addDeleteCommands(
  app: JupyterFrontEnd,
  workbench: IWorkbench
): void {
  const { commands } = app;
  const { cellkeep, sidebar, trans } = workbench;
  const deletions = new Deletions(cellkeep.catalog);
  const ids = (args: ReadonlyPartialJSONObject) => artifactIds(args, workbench);

  /** Runs something that may fail, and says so. */
  const told = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      tellFailure(asCellkeepError(error), trans);
    }
  };

  const undo = (deletion: IDeletion): Promise<void> =>
    told(async () => {
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
    });

  const remove = (wanted: Wanted, what?: string): Promise<void> =>
    told(async () => {
      const deletion = await whileBusy(
        trans.__('Moving to the trash…'),
        deletions.delete(wanted)
      );
      sidebar.select([]);
      commands.notifyCommandChanged(CommandIDs.undoDelete);
      const whole = isWhole(deletion);
      const notice: Notice = {
        message: deletedWords(deletion.report, what, trans),
        actionLabel: whole ? trans.__('Undo') : trans.__('Show Trash'),
        onAction: () => {
          sidebar.notify(null);
          void (whole ? undo(deletion) : commands.execute(CommandIDs.storage));
        },
        onDismiss: () => sidebar.notify(null)
      };
      offer(notice, app, sidebar);
    });

  const askAndRemove = (
    wanted: Wanted,
    title: (count: number) => string,
    what?: string
  ): Promise<void> =>
    told(async () => {
      const said = await whileBusy(
        trans.__('Counting what is to be deleted…'),
        cellkeep.api.library.delete({ ...wanted, dry_run: true })
      );
      if (said.artifacts === 0 && wanted.run_id === undefined) {
        tellDone(trans.__('Cellkeep: there is nothing to delete.'));
        return;
      }
      const { button } = await showDialog({
        title: title(said.artifacts),
        body: frees(said, trans),
        buttons: [
          Dialog.cancelButton({ label: trans.__('Cancel') }),
          Dialog.warnButton({ label: trans.__('Delete') })
        ]
      });
      if (button.accept) {
        await remove(wanted, what);
      }
    });

  commands.addCommand(CommandIDs.deleteArtifact, {
    label: trans.__('Delete'),
    caption: trans.__('Move artifacts to the trash'),
    describedBy: { args: artifactArgs(trans) },
    isEnabled: args => ids(args).length > 0,
    execute: async args => {
      const doomed = [...ids(args)];
      const [only] = doomed;
      if (doomed.length !== 1 || only === undefined) {
        await askAndRemove({ ids: doomed }, count =>
          trans._n('Delete %1 artifact?', 'Delete %1 artifacts?', count)
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

  commands.addCommand(CommandIDs.deleteRun, {
    label: trans.__('Delete Run…'),
    caption: trans.__('Move all of a run to the trash'),
    describedBy: { args: runArgs(trans) },
    isEnabled: args => runOf(args, sidebar) !== undefined,
    execute: async args => {
      const wanted = runOf(args, sidebar);
      await told(async () => {
        if (wanted === undefined) {
          return;
        }
        const known =
          wanted.name ?? (await cellkeep.api.run(wanted.id)).run.name;
        const name = displayName(known);
        await askAndRemove(
          { run_id: wanted.id },
          () => trans.__('Delete the run %1?', name),
          trans.__('the run %1', name)
        );
      });
    }
  });

  commands.addCommand(CommandIDs.deleteFound, {
    label: trans.__('Delete All Found…'),
    caption: trans.__('Move all that the search finds to the trash'),
    describedBy: { args: filterArgs(trans) },
    isEnabled: args => isNarrow(foundBy(args, workbench)),
    execute: async args => {
      const where = foundBy(args, workbench);
      // Never everything: that is what nobody has looked for.
      if (isNarrow(where)) {
        await askAndRemove({ where: { ...where } }, count =>
          trans._n(
            'Delete the %1 artifact that was found?',
            'Delete all %1 artifacts that were found?',
            count
          )
        );
      }
    }
  });

  commands.addCommand(CommandIDs.undoDelete, {
    label: trans.__('Undo Delete'),
    caption: trans.__('Bring back what was deleted last'),
    describedBy: { args: { type: 'object', properties: {} } },
    isEnabled: () => deletions.latest !== undefined,
    execute: async () => {
      if (deletions.latest) {
        sidebar.notify(null);
        await undo(deletions.latest);
      }
    }
  });
}
