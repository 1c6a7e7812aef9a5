import type { JSONObject } from '@lumino/coreutils';

import type { Category, Preview, Provenance, Run } from '../protocol/generated';

/**
 * Where the bytes of a save are now.
 *
 * A `contents` source is a path that the Jupyter server can read itself: its bytes never
 * pass through the browser, and a folder there becomes one artifact for each of its files.
 */
export type SaveSource =
  | { type: 'blob'; blob: Blob }
  | { type: 'bytes'; bytes: Uint8Array }
  | { type: 'contents'; path: string };

/** How many of a file's first bytes tell its type. */
export const HEAD_BYTES = 512;

/** One thing that a person wants saved. Light: thousands of them may wait. */
export interface ISaveRequest {
  /** Display name, as `checkName` of `protocol/names` returned it. */
  name: string;
  category: Category;
  /** Media type of the bytes; `application/octet-stream` where nothing better is known. */
  mediaType: string;
  /**
   * Returns the media type by the first bytes, which may prove another one than the name tells.
   * Called once they are read.
   */
  mediaTypeOf?: (head: Uint8Array) => string;
  /** Id of the codec that wrote the bytes, from `schema/types.json`; files are `bytes.v1`. */
  codec: string;
  source: SaveSource;
  run: Run;
  /** What it is in a few characters, such as `1,000,000 × 8`. */
  summary?: string;
  preview?: Preview;
  /** A PNG. */
  thumbnail?: Uint8Array;
  provenance: Provenance;
  metadata: JSONObject;
}
