/**
 * What a person is doing in the sidebar, as far as commands and other plugins have to know it.
 */

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Token } from '@lumino/coreutils';

import { StateModel } from '../../model/snapshotModel';
import type { ICatalogModel, ISelectionModel } from '../../model/types';
import type { ICatalogView } from '../../model/view';
import { ICellkeep } from '../../tokens';
import type { Notice, SidebarTarget } from '../../ui/props';

/** Id of the sidebar's widget. */
export const SIDEBAR_ID = 'cellkeep-sidebar';

/** Where the details of the selected artifact stand. */
export type DetailsPlace = 'below' | 'right' | 'hidden';

/** How the sidebar looks; it survives a reload. */
export interface ISidebarLook {
  /** Whether artifacts are tiles. */
  readonly gallery: boolean;
  readonly details: DetailsPlace;
  /** How much of the height the details below take, in percent. */
  readonly share: number;
}

/** How it looks where nobody chose. */
export const DEFAULT_LOOK: ISidebarLook = {
  gallery: false,
  details: 'below',
  share: 45
};

/** One immutable state. */
export interface ISidebarSnapshot {
  /** Ids of the selected artifacts; the one acted on last is last. */
  readonly selection: readonly string[];
  /** The artifact to scroll to. */
  readonly revealed: string | null;
  readonly notice: Notice | null;
  readonly look: ISidebarLook;
}

/** The state and its changes. */
export class SidebarState extends StateModel<ISidebarSnapshot> {
  constructor(
    private readonly _selection: ISelectionModel,
    private readonly _catalog: Pick<ICatalogModel, 'snapshot' | 'setView'>
  ) {
    super({
      selection: [],
      revealed: null,
      notice: null,
      look: DEFAULT_LOOK
    });
  }

  /** What the context menu was opened on; commands without arguments mean it. */
  target: SidebarTarget | null = null;

  /** Notes that were written and are not stored yet, by the id of their artifact. */
  readonly drafts = new Map<string, string>();

  /** Show the store in another way. */
  show(view: ICatalogView): void {
    const { filter } = this._catalog.snapshot.view;
    if (view.filter !== filter && this.snapshot.selection.length > 1) {
      // What is done to several must not be done to those that cannot be seen.
      this.select([]);
    }
    this._catalog.setView(view);
  }

  select(ids: readonly string[]): void {
    this.target = null;
    this._update({ selection: ids });
    this._selection.select(ids.at(-1));
  }

  /** Select an artifact and bring it into view. */
  reveal(artifactId: string): void {
    this.select([artifactId]);
    // Once more after it was scrolled away again.
    this._update({ revealed: null });
    this._update({ revealed: artifactId });
  }

  notify(notice: Notice | null): void {
    this._update({ notice });
  }

  setLook(change: Partial<ISidebarLook>): void {
    this._update({ look: { ...this.snapshot.look, ...change } });
  }

  private _update(change: Partial<ISidebarSnapshot>): void {
    this.setSnapshot({ ...this.snapshot, ...change });
  }
}

/** Only for the plugins of this extension. */
export const ISidebarState = new Token<SidebarState>(
  'cellkeep:ISidebarState',
  'What is selected in the sidebar, and what its menu was opened on.'
);

/** The sidebar itself may be disabled; commands still ask what is selected. */
export const sidebarStatePlugin: JupyterFrontEndPlugin<SidebarState> = {
  id: 'cellkeep:sidebar-state',
  description: 'Knows what is selected in the sidebar.',
  autoStart: true,
  requires: [ICellkeep],
  provides: ISidebarState,
  activate: (_: JupyterFrontEnd, cellkeep: ICellkeep) =>
    new SidebarState(cellkeep.selection, cellkeep.catalog)
};
