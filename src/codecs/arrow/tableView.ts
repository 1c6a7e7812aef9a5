/** Arrow tables at a first look: the rows of their first batch. */
import { CellkeepError } from '../../protocol/errors';
import type { Artifact } from '../../protocol/generated';
import { viewOfPreview } from '../manifest';
import type { ITableSource } from '../table';
import type { IContentSource, ITableView } from '../view';
import { readFooter } from './footer';
import { arrowTable } from './table';

/** Bytes that are read to show rows. */
const BATCH_BYTES = 32 * 1024 * 1024;

/**
 * Decodes the first rows of a table.
 *
 * Where the first batch is larger than a browser should hold, or has a type that it cannot
 * read, the rows are those of the artifact's own preview.
 */
export async function decodeArrowTable(
  { preview }: Pick<Artifact, 'preview'>,
  content: IContentSource,
  signal = new AbortController().signal
): Promise<ITableView> {
  const view = viewOfPreview(preview);
  const known = view?.type === 'table' ? view : undefined;
  try {
    const source = await firstBatch(content, signal);
    return source ? await viewOf(source, known, signal) : (known ?? NOTHING);
  } catch (error) {
    if (known && !signal.aborted && isUnreadable(error)) {
      return known;
    }
    throw error;
  }
}

/** Opens a table on its first batch, read at once; undefined where that is too large. */
async function firstBatch(
  content: IContentSource,
  signal: AbortSignal
): Promise<ITableSource | undefined> {
  const footer = await readFooter(content, signal);
  const block = footer.getRecordBatch(0);
  const start = block?.offset ?? 0;
  const end = block ? start + block.metaDataLength + block.bodyLength : 0;
  if (end - start > BATCH_BYTES) {
    return undefined;
  }
  const batch = block && (await content.read(start, end, signal));
  const near: IContentSource = {
    size: content.size,
    read: async (from, to, by) =>
      batch && from >= start && to <= end
        ? batch.subarray(from - start, to - start)
        : content.read(from, to, by)
  };
  return arrowTable(near, footer, undefined, signal);
}

async function viewOf(
  source: ITableSource,
  known: ITableView | undefined,
  signal: AbortSignal
): Promise<ITableView> {
  const columns = source.columns.map(({ name, dtype }, index) => {
    const named = known?.columns[index];
    // Its own library's name for the type, where the save wrote it down.
    return named?.name === name ? named : { name, dtype };
  });
  const { isCounted, rows } = source;
  const all = columns.map((_, column) => column);
  const slices = await source.read(all, 0, rows, signal);
  return {
    type: 'table',
    columns,
    count: rows,
    complete: isCounted,
    text: (row, column) => slices[column]?.text(row) ?? null
  };
}

const NOTHING: ITableView = {
  type: 'table',
  columns: [],
  count: 0,
  complete: true,
  text: () => null
};

/** Whether the file is fine and only the browser cannot read it; Arrow's own errors say that too. */
function isUnreadable(error: unknown): boolean {
  return !(error instanceof CellkeepError) || UNREADABLE.has(error.code);
}

const UNREADABLE: ReadonlySet<string> = new Set([
  'UNSUPPORTED_MEDIA_TYPE',
  'TOO_LARGE'
]);
