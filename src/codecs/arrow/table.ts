/** Tables in Arrow IPC files, by the footer at their end: any row, any column, alone. */
import {
  type DataType,
  MessageHeader,
  type Schema,
  type Vector,
  Vector as ArrowVector
} from 'apache-arrow';
import type { Footer } from 'apache-arrow/ipc/metadata/file';

import { breathe, type ICall } from '../call';
import { addCompression } from '../compression';
import type { ISlice, ITableColumn, ITableSource } from '../table';
import type { IContentSource } from '../view';
import { readColumn, type IColumnPlace } from './body';
import { unreadable, noteOf, readFooter, readHeader } from './footer';
import { spanOf } from './layout';
import { columnOf, sliceOf } from './slice';

const ROWS = 1024;
/** Batches whose sizes are asked for at a time. */
const AT_ONCE = 8;

interface IBatch {
  readonly start: number;
  readonly rows: number;
  readonly body: number;
  readonly header: IBatchHeader;
}

/** What is used of a record batch's header. */
interface IBatchHeader {
  readonly length: number;
  readonly nodes: readonly { length: number; nullCount: number }[];
  readonly buffers: readonly { offset: number; length: number }[];
  readonly compression: { type: number } | null;
  readonly variadicBufferCounts?: readonly number[];
}

/** Opens an Arrow file's table. */
export async function openArrow(
  content: IContentSource,
  knownRows: number | undefined,
  signal: AbortSignal
): Promise<ITableSource> {
  const footer = await readFooter(content, signal);
  return arrowTable(content, footer, knownRows, signal);
}

/** Opens an Arrow file's table by its footer; the first batch is counted. */
export async function arrowTable(
  content: IContentSource,
  footer: Footer,
  knownRows: number | undefined,
  signal: AbortSignal
): Promise<ITableSource> {
  const source = new ArrowSource(content, footer, knownRows);
  await source.locate(0, signal);
  return source;
}

class ArrowSource implements ITableSource {
  constructor(
    private readonly _content: IContentSource,
    private readonly _footer: Footer,
    private readonly _knownRows: number | undefined
  ) {
    const { schema } = _footer;
    const shown = shownTypes(schema);
    this.columns = schema.fields.map((field, index) =>
      columnOf(field.name, field.type as DataType, shown[index])
    );
    addCompression();
  }

  readonly columns: readonly ITableColumn[];
  readonly pageRows = ROWS;
  readonly scanRows = 64 * ROWS;

  get rows(): number {
    const { start, rows } = this._batches.at(-1) ?? { start: 0, rows: 0 };
    return this.isCounted ? start + rows : (this._knownRows ?? start + rows);
  }

  get isCounted(): boolean {
    return this._batches.length === this._footer.numRecordBatches;
  }

  async count(call: ICall): Promise<void> {
    while (!this.isCounted) {
      await this._locateNext(call.signal);
      call.progress(this._batches.length, this._footer.numRecordBatches);
      await breathe(call);
    }
  }

  /** Asks for the sizes of batches until a row is in one of them. */
  async locate(row: number, signal: AbortSignal): Promise<void> {
    const isFound = (): boolean => {
      const last = this._batches.at(-1);
      return last !== undefined && row < last.start + last.rows;
    };
    while (!this.isCounted && !isFound()) {
      await this._locateNext(signal);
    }
  }

  async read(
    columns: readonly number[],
    start: number,
    end: number,
    signal: AbortSignal
  ): Promise<ISlice[]> {
    await this.locate(end - 1, signal);
    const batches = this._batches.filter(
      batch => batch.start < end && batch.start + batch.rows > start
    );
    return Promise.all(
      columns.map(async column => {
        const parts = await Promise.all(
          batches.map(batch =>
            this._readColumn(batch, column, start, end, signal)
          )
        );
        return parts.length === 1 && parts[0] ? parts[0] : joined(parts);
      })
    );
  }

  private async _readColumn(
    batch: IBatch,
    column: number,
    start: number,
    end: number,
    signal: AbortSignal
  ): Promise<ISlice> {
    const rows = {
      start: Math.max(0, start - batch.start),
      end: Math.min(batch.rows, end - batch.start)
    };
    const place = this._place(batch, column);
    await this._loadDictionaries(place.type, signal);
    const { data, skip } = await readColumn(
      this._content,
      place,
      rows,
      this._dictionaries,
      signal
    );
    return sliceOf(data, skip, rows.end - rows.start);
  }

  private _place({ body, header }: IBatch, column: number): IColumnPlace {
    const { fields } = this._footer.schema;
    const counts = header.variadicBufferCounts ?? [];
    let [node, buffer, view] = [0, 0, 0];
    for (const [index, field] of fields.entries()) {
      const type = field.type as DataType;
      const span = spanOf(type, counts.slice(view));
      if (index === column) {
        return {
          type,
          body,
          nodes: header.nodes.slice(node, node + span.nodes),
          buffers: header.buffers.slice(buffer, buffer + span.buffers),
          viewCounts: counts.slice(view, view + span.views),
          compression: header.compression?.type
        };
      }
      node += span.nodes;
      buffer += span.buffers;
      view += span.views;
    }
    throw unreadable('it has fewer columns than its schema');
  }

  private async _locateNext(signal: AbortSignal): Promise<void> {
    const from = this._batches.length;
    const to = Math.min(
      from + (from === 0 ? 1 : AT_ONCE),
      this._footer.numRecordBatches
    );
    const blocks = Array.from({ length: to - from }, (_, index) =>
      this._footer.getRecordBatch(from + index)
    );
    const headers = await Promise.all(
      blocks.map(async block =>
        block ? readHeader(this._content, block, signal) : undefined
      )
    );
    if (this._batches.length !== from) {
      return; // another call was faster
    }
    headers.forEach((message, index) => {
      const block = blocks[index];
      if (!block || !message?.isRecordBatch()) {
        throw unreadable('it holds something else than rows');
      }
      const header = message.header() as unknown as IBatchHeader;
      const last = this._batches.at(-1);
      this._batches.push({
        start: last ? last.start + last.rows : 0,
        rows: header.length,
        body: block.offset + block.metaDataLength,
        header
      });
    });
  }

  /** Reads the dictionaries once, when a column that has one is first looked at. */
  private async _loadDictionaries(
    type: DataType,
    signal: AbortSignal
  ): Promise<void> {
    if (!hasDictionary(type)) {
      return;
    }
    this._loading ??= this._readDictionaries(signal).catch(error => {
      this._loading = undefined;
      throw error;
    });
    await this._loading;
  }

  private async _readDictionaries(signal: AbortSignal): Promise<void> {
    for (const block of this._footer.dictionaryBatches()) {
      const message = await readHeader(this._content, block, signal);
      const { id, data, isDelta } = message.header() as unknown as {
        id: number;
        data: IBatchHeader;
        isDelta: boolean;
      };
      const type = this._footer.schema.dictionaries.get(id);
      if (
        (message.headerType as MessageHeader) !==
          MessageHeader.DictionaryBatch ||
        !type
      ) {
        throw unreadable('it has a dictionary that no column uses');
      }
      const place: IColumnPlace = {
        type,
        body: block.offset + block.metaDataLength,
        nodes: data.nodes,
        buffers: data.buffers,
        viewCounts: data.variadicBufferCounts ?? [],
        compression: data.compression?.type
      };
      const all = { start: 0, end: data.length };
      const read = await readColumn(
        this._content,
        place,
        all,
        this._dictionaries,
        signal
      );
      const known = isDelta ? this._dictionaries.get(id) : undefined;
      const vector: Vector = new ArrowVector([read.data]);
      this._dictionaries.set(id, known ? known.concat(vector) : vector);
    }
  }

  private readonly _batches: IBatch[] = [];
  private readonly _dictionaries = new Map<number, Vector>();
  private _loading: Promise<void> | undefined;
}

/** The types as the table's own library names them, where the save wrote them down. */
function shownTypes(schema: Schema): (string | undefined)[] {
  const { shown } = noteOf(schema.metadata);
  return Array.isArray(shown)
    ? shown.map(type => (typeof type === 'string' ? type : undefined))
    : [];
}

function hasDictionary(type: DataType): boolean {
  const { dictionary, children } = type as {
    dictionary?: DataType;
    children?: readonly { type: DataType }[] | null;
  };
  return (
    dictionary !== undefined ||
    (children ?? []).some(child => hasDictionary(child.type))
  );
}

/** Rows that go over the end of a batch. */
function joined(parts: readonly ISlice[]): ISlice {
  const find = (index: number): [ISlice | undefined, number] => {
    let rest = index;
    for (const part of parts) {
      if (rest < part.length) {
        return [part, rest];
      }
      rest -= part.length;
    }
    return [undefined, 0];
  };
  return {
    length: parts.reduce((sum, part) => sum + part.length, 0),
    text: index => {
      const [part, at] = find(index);
      return part?.text(at) ?? null;
    },
    number: index => {
      const [part, at] = find(index);
      return part?.number(at) ?? NaN;
    },
    exact: index => {
      const [part, at] = find(index);
      return part?.exact?.(at);
    }
  };
}
