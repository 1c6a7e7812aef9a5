import { breathe, type ICall } from '../../codecs/call';
import type { IContentSource } from '../../codecs/view';
import { Cursor } from './cursor';
import {
  unreadable,
  MOST_ENTRIES,
  type IEntry,
  type IListing
} from './listing';

/** Everything in a tar archive lies in blocks of this size. */
export const TAR_BLOCK = 512;

/** Lists a tar archive by going from header to header. */
export async function listTar(
  content: IContentSource,
  call: ICall
): Promise<IListing> {
  const cursor = new Cursor(content, call.signal);
  const walk = new TarWalk();
  while (!cursor.isAtEnd && !walk.isOver) {
    const header = await cursor.take(TAR_BLOCK);
    const length = walk.header(header);
    if (walk.wantsBody(length)) {
      walk.body(await cursor.take(padded(length)));
    } else {
      cursor.position += padded(length);
    }
    call.progress(cursor.position, content.size);
    if (walk.entries.length % 1000 === 999) {
      await breathe(call);
    }
  }
  return { format: 'tar', entries: walk.entries, isComplete: walk.isComplete };
}

/** Goes through the headers of a tar archive. */
export class TarWalk {
  readonly entries: IEntry[] = [];
  isOver = false;
  isComplete = true;

  /** Takes a header and returns how long what follows it is. */
  header(block: Uint8Array): number {
    if (block.length < TAR_BLOCK || block.every(byte => byte === 0)) {
      this.isOver = true;
      return 0;
    }
    const text = (from: number, length: number): string =>
      new TextDecoder()
        .decode(block.subarray(from, from + length))
        .replace(/\0.*$/s, '');
    const sum = block.reduce(
      (total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte),
      0
    );
    if (parseInt(text(148, 8), 8) !== sum) {
      throw unreadable('tar archive', 'a header does not add up');
    }
    const size = tarNumber(block.subarray(124, 136));
    this._type = text(156, 1);
    if (this._type === 'L' || this._type === 'x' || this._type === 'g') {
      return size;
    }
    const prefix = text(257, 5) === 'ustar' ? text(345, 155) : '';
    const name =
      this._longName ?? (prefix ? `${prefix}/${text(0, 100)}` : text(0, 100));
    const seconds = tarNumber(block.subarray(136, 148));
    this._longName = undefined;
    this.entries.push({
      name,
      size: this._type === '5' ? 0 : size,
      modified: timeText(seconds),
      isFolder: this._type === '5' || name.endsWith('/')
    });
    if (this.entries.length >= MOST_ENTRIES) {
      this.isOver = true;
      this.isComplete = false;
    }
    return size;
  }

  /** Whether what follows the last header is a name. */
  wantsBody(length: number): boolean {
    return (
      (this._type === 'L' || this._type === 'x') &&
      length > 0 &&
      length <= 65_536
    );
  }

  body(bytes: Uint8Array): void {
    const text = new TextDecoder().decode(bytes);
    this._longName =
      this._type === 'L'
        ? text.replace(/\0.*$/s, '')
        : (/\d+ path=([^\n]*)\n/.exec(text)?.[1] ?? this._longName);
  }

  private _type = '';
  private _longName: string | undefined;
}

/** A length with what fills its last block. */
export function padded(length: number): number {
  return Math.ceil(length / TAR_BLOCK) * TAR_BLOCK;
}

/** Octal digits; or, where the first bit is set, a binary number. */
function tarNumber(field: Uint8Array): number {
  if ((field[0] ?? 0) & 0x80) {
    return field.subarray(1).reduce((value, byte) => value * 256 + byte, 0);
  }
  const value = parseInt(
    new TextDecoder('latin1').decode(field).replace(/[\0 ]+$/, ''),
    8
  );
  return Number.isFinite(value) ? value : 0;
}

function timeText(seconds: number): string | undefined {
  const date = new Date(seconds * 1000);
  return seconds > 0 && !Number.isNaN(date.getTime())
    ? `${date.toISOString().slice(0, 16).replace('T', ' ')}Z`
    : undefined;
}
