/** An upload's bytes on their way: in pieces, and on from where the server says after a failure. */
import type { Receipt } from '../protocol/generated';
import type { IUploadState } from '../transport/answers';
import type { IAppendOptions } from '../transport/http';
import { MAX_ATTEMPTS, isPassing } from '../transport/retry';
import type { IAppendPort, IClock, IUploadRequest } from './ports';
import { pause, pauseMs } from './repeat';

/** Bytes of one request: large enough for speed, small enough for a proxy's limits. */
const PIECE_BYTES = 16 * 1024 * 1024;

/**
 * Appends pieces to an upload. A failure that may pass is answered like a success, by where the
 * upload stands then; bytes that moved start the count of failures again.
 */
export class Appender {
  constructor(
    private readonly _port: IAppendPort,
    private readonly _uploadUrl: string,
    private readonly _clock: IClock,
    private readonly _signal: AbortSignal
  ) {}

  /** Asks where the upload stands. */
  async state(): Promise<IUploadState> {
    try {
      return await this._ask();
    } catch (error) {
      return this._recovered(error);
    }
  }

  /** Sends bytes, and returns where the upload stands then. */
  async append(
    offset: number,
    piece: Blob,
    options?: IAppendOptions
  ): Promise<IUploadState> {
    try {
      const state = await this._port.append(
        this._uploadUrl,
        offset,
        piece,
        this._signal,
        options
      );
      this._offset = state.offset;
      this._failures = 0;
      return state;
    } catch (error) {
      return this._recovered(error);
    }
  }

  private async _ask(): Promise<IUploadState> {
    const state = await this._port.uploadState(this._uploadUrl, this._signal);
    if (state.offset > this._offset) {
      this._failures = 0;
    }
    this._offset = state.offset;
    return state;
  }

  private async _recovered(failure: unknown): Promise<IUploadState> {
    for (let error = failure; ;) {
      this._failures += 1;
      if (
        this._signal.aborted ||
        this._failures >= MAX_ATTEMPTS ||
        !isPassing(error)
      ) {
        throw error;
      }
      const ms = pauseMs(this._clock, this._failures - 1, error);
      await pause(this._clock, ms, this._signal);
      try {
        return await this._ask();
      } catch (next) {
        error = next;
      }
    }
  }

  private _offset = 0;
  private _failures = 0;
}

/**
 * Sends a blob, from where the server says the upload stopped.
 *
 * @returns The receipt, or undefined where the server took the bytes and its answer had
 * none (a proxy may drop the header): ask for it by the offer's id.
 */
export async function sendBlob(
  port: IAppendPort,
  clock: IClock,
  { uploadUrl, blob, onProgress, checksum, signal }: IUploadRequest
): Promise<Receipt | undefined> {
  const appender = new Appender(port, uploadUrl, clock, signal);
  const prepared = (start: number): IPreparedPiece => {
    const piece = blob.slice(start, start + PIECE_BYTES);
    const checked = Promise.resolve(checksum?.(piece));
    checked.catch(() => undefined); // whoever sends the piece meets it
    return { start, piece, checked };
  };
  let { offset, receipt } = await appender.state();
  let next: IPreparedPiece | undefined;
  while (!receipt && offset < blob.size) {
    const start = offset;
    onProgress(start);
    const { piece, checked } = next?.start === start ? next : prepared(start);
    const itsChecksum = await checked;
    // The one after it is hashed while this one is on its way.
    const end = start + piece.size;
    next = end < blob.size ? prepared(end) : undefined;
    ({ offset, receipt } = await appender.append(start, piece, {
      checksum: itsChecksum,
      onProgress: count => onProgress(start + count)
    }));
  }
  onProgress(blob.size);
  return receipt;
}

/** A piece, and what it is checked by once that is computed. */
interface IPreparedPiece {
  readonly start: number;
  readonly piece: Blob;
  readonly checked: Promise<string | undefined>;
}
