/** What the page and the hashing worker say to each other. */

/** To the worker. The blob travels as a reference, not as bytes. */
export type HashRequest =
  | { type: 'hash'; job: number; blob: Blob }
  | { type: 'read'; job: number; blobs: ReadonlyArray<Blob> }
  | { type: 'abort'; job: number };

/** A small blob's bytes and digest, or what the browser said instead. */
export type Read =
  { sha256: string; content: ArrayBuffer } | { name: string; message: string };

/** From the worker. */
export type HashReply =
  | { type: 'ready' }
  | { type: 'progress'; job: number; hashed: number }
  | { type: 'done'; job: number; sha256: string }
  | { type: 'read'; job: number; read: ReadonlyArray<Read> }
  | { type: 'failed'; job: number; name: string; message: string };

/** The part of a worker, or of one end of a MessageChannel, that is used. */
export interface IPort {
  postMessage(message: unknown, options?: { transfer?: ArrayBuffer[] }): void;
  addEventListener(
    type: 'message',
    listener: (event: MessageEvent) => void
  ): void;
}
