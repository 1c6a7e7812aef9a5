/** Arrow tables: the first batch of rows. */
import {
  MessageHeader,
  RecordBatchReader,
  type DataType,
  tableFromIPC,
  type RecordBatch,
  type Schema,
  type Vector
} from 'apache-arrow';

import type { Artifact } from '../protocol/generated';
import { ArrowFile, damaged, type IFrame } from './arrowFile';
import { textReader, typeName } from './arrowText';
import type { IContentSource, ITableView } from './view';

/** Bytes that are read to show rows. */
const BATCH_BYTES = 32 * 1024 * 1024;

/**
 * Decodes the first rows of a table.
 *
 * Where the first batch is larger than a browser should hold, or has a type that it cannot
 * read, the rows are those of the artifact's own preview.
 */
export async function decodeArrowTable(
  artifact: Pick<Artifact, 'preview'>,
  content: IContentSource,
  signal?: AbortSignal
): Promise<ITableView> {
  const known = previewTable(artifact);
  try {
    return (await firstBatch(content, known, signal)) ?? known ?? EMPTY;
  } catch (error) {
    if (known && !signal?.aborted && !isOurs(error)) {
      return known;
    }
    throw error;
  }
}

async function firstBatch(
  content: IContentSource,
  known: ITableView | undefined,
  signal: AbortSignal | undefined
): Promise<ITableView | undefined> {
  const file = new ArrowFile(content, signal);
  const schema = await file.next();
  if (!schema?.message.isSchema()) {
    return wholeFile(content, known, signal);
  }
  const frame = await batchFrame(file);
  const end = frame?.end ?? schema.end;
  if (end > BATCH_BYTES) {
    return known;
  }
  await file.readTo(end);
  const reader = RecordBatchReader.from(file.streamTo(end));
  const batch = frame ? (reader.next().value as RecordBatch | null) : null;
  const isLast = !frame || !(await batchFrame(file));
  return batchTable(reader.schema, batch, known, isLast);
}

/** Some writers (Arrow's own for JavaScript) leave the schema to the footer at the file's end. */
async function wholeFile(
  content: IContentSource,
  known: ITableView | undefined,
  signal: AbortSignal | undefined
): Promise<ITableView | undefined> {
  if (content.size > BATCH_BYTES) {
    return known;
  }
  const bytes = await content.read(0, content.size, signal);
  try {
    const { schema, batches } = tableFromIPC(bytes);
    return batchTable(schema, batches[0] ?? null, known, batches.length <= 1);
  } catch {
    throw damaged('it has no schema');
  }
}

/** Returns the next batch of rows, past the dictionaries before it. */
async function batchFrame(file: ArrowFile): Promise<IFrame | undefined> {
  for (;;) {
    const frame = await file.next();
    if (
      !frame ||
      (frame.message.headerType as MessageHeader) === MessageHeader.RecordBatch
    ) {
      return frame;
    }
    if (frame.end > BATCH_BYTES) {
      return frame;
    }
  }
}

function batchTable(
  schema: Schema,
  batch: RecordBatch | null,
  known: ITableView | undefined,
  complete: boolean
): ITableView {
  const columns = schema.fields.map((field, index) => {
    const named = known?.columns[index];
    // Its own library's name for the type, where the save wrote it down.
    return named?.name === field.name
      ? named
      : { name: field.name, dtype: typeName(field.type as DataType) };
  });
  if (!batch) {
    return { ...EMPTY, columns };
  }
  const readers = columns.map((_, index) =>
    textReader(batch.getChildAt(index) as Vector)
  );
  return {
    type: 'table',
    columns,
    count: batch.numRows,
    complete,
    text: (row, column) => readers[column]?.(row) ?? null
  };
}

function previewTable({
  preview
}: Pick<Artifact, 'preview'>): ITableView | undefined {
  if (preview?.type !== 'table') {
    return undefined;
  }
  const { columns, head, rows, column_count } = preview;
  return {
    type: 'table',
    columns,
    count: head.length,
    complete: head.length === rows && columns.length === column_count,
    text: (row, column) => head[row]?.[column] ?? null
  };
}

const EMPTY: ITableView = {
  type: 'table',
  columns: [],
  count: 0,
  complete: true,
  text: () => null
};

/** A typed error says what is wrong with the bytes; Arrow's own only that it cannot read them. */
function isOurs(error: unknown): boolean {
  return error instanceof Error && error.name === 'CellkeepError';
}
