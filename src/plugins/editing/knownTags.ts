import type { ApiClient } from '../../transport/http';

/** The most tags that are offered. */
const MOST = 200;

/** The tags that artifacts of the store have, the one used last first. None where nobody can tell. */
export async function knownTags(
  api: Pick<ApiClient, 'library'>
): Promise<readonly string[]> {
  try {
    const { items } = await api.library.groups('tag', {}, MOST);
    return items.map(({ key }) => key).filter(key => key !== '');
  } catch (error) {
    // A help that is missing is no failure of what the person is doing.
    console.debug('Cellkeep: no tags to offer.', error);
    return [];
  }
}
