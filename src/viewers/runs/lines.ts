/** The table of runs line by line: runs, and over those of one value a line that names it. Pure. */
import type { RunRow } from '../../protocol/generated';
import type { IRunColumn } from './columns';

/** One line: a run, or what the runs below it have in common. */
export type RunLine =
  | { readonly type: 'run'; readonly row: RunRow; readonly place: number }
  | {
      readonly type: 'group';
      /** Null where its runs have nothing in the column. */
      readonly value: string | null;
      readonly runs: number;
    };

/**
 * Returns the lines of rows.
 *
 * @param group - The column by which the rows come together; undefined where they do not.
 */
export function linesOf(
  rows: readonly RunRow[],
  group: IRunColumn | undefined
): RunLine[] {
  const lines: RunLine[] = [];
  let last: string | null | undefined;
  rows.forEach((row, place) => {
    const value = group?.text(row);
    if (value !== undefined && keyOf(value, group) !== last) {
      last = keyOf(value, group);
      lines.push({ type: 'group', value, runs: row.group_runs ?? 0 });
    }
    lines.push({ type: 'run', row, place });
  });
  return lines;
}

/** The server puts names together in any case. */
function keyOf(value: string | null, group: IRunColumn | undefined) {
  return group?.id === 'name' ? (value?.toLowerCase() ?? null) : value;
}

/** Returns the runs of lines from one to another; those of a group where it is only its own line. */
export function runsIn(
  lines: readonly RunLine[],
  [start, end]: readonly [number, number]
): RunRow[] {
  const first = lines[start];
  let last = end;
  if (first?.type === 'group' && end - start === 1) {
    while (lines[last]?.type === 'run') {
      last += 1;
    }
  }
  return lines
    .slice(start, last)
    .flatMap(line => (line.type === 'run' ? line.row : []));
}
