import type { CommandRegistry } from '@lumino/commands';

import { DEFAULT_VIEW, NO_FILTER } from '../../model/view';
import type { Run } from '../../protocol/generated';
import type { ICellkeep } from '../../tokens';
import { CommandIDs } from './commandIds';

/** Opens a run in the sidebar's list, and points at what was saved last in it. */
export async function showRun(
  { id, name }: Pick<Run, 'id' | 'name'>,
  cellkeep: Pick<ICellkeep, 'api' | 'catalog'>,
  commands: CommandRegistry
): Promise<void> {
  lookForRun(id, name, cellkeep);
  const { items } = await cellkeep.api.artifacts({ run: id, limit: 1 });
  const artifactId = items[0]?.id;
  await commands.execute(
    CommandIDs.showSidebar,
    artifactId === undefined ? {} : { artifactId }
  );
}

/** Has the sidebar's list show a run. */
export function lookForRun(
  id: string | undefined,
  name: string,
  { catalog }: Pick<ICellkeep, 'catalog'>
): void {
  if (catalog.snapshot.runs.some(({ run }) => run.id === id)) {
    catalog.setView({ ...DEFAULT_VIEW, filter: NO_FILTER });
    catalog.setExpanded(id ?? '', true);
  } else {
    // Too old to be in the list yet: by its name it is found.
    catalog.setView({ ...DEFAULT_VIEW, filter: { text: name } });
  }
}
