/**
 * Sharing: artifacts out as a zip that opens anywhere, and such a zip in.
 */

import { Notification } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { asCellkeepError, CellkeepError, isAbort } from '../../protocol/errors';
import { isNarrow, type IArtifactFilter } from '../../transport/queries';
import { bytes, displayName, percent } from '../../ui/format';
import { importedWords } from '../../ui/storage/words';
import { artifactPlugin } from '../application/artifactPlugin';
import { chooseFiles } from '../application/chooseFiles';
import { CommandIDs } from '../application/commandIds';
import {
  artifactArgs,
  artifactIds,
  filterArgs,
  foundBy,
  runArgs,
  runOf
} from '../application/commandTargets';
import { libraryAddress } from '../application/linkAddress';
import { type IServices } from '../application/services';
import { tellDone, tellFailure } from '../application/tell';
import { downloadFile } from './download';

/** The server takes as many ids; more are meant by a filter. */
const MOST_IDS = 1000;

/** What is to be exported: ids, or a filter. */
interface IChosen {
  readonly ids: readonly string[];
  readonly filter: IArtifactFilter;
  readonly what: 'artifacts' | 'run' | 'found';
}

/** Sharing by zips. */
export const archivePlugin = artifactPlugin({
  id: 'cellkeep:archive',
  description: 'Exports artifacts as a zip, and imports such a zip.',
  activate: ({ add, services }) => {
    const { cellkeep, trans } = services;
    const labels = {
      run: trans.__('Export Run as Zip'),
      found: trans.__('Export Search Results as Zip'),
      artifacts: trans.__('Export as Zip')
    };

    add(CommandIDs.exportArchive, {
      label: args => labels[chosenBy(args, services)?.what ?? 'artifacts'],
      caption: trans.__(
        'Download a zip that opens in any browser and can be imported elsewhere'
      ),
      args: { ...artifactArgs(trans), ...runArgs(trans), ...filterArgs(trans) },
      inPalette: true,
      isEnabled: args => chosenBy(args, services) !== undefined,
      whyNot: trans.__('Select artifacts, or search, first'),
      execute: async args => {
        const chosen = chosenBy(args, services);
        if (chosen) {
          await requireSomething(chosen, services);
          const { ids, filter } = chosen;
          const { api, catalog } = cellkeep;
          // Where others have the library, the zip's page says where each artifact is in it.
          const isShared = catalog.snapshot.storeStatus?.person !== undefined;
          const library = isShared ? libraryAddress() : undefined;
          const url = api.library.exportUrl(ids, filter, library);
          downloadFile(url, 'cellkeep.zip');
        }
      }
    });
    add(CommandIDs.importArchive, {
      label: trans.__('Import Zip…'),
      caption: trans.__('Add the artifacts of an exported zip to the store'),
      inPalette: true,
      execute: async () => {
        const [file] = await chooseFiles({ accept: '.zip,application/zip' });
        if (file) {
          await importFile(file, services);
        }
      }
    });
  }
});

/** What an export is about: what is named, else what the menu was opened on, what is selected, what is searched for. */
function chosenBy(
  args: ReadonlyPartialJSONObject,
  services: IServices
): IChosen | undefined {
  const ids = artifactIds(args, services);
  // A menu that was opened long ago says nothing about what is meant elsewhere.
  const isRun = 'runId' in args || args['fromMenu'] === true;
  const run = isRun ? runOf(args, services.sidebar) : undefined;
  if (run) {
    return { ids: [], filter: { run: run.id }, what: 'run' };
  }
  if (!('filter' in args) && ids.length > 0) {
    return { ids, filter: {}, what: 'artifacts' };
  }
  const filter = foundBy(args, services);
  return isNarrow(filter) ? { ids: [], filter, what: 'found' } : undefined;
}

/** A download that fails is told by the browser only, and not why: what can be known before is asked before. */
async function requireSomething(
  { ids, filter }: IChosen,
  { cellkeep, trans }: IServices
): Promise<void> {
  if (ids.length > MOST_IDS) {
    throw new CellkeepError(
      'TOO_LARGE',
      trans.__(
        '%1 artifacts are too many to export as a selection.',
        ids.length
      ),
      {
        hint: trans.__(
          'Export their run, or search for them and export the search results.'
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
  { cellkeep, trans }: IServices
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
            ? trans.__('Importing %1: %2 uploaded.', name, percent(fraction))
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
          'Cellkeep: the import of %1 was stopped. What was imported so far is complete; import it again to add the rest.',
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
                    '%1 What was imported so far is complete; import it again to add the rest.',
                    hint ?? ''
                  )
                  .trim()
        }
      ),
      trans
    );
  }
}
