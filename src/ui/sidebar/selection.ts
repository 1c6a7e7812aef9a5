/**
 * Which artifacts are selected after a click or a key: as in JupyterLab's file browser.
 */
import type { CatalogList } from '../../model/types';
import type { Artifact } from '../../protocol/generated';
import type { Rows } from './rows';

/** The artifact of a row, if it is one. */
export function artifactAt(rows: Rows, index: number): Artifact | undefined {
  const row = rows.at(index);
  return row?.type === 'artifact' ? row.artifact : undefined;
}

/** Every artifact from one row to another, the other last. */
export function rangeOf(rows: Rows, from: number, to: number): string[] {
  const ids: string[] = [];
  const step = from <= to ? 1 : -1;
  for (let index = from; index !== to + step; index += step) {
    const artifact = artifactAt(rows, index);
    if (artifact) {
      ids.push(artifact.id);
    }
  }
  return ids;
}

/** The selection with one artifact taken out or put in. */
export function toggled(selection: readonly string[], id: string): string[] {
  return selection.includes(id)
    ? selection.filter(other => other !== id)
    : [...selection, id];
}

/** The artifacts that an action on a row is about: the whole selection if the row is in it. */
export function actedOn(
  list: CatalogList,
  artifact: Artifact,
  selection: readonly string[]
): readonly Artifact[] {
  return selection.includes(artifact.id) && selection.length > 1
    ? selectedOf(selection, list)
    : [artifact];
}

/** The selected artifacts of a list, where more than one is selected. */
export function selectedOf(
  selection: readonly string[],
  list: CatalogList
): readonly Artifact[] {
  if (selection.length < 2) {
    return [];
  }
  const wanted = new Set(selection);
  const parts = list.type === 'flat' ? [list] : list.groups;
  return parts.flatMap(({ artifacts }) =>
    artifacts.filter(({ id }) => wanted.has(id))
  );
}
