import type { TranslationBundle } from '@jupyterlab/translation';

import { CellkeepError } from '../../protocol/errors';
import type { ErrorInfo } from '../../protocol/generated';
import type { ICellkeep } from '../../tokens';

/** Where something went that was stored. */
export type Gone = 'trash' | 'deleted';

const NOT_FOUND: ReadonlySet<string> = new Set([
  'ARTIFACT_NOT_FOUND',
  'RUN_NOT_FOUND'
]);

/** Whether the store says that it does not have what was asked for. */
export function isGone(error: unknown): boolean {
  return error instanceof CellkeepError && NOT_FOUND.has(error.code);
}

/** Returns those of some artifacts that this person can restore. */
export async function inTrash(
  { api }: ICellkeep,
  ids: readonly string[]
): Promise<readonly string[]> {
  const found = await Promise.all(
    ids.map(async id => {
      try {
        // What emptying the trash of it would do, which changes nothing.
        return (await api.library.purge({ ids: [id] }, true)).purged > 0;
      } catch (error) {
        console.debug('Cellkeep: could not look into the trash.', error);
        return false;
      }
    })
  );
  return ids.filter((_, index) => found[index]);
}

/** What is said of it. */
export function goneWords(
  title: string,
  where: Gone,
  { catalog }: ICellkeep,
  trans: TranslationBundle
): ErrorInfo {
  const code = 'ARTIFACT_NOT_FOUND';
  return where === 'trash'
    ? {
        code,
        retryable: true,
        message: trans.__('%1 was moved to the trash.', title)
      }
    : {
        code,
        retryable: false,
        message: trans.__('%1 is not in the store any more.', title),
        hint:
          catalog.snapshot.storeStatus?.person === undefined
            ? trans.__('It was deleted, and is not in the trash.')
            : trans.__('It was deleted, or is not shared with you any more.')
      };
}
