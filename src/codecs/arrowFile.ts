/**
 * The start of an Arrow IPC file, message by message.
 *
 * A file is `ARROW1\0\0`, then a stream (schema, dictionaries, batches), then a footer. So
 * its first bytes can be read as a stream, without the footer at its end.
 */
import { Message } from 'apache-arrow';

import { CellkeepError } from '../protocol/errors';
import type { IContentSource } from './view';

const MAGIC = 'ARROW1';
const STREAM_START = 8;
const CONTINUATION = 0xffffffff;
const FIRST_BYTES = 256 * 1024;

/** One message of the stream. */
export interface IFrame {
  readonly message: Message;
  /** Where its body starts in the file. */
  readonly body: number;
  /** Where the next message starts. */
  readonly end: number;
}

/** Reads an Arrow IPC file from its start, no further than asked. */
export class ArrowFile {
  constructor(
    private readonly _content: IContentSource,
    private readonly _signal: AbortSignal | undefined
  ) {}

  /** The bytes read so far, from the file's start. */
  get bytes(): Uint8Array {
    return this._bytes;
  }

  /** Returns the next message, without its body; undefined after the last. */
  async next(): Promise<IFrame | undefined> {
    const start = this._position;
    await this.readTo(start + 8);
    if (start === STREAM_START && !this._startsRight()) {
      throw damaged('it does not start as one');
    }
    if (this._bytes.length < start + 8) {
      return undefined;
    }
    const view = viewOf(this._bytes);
    const length = view.getInt32(start + 4, true);
    if (view.getUint32(start, true) !== CONTINUATION || length <= 0) {
      return undefined;
    }
    const body = start + 8 + length;
    await this.readTo(body);
    if (this._bytes.length < body) {
      throw damaged('it ends inside a message');
    }
    const message = Message.decode(this._bytes.slice(start + 8, body));
    this._position = body + message.bodyLength;
    return { message, body, end: this._position };
  }

  /** Reads on until `end`, or the end of the file. */
  async readTo(end: number): Promise<void> {
    const have = this._bytes.length;
    const wanted = Math.min(end, this._content.size);
    if (wanted <= have) {
      return;
    }
    const more = await this._content.read(
      have,
      Math.max(wanted, Math.min(have + FIRST_BYTES, this._content.size)),
      this._signal
    );
    const joined = new Uint8Array(have + more.length);
    joined.set(this._bytes);
    joined.set(more, have);
    this._bytes = joined;
  }

  /** Returns the stream up to a message's end, closed, for a stream reader. */
  streamTo(end: number): Uint8Array {
    const stream = new Uint8Array(end - STREAM_START + 8);
    stream.set(this._bytes.subarray(STREAM_START, end));
    viewOf(stream).setUint32(stream.length - 8, CONTINUATION, true);
    return stream;
  }

  private _startsRight(): boolean {
    const magic = String.fromCharCode(...this._bytes.subarray(0, 6));
    return magic === MAGIC;
  }

  private _bytes: Uint8Array = new Uint8Array();
  private _position = STREAM_START;
}

/** Returns the note that Cellkeep's codecs leave in the schema; empty where there is none. */
export function noteOf(metadata: ReadonlyMap<string, string>): {
  readonly [key: string]: unknown;
} {
  try {
    const note: unknown = JSON.parse(metadata.get('cellkeep') ?? '{}');
    return typeof note === 'object' && note !== null
      ? (note as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}

/** The error of a file that is not what its type says. */
export function damaged(why: string): CellkeepError {
  return new CellkeepError(
    'BLOB_DAMAGED',
    `This is not a whole Arrow file: ${why}.`
  );
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
