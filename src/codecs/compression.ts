/** The ways in which Arrow and Parquet files are packed, beside those their libraries know. */
import { compressionRegistry, CompressionType } from 'apache-arrow';
import { decompress } from 'fzstd';

import { lz4Frame } from './lz4';

/** Teaches Arrow to unpack; once is enough. */
export function addCompression(): void {
  compressionRegistry.set(CompressionType.ZSTD, {
    decode: bytes => decompress(bytes)
  });
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: lz4Frame });
}

/** Unpacks Zstandard. */
export function zstd(bytes: Uint8Array): Uint8Array {
  return decompress(bytes);
}
