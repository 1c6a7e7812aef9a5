/** What is in an archive: names and sizes, without unpacking it. */
import { CellkeepError } from '../../protocol/errors';

/** One entry of an archive. */
export interface IEntry {
  readonly name: string;
  readonly size: number;
  /** In the archive; undefined where entries are not packed one by one. */
  readonly packed?: number;
  /** ISO 8601, as far as the archive says; without a zone where it has none. */
  readonly modified?: string;
  readonly isFolder: boolean;
}

/** A list of an archive. */
export interface IListing {
  readonly format: 'zip' | 'tar' | 'tar.gz' | 'gzip';
  readonly entries: readonly IEntry[];
  /** Whether these are all of them. */
  readonly isComplete: boolean;
}

/** Entries that are listed. */
export const MOST_ENTRIES = 100_000;

/** Returns a view of bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The error of an archive that is not what it should be. */
export function unreadable(what: string, why: string): CellkeepError {
  return new CellkeepError(
    'CONTENT_UNREADABLE',
    `This is not a whole ${what}: ${why}.`,
    {
      hint: 'Look at its bytes, or save it again.'
    }
  );
}
