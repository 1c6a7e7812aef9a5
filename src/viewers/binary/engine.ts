/** Bytes in the worker: archives' lists and what pickles hold. */
import type { ICall } from '../../codecs/call';
import type { IContentSource } from '../../codecs/view';
import { listGzip } from './gzip';
import type { IListing } from './listing';
import { readPickle, type IPickleFacts } from './pickle';
import { listTar } from './tar';
import { listZip } from './zip';

/** Opens bytes. */
export function openBinary(
  _call: ICall,
  contents: readonly IContentSource[],
  _options: Record<string, never>
): Promise<BinaryEngine> {
  const [content] = contents;
  return content
    ? Promise.resolve(new BinaryEngine(content))
    : Promise.reject(new Error('Bytes need a content.'));
}

class BinaryEngine {
  constructor(private readonly _content: IContentSource) {}

  list(call: ICall, format: 'zip' | 'tar' | 'gzip'): Promise<IListing> {
    switch (format) {
      case 'zip':
        return listZip(this._content, call);
      case 'tar':
        return listTar(this._content, call);
      case 'gzip':
        return listGzip(this._content, call);
    }
  }

  pickle(call: ICall): Promise<IPickleFacts> {
    return readPickle(this._content, call);
  }
}
