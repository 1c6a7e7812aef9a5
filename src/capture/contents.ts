/**
 * Files and folders of the file browser as things to save: the server reads them itself.
 */

import type { Category, Run } from '../protocol/generated';
import type { ISaveRequest } from '../transfer/request';
import { mediaTypeOfName, UNKNOWN_MEDIA_TYPE } from './mediaTypes';

/**
 * Turn paths of the contents API into requests.
 *
 * The name is that of the file or folder itself; what a folder holds is named under it by the
 * server. A path with a drive ('s3:data/x.csv') is another contents manager's, and is
 * passed on as it is for the server to accept or refuse.
 */
export function contentsRequests(
  paths: readonly string[],
  choice: { readonly run: Run; readonly category: Category }
): ISaveRequest[] {
  return paths.map(path => {
    const name = path.replace(/\/+$/, '').split('/').at(-1) || path;
    return {
      name,
      category: choice.category,
      mediaType: mediaTypeOfName(name) ?? UNKNOWN_MEDIA_TYPE,
      codec: 'bytes.v1',
      source: { type: 'contents', path },
      run: choice.run,
      provenance: { via: 'contents', original_path: path },
      metadata: {}
    };
  });
}
