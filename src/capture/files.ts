/**
 * Files of the desktop as things to save. Nothing is read but a file's first bytes: the transfer
 * reads the rest when its turn comes.
 */

import { asCellkeepError } from '../protocol/errors';
import type { Category, Run } from '../protocol/generated';
import { checkName } from '../protocol/names';
import type { ISaveRequest } from '../transfer/request';
import {
  walkEntries,
  type DropEntry,
  type INamedFile,
  type IUnreadable
} from './folders';
import { mediaTypeOf, SNIFF_BYTES } from './mediaTypes';

/** How the files are to be kept. */
export interface IFileChoice {
  readonly run: Run;
  readonly category: Category;
  /** 'drop', or 'upload' for the file picker. */
  readonly via: 'drop' | 'upload';
}

/** What the files of a drop came to. */
export interface IFileOutcome {
  /** How many were given to `onRequests`. */
  readonly count: number;
  /** Those that cannot be saved, each with the reason. */
  readonly problems: readonly IUnreadable[];
}

const SMALL_BYTES = 64 * 1024;

/** So many slices have their first bytes read at once. */
const SLICES_READ = 2;

/**
 * Turn a drop into requests, slice by slice, so that thousands of files start at once.
 *
 * @param entries - What `collectEntries` took out of the drop.
 * @param onRequests - Given each slice as it is ready.
 * @returns When the last file was found.
 */
export async function fileRequests(
  entries: readonly DropEntry[],
  choice: IFileChoice,
  onRequests: (requests: readonly ISaveRequest[]) => void
): Promise<IFileOutcome> {
  const problems: IUnreadable[] = [];
  let count = 0;
  const take = (outcomes: readonly (ISaveRequest | IUnreadable)[]): void => {
    const requests: ISaveRequest[] = [];
    for (const outcome of outcomes) {
      if ('reason' in outcome) {
        problems.push(outcome);
      } else {
        requests.push(outcome);
      }
    }
    count += requests.length;
    if (requests.length > 0) {
      onRequests(requests);
    }
  };
  // While the first bytes of some slices are read, the next ones are walked.
  const reading: Promise<(ISaveRequest | IUnreadable)[]>[] = [];
  const walk = walkEntries(entries, problem => problems.push(problem));
  for await (const slice of walk) {
    const outcomes = slice.map(named => tryRequest(named, choice));
    reading.push(Promise.all(outcomes));
    if (reading.length > SLICES_READ) {
      take(await reading.shift()!);
    }
  }
  for (const rest of reading) {
    take(await rest);
  }
  return { count, problems };
}

async function tryRequest(
  named: INamedFile,
  choice: IFileChoice
): Promise<ISaveRequest | IUnreadable> {
  try {
    return await fileRequest(named, choice);
  } catch (error) {
    const { message, hint } = asCellkeepError(error);
    return {
      path: named.path,
      reason: hint ? `${message} ${hint}` : message
    };
  }
}

async function fileRequest(
  { path, file }: INamedFile,
  choice: IFileChoice
): Promise<ISaveRequest> {
  // To cut a piece out of a file holds the page up for half a millisecond: small ones come whole.
  const start = file.size <= SMALL_BYTES ? file : file.slice(0, SNIFF_BYTES);
  const head = new Uint8Array(await start.arrayBuffer()).subarray(
    0,
    SNIFF_BYTES
  );
  return {
    name: checkName(path),
    category: choice.category,
    mediaType: mediaTypeOf(path, head, file.type),
    codec: 'bytes.v1',
    source: { type: 'blob', blob: file },
    run: choice.run,
    provenance: { via: choice.via, original_path: path },
    metadata: {}
  };
}
