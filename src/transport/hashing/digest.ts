/** SHA-256: by the browser itself where it may, else by WebAssembly, slice by slice. */
import { createSHA256 } from 'hash-wasm';

import { toBase64 } from '../../protocol/bytes';
import { CellkeepError } from '../../protocol/errors';
import type { ErrorInfo } from '../../protocol/generated';
import { checkStopped } from '../../workers/peer';

/** How a blob is read. */
export interface IDigestOptions {
  readonly sliceBytes: number;
  /** Called after each slice with the bytes hashed so far. */
  readonly onProgress?: (hashed: number) => void;
  /** Looked at before each slice. */
  readonly signal?: AbortSignal;
}

/** A small blob's bytes and digest, or why it cannot be read. */
export type Read =
  { sha256: string; content: Uint8Array<ArrayBuffer> } | { error: ErrorInfo };

/** What is no larger is read whole, and hashed by the browser itself. */
const WHOLE_BYTES = 16 * 1024 * 1024;

/** Whether the browser hashes for this page: for those from https, or from this machine. */
export function isNative(): boolean {
  return (globalThis.crypto as Partial<Crypto>).subtle !== undefined;
}

/** Returns the digest of some bytes, by the browser itself and off this thread. */
export async function nativeDigest(bytes: BufferSource): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** Returns what tus says of a piece in `Upload-Checksum`. */
export async function pieceChecksum(piece: Blob): Promise<string> {
  return `sha256 ${toBase64(await nativeDigest(await bytesOf(piece)))}`;
}

/** Returns the digest as 64 lower-case hex digits; rejects with `AbortError` when stopped. */
export async function digest(
  blob: Blob,
  { sliceBytes, onProgress, signal }: IDigestOptions
): Promise<string> {
  if (isNative() && blob.size <= WHOLE_BYTES) {
    checkStopped(signal);
    const whole = await nativeDigest(await bytesOf(blob));
    onProgress?.(blob.size);
    checkStopped(signal);
    return hexOf(whole);
  }
  const hasher = await createSHA256();
  hasher.init();
  for (let start = 0; start < blob.size; start += sliceBytes) {
    checkStopped(signal);
    const slice = blob.slice(start, start + sliceBytes);
    // Reading yields to other work, so a page stays alive between slices.
    hasher.update(await bytesOf(slice));
    onProgress?.(Math.min(start + slice.size, blob.size));
  }
  checkStopped(signal);
  return hasher.digest('hex');
}

/** Reads many small blobs whole, with their digests; one that cannot be read does not stop the rest. */
export async function readAll(blobs: ReadonlyArray<Blob>): Promise<Read[]> {
  const hasher = await createSHA256();
  return (await contentsOf(blobs)).map(content =>
    content instanceof CellkeepError
      ? { error: content.info() }
      : { sha256: hasher.init().update(content).digest('hex'), content }
  );
}

/** Reads all at once: to start a read takes a browser longer than to read a small file. */
async function contentsOf(
  blobs: ReadonlyArray<Blob>
): Promise<(Uint8Array<ArrayBuffer> | CellkeepError)[]> {
  const size = blobs.reduce((sum, blob) => sum + blob.size, 0);
  const whole = await new Blob([...blobs]).arrayBuffer().catch(() => undefined);
  if (whole?.byteLength !== size) {
    // One of them changed or went, and only its own read tells which.
    return Promise.all(
      blobs.map(blob => bytesOf(blob).catch((error: CellkeepError) => error))
    );
  }
  let offset = 0;
  return blobs.map(blob => {
    const content = new Uint8Array(whole, offset, blob.size);
    offset += blob.size;
    return content;
  });
}

/** Reads a blob; rejects with the `CellkeepError` that says why it cannot be read. */
async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (error) {
    throw unreadable(error);
  }
}

/** Returns bytes as lower-case hex digits. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

function unreadable(error: unknown): CellkeepError {
  const { name, message } = error instanceof Error ? error : new Error();
  // What browsers say of a file that was moved, changed or deleted after it was chosen.
  if (name === 'NotReadableError' || name === 'NotFoundError') {
    return new CellkeepError(
      'FILE_CHANGED',
      'The file can no longer be read.',
      {
        hint: 'It was moved or changed after it was chosen. Choose it again.',
        cause: error
      }
    );
  }
  return new CellkeepError(
    'INTERNAL',
    `The content could not be hashed: ${message || name}.`
  );
}
