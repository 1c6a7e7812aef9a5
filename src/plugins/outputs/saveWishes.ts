/** What the save dialog looks up, remembers, and does once the store has what was saved. */
import type { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';

import { artifactOf } from '../../model/merge';
import { asCellkeepError, CellkeepError } from '../../protocol/errors';
import type { Category, TransferStatus } from '../../protocol/generated';
import { isCategory } from '../../protocol/labels';
import type { ICellkeep } from '../../tokens';
import type { NameHeld } from '../../ui/drop/nameHeld';
import type { SaveRequest } from '../../ui/drop/props';
import { tellFailure } from '../application/tell';

const KEY = 'cellkeep:save-dialog';

/** Returns what a name stands for in a run. */
export async function nameHeld(
  { api }: Pick<ICellkeep, 'api'>,
  run: string,
  name: string,
  signal: AbortSignal
): Promise<NameHeld> {
  const { items } = await api.artifacts({ run, name, limit: 1 }, signal);
  const latest = items[0] ?? null;
  // A run that has nothing yet is not in the store.
  const settings = latest ? (await api.run(run, signal)).settings : undefined;
  return { latest, rule: settings?.versions ?? 'skip-if-same' };
}

/** The category of the last save by the dialog, over a reload too. */
export class RememberedCategory {
  constructor(private readonly _state: IStateDB | null) {}

  /** @param otherwise - Where nothing is remembered. */
  async get(otherwise: Category): Promise<Category> {
    const kept = await this._state?.fetch(KEY).catch(() => undefined);
    const category = (kept as { category?: unknown } | undefined)?.category;
    return isCategory(category) ? category : otherwise;
  }

  set(category: Category): void {
    this._state?.save(KEY, { category }).catch((error: unknown) => {
      console.warn('Cellkeep: could not remember the category.', error);
    });
  }
}

/** Gives an artifact the tags and notes of the dialog, once the store has it. */
export function describeOnceStored(
  { library, transfers }: Pick<ICellkeep, 'library' | 'transfers'>,
  transferId: string,
  { notes = '', tags = [] }: Pick<SaveRequest, 'notes' | 'tags'>,
  trans: TranslationBundle
): void {
  if (tags.length === 0 && notes.trim() === '') {
    return;
  }
  const describe = async (artifactId: string): Promise<void> => {
    try {
      await library.changeTags(artifactId, tags, []);
      if (notes.trim() !== '') {
        await library.edit(artifactId, { notes });
      }
    } catch (error) {
      const { code, message, retryable } = asCellkeepError(error);
      const words = trans.__(
        'It is stored, but without its tags and notes: %1',
        message
      );
      tellFailure(new CellkeepError(code, words, { retryable }), trans);
    }
  };
  const onStored = (_: unknown, status: TransferStatus): void => {
    const artifactId = artifactOf(status);
    if (status.id === transferId && artifactId) {
      transfers.stored.disconnect(onStored);
      void describe(artifactId);
    }
  };
  const known = transfers.get(transferId);
  const artifactId = known && artifactOf(known);
  if (artifactId) {
    void describe(artifactId);
  } else {
    transfers.stored.connect(onStored);
  }
}
