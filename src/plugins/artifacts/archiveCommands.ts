/**
 * Sharing: artifacts out as a zip that opens anywhere, and such a zip in.
 */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { asCellkeepError, CellkeepError, isAbort } from '../../protocol/errors';
import { isNarrow, type IArtifactFilter } from '../../transport/queries';
import { bytes, displayName, percent } from '../../ui/format';
import { importedWords } from '../../ui/storage/words';
import {
  artifactIds,
  artifactProperties,
  downloadFile
} from './artifactCommands';
import { CommandIDs } from '../application/commandIds';
import {
  filterProperties,
  foundBy,
  runOf,
  runProperties
} from '../sidebar/commandTargets';
import { tellDone, tellFailure } from '../application/tell';
import type { IWorkbench } from '../application/workbench';

/** The server takes as many ids; more are meant by a filter. */
const MOST_IDS = 1000;

/** What is to be exported: ids, or a filter. */
interface IChosen {
  readonly ids: readonly string[];
  readonly filter: IArtifactFilter;
  readonly what: 'artifacts' | 'run' | 'found';
}

/** Adds the commands. */
export function addArchiveCommands(
  app: JupyterFrontEnd,
  workbench: IWorkbench
): void {
  const { commands } = app;
  const { cellkeep, trans } = workbench;

  commands.addCommand(CommandIDs.exportArchive, {
    label: args => {
      switch (chosenBy(args, workbench)?.what) {
        case 'run':
          return trans.__('Export Run as Zip');
        case 'found':
          return trans.__('Export All Found as Zip');
        default:
          return trans.__('Export as Zip');
      }
    },
    caption: trans.__(
      'Download a zip that opens in any browser and can be imported elsewhere'
    ),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          ...artifactProperties(trans),
          ...runProperties(trans),
          ...filterProperties(trans)
        }
      }
    },
    isEnabled: args => chosenBy(args, workbench) !== undefined,
    execute: async args => {
      const chosen = chosenBy(args, workbench);
      if (!chosen) {
        return;
      }
      try {
        await requireSomething(chosen, workbench);
        const url = cellkeep.api.library.exportUrl(chosen.ids, chosen.filter);
        downloadFile(url, 'cellkeep.zip');
      } catch (error) {
        tellFailure(asCellkeepError(error), trans);
      }
    }
  });

  commands.addCommand(CommandIDs.importArchive, {
    label: trans.__('Import Zip…'),
    caption: trans.__('Store what an exported zip holds'),
    describedBy: { args: { type: 'object', properties: {} } },
    execute: async () => {
      const file = await chooseZip();
      if (file) {
        await importFile(file, workbench);
      }
    }
  });
}

/** What an export is about: what is named, else what the menu was opened on, what is selected, what is searched for. */
function chosenBy(
  args: ReadonlyPartialJSONObject,
  workbench: IWorkbench
): IChosen | undefined {
  const ids = artifactIds(args, workbench);
  // A menu that was opened long ago says nothing about what is meant elsewhere.
  const isRun = 'runId' in args || args['fromMenu'] === true;
  const run = isRun ? runOf(args, workbench.sidebar) : undefined;
  if (run) {
    return { ids: [], filter: { run: run.id }, what: 'run' };
  }
  if (!('filter' in args) && ids.length > 0) {
    return { ids, filter: {}, what: 'artifacts' };
  }
  const filter = foundBy(args, workbench);
  return isNarrow(filter) ? { ids: [], filter, what: 'found' } : undefined;
}

/** A download that fails is told by the browser only, and not why: what can be known before is asked before. */
async function requireSomething(
  { ids, filter }: IChosen,
  { cellkeep, trans }: IWorkbench
): Promise<void> {
  if (ids.length > MOST_IDS) {
    throw new CellkeepError(
      'TOO_LARGE',
      trans.__('%1 artifacts are too many to be named one by one.', ids.length),
      {
        hint: trans.__(
          'Export their run, or search for them and export all that is found.'
        )
      }
    );
  }
  const [first] = ids;
  if (first !== undefined) {
    await cellkeep.api.artifact(first);
    return;
  }
  const { items } = await cellkeep.api.artifacts({ ...filter, limit: 1 });
  if (items.length === 0) {
    throw new CellkeepError(
      'EMPTY_SELECTION',
      trans.__('There is nothing to export.')
    );
  }
}

/** Sends a zip, says how far it is, and what came of it. */
async function importFile(
  file: File,
  { cellkeep, trans }: IWorkbench
): Promise<void> {
  const controller = new AbortController();
  const name = displayName(file.name);
  const notification = Notification.emit(
    trans.__('Importing %1 (%2)…', name, bytes(file.size)),
    'in-progress',
    {
      autoClose: false,
      progress: 0,
      actions: [
        {
          label: trans.__('Cancel'),
          displayType: 'warn',
          callback: () => controller.abort()
        }
      ]
    }
  );
  const show = (message: string, progress?: number) =>
    Notification.update({ id: notification, message, progress });
  try {
    const report = await cellkeep.api.library.importArchive(file, {
      signal: controller.signal,
      onProgress: sent => {
        const fraction = file.size > 0 ? sent / file.size : 1;
        show(
          fraction < 1
            ? trans.__('Importing %1: %2 sent.', name, percent(fraction))
            : trans.__('Importing %1: verifying and storing…', name),
          fraction
        );
      }
    });
    Notification.dismiss(notification);
    tellDone(importedWords(name, report, trans), 'success');
  } catch (error) {
    Notification.dismiss(notification);
    if (isAbort(error)) {
      tellDone(
        trans.__(
          'Cellkeep: the import of %1 was stopped. What of it was stored is whole; another import adds the rest.',
          name
        )
      );
      return;
    }
    const { code, message, hint } = asCellkeepError(error);
    tellFailure(
      new CellkeepError(
        code,
        trans.__('%1 was not imported. %2', name, message),
        {
          hint:
            code === 'BAD_REQUEST'
              ? hint
              : trans
                  .__(
                    '%1 What of it was stored is whole; another import adds the rest.',
                    hint ?? ''
                  )
                  .trim()
        }
      ),
      trans
    );
  }
}

/** The browser's own file dialog; undefined where nothing was chosen. */
function chooseZip(): Promise<File | undefined> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.zip,application/zip';
  return new Promise(resolve => {
    input.addEventListener('change', () => resolve(input.files?.[0]));
    input.addEventListener('cancel', () => resolve(undefined));
    input.click();
  });
}
