import { CellkeepError } from '../../protocol/errors';
import type { Artifact, StorePlace } from '../../protocol/generated';
import type { ICellkeep } from '../../tokens';

/**
 * Finds the store that has an artifact: the one that is shown, else the other of two.
 *
 * @param place - The store where it has to be.
 */
export async function storeWith(
  cellkeep: ICellkeep,
  artifactId: string,
  place?: StorePlace
): Promise<{ readonly store: ICellkeep; readonly artifact: Artifact }> {
  const store = cellkeep.at(place ?? cellkeep.place);
  try {
    return { store, artifact: await store.catalog.fetch(artifactId) };
  } catch (error) {
    const isElsewhere =
      place === undefined &&
      store.place !== undefined &&
      error instanceof CellkeepError &&
      error.code === 'ARTIFACT_NOT_FOUND';
    if (!isElsewhere) {
      throw error;
    }
    return storeWith(
      cellkeep,
      artifactId,
      store.place === 'here' ? 'team' : 'here'
    );
  }
}
