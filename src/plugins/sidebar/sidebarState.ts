/**
 * What a person is doing in the sidebar, as far as commands and other plugins have to know it.
 */

import { type ISignal, Signal } from '@lumino/signaling';

import type { ICatalogModel, ISelectionModel } from '../../model/types';
import type { ICatalogView } from '../../model/view';
import type { Notice, SidebarTarget } from '../../ui/props';

/** Id of the sidebar's widget. */
export const SIDEBAR_ID = 'cellkeep-sidebar';

/** One immutable state. */
export interface ISidebarSnapshot {
  /** Ids of the selected artifacts; the one acted on last is last. */
  readonly selection: readonly string[];
  /** The artifact to scroll to. */
  readonly revealed: string | null;
  readonly notice: Notice | null;
}

/** The state and its changes. */
export class SidebarState {
  constructor(
    selection: ISelectionModel,
    catalog: Pick<ICatalogModel, 'snapshot' | 'setView'>
  ) {
    this._selection = selection;
    this._catalog = catalog;
  }

  get stateChanged(): ISignal<this, void> {
    return this._stateChanged;
  }

  get snapshot(): ISidebarSnapshot {
    return this._snapshot;
  }

  /** What the context menu was opened on; commands without arguments mean it. */
  target: SidebarTarget | null = null;

  /** Show the store in another way. */
  show(view: ICatalogView): void {
    const { filter } = this._catalog.snapshot.view;
    if (view.filter !== filter && this._snapshot.selection.length > 1) {
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

  private _update(change: Partial<ISidebarSnapshot>): void {
    this._snapshot = { ...this._snapshot, ...change };
    this._stateChanged.emit();
  }

  private readonly _selection: ISelectionModel;
  private readonly _catalog: Pick<ICatalogModel, 'snapshot' | 'setView'>;
  private readonly _stateChanged = new Signal<this, void>(this);
  private _snapshot: ISidebarSnapshot = {
    selection: [],
    revealed: null,
    notice: null
  };
}
