/** Reads a content forwards, a window at a time. */
import type { IContentSource } from '../../codecs/view';
import { CellkeepError } from '../../protocol/errors';

const WINDOW_BYTES = 256 * 1024;

/** A place in a content that moves on as it is read. */
export class Cursor {
  constructor(
    private readonly _content: IContentSource,
    private readonly _signal: AbortSignal
  ) {}

  position = 0;

  get isAtEnd(): boolean {
    return this.position >= this._content.size;
  }

  /** Takes the next bytes; fewer where the content ends. */
  async take(count: number): Promise<Uint8Array> {
    const from = this.position;
    const isHere =
      from >= this._start && from + count <= this._start + this._window.length;
    if (!isHere) {
      const end = from + Math.max(count, WINDOW_BYTES);
      this._window = await this._content.read(from, end, this._signal);
      this._start = from;
    }
    const at = from - this._start;
    const bytes = this._window.subarray(at, at + count);
    this.position += bytes.length;
    return bytes;
  }

  /** Takes exactly so many bytes. */
  async need(count: number, what: string): Promise<DataView> {
    const bytes = await this.take(count);
    if (bytes.length < count) {
      throw new CellkeepError(
        'CONTENT_UNREADABLE',
        `This is not a whole ${what}: it ends too early.`
      );
    }
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  private _window = new Uint8Array() as Uint8Array;
  private _start = 0;
}
