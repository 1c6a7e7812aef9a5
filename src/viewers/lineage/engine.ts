/** Placing a lineage, in the worker: hundreds of artifacts take longer than a page may stand still. */
import type { ICall } from '../../codecs/call';
import type { IContentSource } from '../../codecs/view';
import type { ILayout, ILayoutRequest } from './layout';

/** Opens nothing: a lineage is handed over with each call. */
export function openLineage(
  _call: ICall,
  _contents: readonly IContentSource[],
  _options: Record<string, never>
): Promise<LineageEngine> {
  return Promise.resolve(new LineageEngine());
}

class LineageEngine {
  async place(_call: ICall, request: ILayoutRequest): Promise<ILayout> {
    // Not needed by any other document's worker.
    const { place } = await import('./layout');
    return place(request);
  }
}
