import type { IDisposable } from '@lumino/disposable';

import { DEFAULT_RANK, RankedList } from '../../codecs/registry';
import type { Artifact } from '../../protocol/generated';
import type { IViewer, IViewerRegistry } from '../../tokens';

/** The viewers, Cellkeep's own and those that other extensions brought, best first. */
export class ViewerRegistry implements IViewerRegistry {
  add(viewer: IViewer, rank = DEFAULT_RANK): IDisposable {
    return this._viewers.add(viewer, rank);
  }

  viewersFor(artifact: Artifact, head?: Uint8Array): ReadonlyArray<IViewer> {
    return this._viewers.filter(viewer =>
      head && viewer.acceptsContent
        ? viewer.acceptsContent(artifact, head)
        : viewer.accepts(artifact)
    );
  }

  private readonly _viewers = new RankedList<IViewer>();
}
