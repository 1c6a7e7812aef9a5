/** How delimited text is laid out: its encoding, its delimiter, and where its header stands. */
import { charsetOf } from '../../codecs/text';
import { delimiterOf, parseRecords } from './csvText';

/** What a person chose; what is absent is found out. */
export interface ICsvWishes {
  readonly encoding?: string;
  readonly delimiter?: string;
  /** The line that names the columns, from 1; 0 where none does. */
  readonly header?: number;
}

/** How a text is read. */
export interface ICsvLayout {
  readonly charset: string;
  readonly delimiter: string;
  /** The line that names the columns, from 1; 0 where none does. */
  readonly header: number;
  /** Lines before it that are not shown. */
  readonly skipped: number;
}

const LF = 0x0a;
const CR = 0x0d;
const HASH = 0x23;
/** UTF-8's byte order mark. A quote after it stands at the start of a field. */
const BOM = [0xef, 0xbb, 0xbf];

/**
 * Finds out how a text is laid out.
 *
 * @param head - Its first bytes, in an encoding in which ASCII is one byte each.
 * @returns The layout, and where its first record starts.
 */
export function layoutOf(
  head: Uint8Array,
  mediaType: string,
  wishes: ICsvWishes
): ICsvLayout & { start: number } {
  const charset = wishes.encoding ?? charsetOf(mediaType, head);
  const lines = lineStarts(head);
  const comments = lines.findIndex(start => head[start] !== HASH);
  const before = Math.max(0, comments);
  const textFrom = (line: number): string =>
    new TextDecoder(charset).decode(head.subarray(lines[line]), {
      stream: true
    });
  const delimiter = wishes.delimiter ?? delimiterOf(textFrom(before));
  // "#chrom,start,end": a comment's sign before names, as many as there are cells.
  const isNames =
    before > 0 &&
    fieldsOf(textFrom(before - 1), delimiter) > 1 &&
    fieldsOf(textFrom(before - 1), delimiter) ===
      fieldsOf(textFrom(before), delimiter);
  const found = isNames ? before : before + 1;
  const header = Math.min(wishes.header ?? found, lines.length);
  const skipped = header === 0 ? found - 1 : header - 1;
  return { charset, delimiter, header, skipped, start: lines[skipped] ?? 0 };
}

/** Where the first lines start, after a mark at the start of the file. */
function lineStarts(head: Uint8Array): number[] {
  const starts = [BOM.every((byte, index) => head[index] === byte) ? 3 : 0];
  for (let index = 0; index < head.length && starts.length < 200; index += 1) {
    const byte = head[index];
    const isEnd = byte === LF || (byte === CR && head[index + 1] !== LF);
    if (isEnd && index + 1 < head.length) {
      starts.push(index + 1);
    }
  }
  return starts;
}

function fieldsOf(text: string, delimiter: string): number {
  const [line = ''] = text.split(/[\r\n]/, 1);
  return parseRecords(line, delimiter)[0]?.length ?? 0;
}
