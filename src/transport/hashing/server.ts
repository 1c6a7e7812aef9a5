import type { IDisposable } from '@lumino/disposable';

import {
  HandedOver,
  type ICallContext,
  type IPort,
  Peer,
  throttled
} from '../../workers/peer';
import { digest, pieceChecksum, readAll } from './digest';

/** Slices of a worker: fewer, larger ones, since nobody waits for its thread. */
const SLICE_BYTES = 4 * 1024 * 1024;

/** What the hashing worker does. Blobs travel as references, not as bytes. */
export const hashing = {
  /** The digest of a blob; the news are how many bytes are hashed. */
  hash: ({ signal, tell }: ICallContext, blob: Blob) =>
    digest(blob, {
      sliceBytes: SLICE_BYTES,
      onProgress: throttled(tell),
      signal
    }),

  /** The checksum of a piece that is about to be sent. */
  checksum: (_: ICallContext, piece: Blob) => pieceChecksum(piece),

  /** The bytes of small blobs with their digests. */
  async read(_: ICallContext, blobs: ReadonlyArray<Blob>) {
    const read = await readAll(blobs);
    const buffers = read.flatMap(one =>
      'content' in one ? one.content.buffer : []
    );
    return new HandedOver(read, [...new Set(buffers)]);
  }
};

/** Serves hashing on a port: the worker's whole work, testable without a worker. */
export function serveHashing(port: IPort): IDisposable {
  return new Peer(port, hashing);
}
