import type { TightBytes } from '../protocol/bytes';
import { digest } from './hashing/digest';

/** Where the browser hashes nothing for us: about 5 ms at a time. */
const SLICE_BYTES = 1024 * 1024;

/** Returns the `Content-Digest` (RFC 9530) of a request's body: the server refuses another one. */
export async function contentDigest(body: TightBytes): Promise<string> {
  const text = String.fromCharCode(...(await sha256(body)));
  return `sha-256=:${btoa(text)}:`;
}

/** Returns the SHA-256 of bytes. */
export async function sha256(bytes: TightBytes): Promise<Uint8Array> {
  // Off this thread; only pages from https or from this machine have it.
  const { subtle } = globalThis.crypto as Partial<Crypto>;
  if (subtle) {
    return new Uint8Array(await subtle.digest('SHA-256', bytes));
  }
  const hex = await digest(new Blob([bytes]), { sliceBytes: SLICE_BYTES });
  return Uint8Array.from(hex.match(/../g) ?? [], pair => parseInt(pair, 16));
}
