import type { ICall } from '../../codecs/call';
import type { IContentSource } from '../../codecs/view';
import { CellkeepError, isAbort } from '../../protocol/errors';
import { unreadable, viewOf, type IListing } from './listing';
import { padded, TAR_BLOCK, TarWalk } from './tar';

/** A packed archive is unpacked up to here to list it. */
const MOST_UNPACKED_BYTES = 2 ** 30;

/** Lists a gzip file: the tar archive in it, or the one file that it is. */
export async function listGzip(
  content: IContentSource,
  call: ICall
): Promise<IListing> {
  const unpacked = new Unpacked(content, call);
  const walk = new TarWalk();
  const first = await unpacked.take(TAR_BLOCK);
  const isTar =
    new TextDecoder('latin1').decode(first.subarray(257, 262)) === 'ustar';
  if (!isTar) {
    await unpacked.stop();
    const tail = await content.read(
      content.size - 4,
      content.size,
      call.signal
    );
    const size = tail.length === 4 ? viewOf(tail).getUint32(0, true) : NaN;
    const name = await gzipName(content, call);
    return {
      format: 'gzip',
      entries: [{ name, size, packed: content.size, isFolder: false }],
      isComplete: true
    };
  }
  let header: Uint8Array = first;
  while (!walk.isOver) {
    const length = walk.header(header);
    if (walk.isOver) {
      break;
    }
    if (walk.wantsBody(length)) {
      walk.body((await unpacked.take(padded(length))).slice());
    } else {
      await unpacked.skip(padded(length));
    }
    if (unpacked.position > MOST_UNPACKED_BYTES) {
      walk.isComplete = false;
      break;
    }
    header = await unpacked.take(TAR_BLOCK);
  }
  await unpacked.stop();
  return {
    format: 'tar.gz',
    entries: walk.entries,
    isComplete: walk.isComplete
  };
}

async function gzipName(
  content: IContentSource,
  { signal }: ICall
): Promise<string> {
  const head = await content.read(0, 1024, signal);
  // Flag 8 says that a name stands after the ten bytes of the header.
  const end = head.indexOf(0, 10);
  return (head[3] ?? 0) & 8 && !((head[3] ?? 0) & 4) && end > 0
    ? new TextDecoder('latin1').decode(head.subarray(10, end))
    : '';
}

/** The bytes that a gzip file unpacks to, forwards. */
class Unpacked {
  constructor(content: IContentSource, call: ICall) {
    let start = 0;
    const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: async controller => {
        const bytes = await content.read(
          start,
          start + 256 * 1024,
          call.signal
        );
        start += bytes.length;
        call.progress(start, content.size);
        if (bytes.length === 0) {
          controller.close();
        } else {
          controller.enqueue(bytes.slice());
        }
      }
    });
    this._reader = packed
      .pipeThrough(new DecompressionStream('gzip'))
      .getReader();
  }

  position = 0;

  async take(count: number): Promise<Uint8Array> {
    while (this._held.length < count && (await this._more())) {
      // It reads on.
    }
    const bytes = this._held.subarray(0, count);
    this._held = this._held.subarray(count);
    this.position += bytes.length;
    return bytes;
  }

  async skip(count: number): Promise<void> {
    let left = count;
    while (left > 0) {
      const here = Math.min(left, this._held.length);
      this._held = this._held.subarray(here);
      this.position += here;
      left -= here;
      if (left > 0 && !(await this._more())) {
        return;
      }
    }
  }

  stop(): Promise<void> {
    return this._reader.cancel();
  }

  private async _more(): Promise<boolean> {
    let next: ReadableStreamReadResult<Uint8Array>;
    try {
      next = await this._reader.read();
    } catch (error) {
      // A stream's own error says little, and differs between browsers.
      throw error instanceof CellkeepError || isAbort(error)
        ? error
        : unreadable('gzip file', 'it cannot be unpacked');
    }
    if (next.done) {
      return false;
    }
    const joined = new Uint8Array(this._held.length + next.value.length);
    joined.set(this._held);
    joined.set(next.value, this._held.length);
    this._held = joined;
    return true;
  }

  private readonly _reader: ReadableStreamDefaultReader<Uint8Array>;
  private _held: Uint8Array = new Uint8Array();
}
