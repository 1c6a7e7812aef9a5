import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';

import { DEFAULT_RANK, RankedList } from '../../codecs/registry';
import type { Artifact } from '../../protocol/generated';
import { ICellkeep, type IViewer, IViewerRegistry } from '../../tokens';
import { ownViewers } from '../../viewers/own';
import { wordsOf } from '../application/services';

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

export const viewersPlugin: JupyterFrontEndPlugin<IViewerRegistry> = {
  id: 'cellkeep:viewers',
  description: "Has Cellkeep's viewers, and takes those of other extensions.",
  autoStart: true,
  requires: [ICellkeep],
  optional: [ITranslator],
  provides: IViewerRegistry,
  activate: (
    _: JupyterFrontEnd,
    cellkeep: ICellkeep,
    translator: ITranslator | null
  ) => {
    const registry = new ViewerRegistry();
    for (const viewer of ownViewers(wordsOf(translator), cellkeep.codecs)) {
      registry.add(viewer);
    }
    return registry;
  }
};
