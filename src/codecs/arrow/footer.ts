/**
 * The footer of an Arrow IPC file, which tells where its batches are.
 *
 * Files are read by it and not as a stream, so that any batch is read without those before it.
 */
import { Message } from 'apache-arrow';
import { Footer, type FileBlock } from 'apache-arrow/ipc/metadata/file';

import './bounds';
import { CellkeepError } from '../../protocol/errors';
import type { IContentSource } from '../view';

const TAIL_BYTES = 32 * 1024;
const MAGIC = 'ARROW1';

/** Reads the footer at a file's end. */
export async function readFooter(
  content: IContentSource,
  signal: AbortSignal
): Promise<Footer> {
  const from = Math.max(0, content.size - TAIL_BYTES);
  let tail = await content.read(from, content.size, signal);
  const end = tail.length - 10;
  const magic = new TextDecoder('latin1').decode(tail.subarray(end + 4));
  if (end < 0 || magic !== MAGIC) {
    throw unreadable('it does not end as one');
  }
  const length = new DataView(tail.buffer, tail.byteOffset).getInt32(end, true);
  if (length <= 0 || length > content.size - 10) {
    throw unreadable('its footer is not where it should be');
  }
  if (length > end) {
    const start = content.size - 10 - length;
    tail = await content.read(start, start + length, signal);
    return decodedFooter(tail);
  }
  return decodedFooter(tail.subarray(end - length, end));
}

function decodedFooter(bytes: Uint8Array): Footer {
  try {
    return Footer.decode(bytes.slice());
  } catch {
    throw unreadable('its footer cannot be read');
  }
}

/** Reads a message's header, without its body. */
export async function readHeader(
  content: IContentSource,
  { offset, metaDataLength }: FileBlock,
  signal: AbortSignal
): Promise<Message> {
  const bytes = await content.read(offset, offset + metaDataLength, signal);
  try {
    return Message.decode(bytes.slice(8));
  } catch {
    throw unreadable('the header of a batch cannot be read');
  }
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
export function unreadable(why: string): CellkeepError {
  return new CellkeepError(
    'CONTENT_UNREADABLE',
    `This is not a whole Arrow file: ${why}.`
  );
}
