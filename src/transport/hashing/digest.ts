/** SHA-256 of a blob, slice by slice, wherever it runs. */
import { createSHA256 } from 'hash-wasm';

import type { Read } from './protocol';

/** How a blob is read. */
export interface IDigestOptions {
  readonly sliceBytes: number;
  /** Called after each slice with the bytes hashed so far. */
  readonly onProgress?: (hashed: number) => void;
  /** Asked before each slice; throw to stop. */
  readonly checkStopped?: () => void;
}

/** Returns the digest as 64 lower-case hex digits. */
export async function digest(
  blob: Blob,
  options: IDigestOptions
): Promise<string> {
  const hasher = await createSHA256();
  hasher.init();
  for (let start = 0; start < blob.size; start += options.sliceBytes) {
    options.checkStopped?.();
    const slice = blob.slice(start, start + options.sliceBytes);
    // Reading yields to other work, so a page stays alive between slices.
    hasher.update(new Uint8Array(await slice.arrayBuffer()));
    options.onProgress?.(Math.min(start + slice.size, blob.size));
  }
  options.checkStopped?.();
  return hasher.digest('hex');
}

/** Reads many small blobs whole, with their digests; one that cannot be read does not stop the rest. */
export async function readAll(blobs: ReadonlyArray<Blob>): Promise<Read[]> {
  const hasher = await createSHA256();
  return Promise.all(
    blobs.map(async blob => {
      try {
        const content = await blob.arrayBuffer();
        const sha256 = hasher
          .init()
          .update(new Uint8Array(content))
          .digest('hex');
        return { sha256, content };
      } catch (error) {
        const { name, message } = error instanceof Error ? error : new Error();
        return { name, message };
      }
    })
  );
}
