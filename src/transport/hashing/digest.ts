/** SHA-256 of a blob, slice by slice, wherever it runs. */
import { createSHA256 } from 'hash-wasm';

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

/** Returns the digest as 64 lower-case hex digits; rejects with `AbortError` when stopped. */
export async function digest(
  blob: Blob,
  { sliceBytes, onProgress, signal }: IDigestOptions
): Promise<string> {
  const hasher = await createSHA256();
  hasher.init();
  for (let start = 0; start < blob.size; start += sliceBytes) {
    checkStopped(signal);
    const slice = blob.slice(start, start + sliceBytes);
    // Reading yields to other work, so a page stays alive between slices.
    const content = await slice.arrayBuffer().catch((error: unknown) => {
      throw unreadable(error);
    });
    hasher.update(new Uint8Array(content));
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
    return Promise.all(blobs.map(contentOf));
  }
  let offset = 0;
  return blobs.map(blob => {
    const content = new Uint8Array(whole, offset, blob.size);
    offset += blob.size;
    return content;
  });
}

async function contentOf(
  blob: Blob
): Promise<Uint8Array<ArrayBuffer> | CellkeepError> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (error) {
    return unreadable(error);
  }
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
