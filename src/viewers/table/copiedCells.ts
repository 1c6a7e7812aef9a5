/** Cells of a table as the text that spreadsheets paste. */

/** A clipboard is no place for more. */
const MOST_CELLS = 100_000;

/**
 * Returns rows of columns with tabs between them.
 *
 * @param read - Returns the values of columns from one row to another.
 * @param head - The columns' names, where they are copied along.
 * @returns The text, and how many rows it has: fewer than asked for where they are too many.
 */
export async function copiedCells(
  read: (
    columns: readonly number[],
    start: number,
    end: number
  ) => Promise<readonly (readonly (string | null)[])[]>,
  columns: readonly number[],
  [start, end]: readonly [number, number],
  head: readonly string[] | false
): Promise<{ text: string; rows: number }> {
  const most = Math.max(
    1,
    Math.floor(MOST_CELLS / Math.max(1, columns.length))
  );
  const rows = Math.min(end - start, most);
  const texts = await read(columns, start, start + rows);
  const lines = Array.from({ length: rows }, (_, row) =>
    texts.map(column => oneLine(column[row] ?? '')).join('\t')
  );
  if (head) {
    lines.unshift(head.map(oneLine).join('\t'));
  }
  return { text: lines.join('\n'), rows };
}

/** A tab or the end of a line would begin another cell. */
function oneLine(text: string): string {
  return text.replace(/[\t\r\n]/g, ' ');
}
