/**
 * Files of the desktop as things to save. Nothing of them is read here: to start a read costs the
 * browser more than the bytes of a small file, so the transfer reads each once, when its turn comes.
 */

import { asCellkeepError } from '../protocol/errors';
import type { Category, Run } from '../protocol/generated';
import { checkName } from '../protocol/names';
import { HEAD_BYTES, type ISaveRequest } from '../transfer/request';
import {
  walkEntries,
  type DropEntry,
  type INamedFile,
  type IUnreadable
} from './folders';
import { mediaTypeOf } from './mediaTypes';

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

const NOTHING = new Uint8Array();

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
  const walk = walkEntries(entries, problem => problems.push(problem));
  for await (const slice of walk) {
    const requests: ISaveRequest[] = [];
    for (const named of slice) {
      try {
        requests.push(fileRequest(named, choice));
      } catch (error) {
        const { message, hint } = asCellkeepError(error);
        const reason = hint ? `${message} ${hint}` : message;
        problems.push({ path: named.path, reason });
      }
    }
    count += requests.length;
    if (requests.length > 0) {
      onRequests(requests);
    }
  }
  return { count, problems };
}

function fileRequest(
  { path, file }: INamedFile,
  choice: IFileChoice
): ISaveRequest {
  const typeBy = (head: Uint8Array): string =>
    mediaTypeOf(path, head.subarray(0, HEAD_BYTES), file.type);
  return {
    name: checkName(path),
    category: choice.category,
    mediaType: typeBy(NOTHING),
    mediaTypeOf: typeBy,
    codec: 'bytes.v1',
    source: { type: 'blob', blob: file },
    run: choice.run,
    provenance: { via: choice.via, original_path: path },
    metadata: {}
  };
}
