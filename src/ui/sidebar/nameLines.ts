/** The names of a list, each in one row, and below it its other versions by their runs. Pure. */
import type { IGroupSnapshot } from '../../model/types';
import type { Artifact } from '../../protocol/generated';
import { isOpen, type Opened } from './outline';
import { artifactKey, groupKey, moreRow, type Row, type RowPlace } from './row';

/** One row, and where it stands. */
export interface NameLine {
  readonly row: Row;
  readonly place: RowPlace;
  /** Index of the line above it in the tree; -1 for a name. */
  readonly parent: number;
}

/**
 * Returns the lines of names, the versions of those that are open included.
 *
 * @param first - Position of the first name among the rows of its level.
 * @param setSize - How many rows that level has.
 */
export function nameLines(
  names: readonly IGroupSnapshot[],
  opened: Opened,
  isGallery: boolean,
  first: number,
  setSize: number
): readonly NameLine[] {
  const lines: NameLine[] = [];
  names.forEach((name, index) => {
    const [latest, ...others] = name.artifacts;
    if (!latest) {
      return;
    }
    const at = lines.length;
    const { count = 1, expanded, key } = name;
    const hasOthers = count > 1 && !isGallery;
    const older = hasOthers
      ? { key: groupKey('name', key), expanded, group: key }
      : null;
    const inSpan = { versions: count, runs: name.runs ?? 1 };
    lines.push({
      row: {
        ...rowOf(latest, false),
        isOlder: false,
        older,
        ...(hasOthers && { span: inSpan })
      },
      place: { level: 1, position: first + index, setSize },
      parent: -1
    });
    if (hasOthers && expanded) {
      addVersions(lines, at, name, others, opened);
    }
  });
  return lines;
}

function addVersions(
  lines: NameLine[],
  at: number,
  { artifacts, complete, key: name, runs = 1 }: IGroupSnapshot,
  others: readonly Artifact[],
  opened: Opened
): void {
  const byRun = new Map<string, Artifact[]>();
  for (const artifact of others) {
    const { run_id: run } = artifact;
    byRun.set(run, [...(byRun.get(run) ?? []), artifact]);
  }
  const isOneRun = runs === 1;
  const size = complete ? (isOneRun ? others.length : byRun.size) : -1;
  let position = 1;
  for (const [run, versions] of byRun) {
    let parent = at;
    let level = 2;
    const key = `run ${name} ${run}`;
    const expanded = isOneRun || isOpen(opened, key);
    if (!isOneRun) {
      parent = lines.length;
      lines.push({
        row: {
          type: 'run',
          key,
          latest: versions[0]!,
          versions: versions.length,
          expanded
        },
        place: { level, position: position++, setSize: size },
        parent: at
      });
      level = 3;
    }
    if (expanded) {
      versions.forEach((artifact, index) =>
        lines.push({
          row: { ...rowOf(artifact, true), isOlder: true, older: null },
          place: {
            level,
            position: index + 1,
            setSize: isOneRun ? size : versions.length
          },
          parent
        })
      );
    }
  }
  if (!complete || artifacts.length === 1) {
    lines.push({
      row: moreRow(name),
      place: { level: 2, position, setSize: size },
      parent: at
    });
  }
}

function rowOf(artifact: Artifact, inRun: boolean) {
  return {
    type: 'artifact' as const,
    key: artifactKey(artifact.id),
    artifact,
    inRun,
    within: ''
  };
}
