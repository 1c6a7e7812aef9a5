import { toBase64, type TightBytes } from '../protocol/bytes';
import { digest, isNative, nativeDigest } from './hashing/digest';

/** Where the browser hashes nothing for us: about 5 ms at a time. */
const SLICE_BYTES = 1024 * 1024;

/** Returns the `Content-Digest` (RFC 9530) of a request's body: the server refuses another one. */
export async function contentDigest(body: TightBytes): Promise<string> {
  return `sha-256=:${toBase64(await sha256(body))}:`;
}

async function sha256(bytes: TightBytes): Promise<Uint8Array> {
  if (isNative()) {
    return nativeDigest(bytes);
  }
  const hex = await digest(new Blob([bytes]), { sliceBytes: SLICE_BYTES });
  return Uint8Array.from(hex.match(/../g) ?? [], pair => parseInt(pair, 16));
}
