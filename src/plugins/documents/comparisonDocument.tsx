import { ReactWidget } from '@jupyterlab/apputils';
import type { ReadonlyJSONObject } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';
import * as React from 'react';

import { ViewerServices } from '../../viewers/frame/services';
import { KeptView } from '../../viewers/frame/keptState';
import { Work } from '../../viewers/work/client';
import { type IDocumentParts, viewerServices } from './viewerServices';

/** Things in one tab, to see what differs; they stay the same as long as it is open. */
export abstract class ComparisonDocument extends ReactWidget {
  /**
   * @param ids - Of the things, in their order.
   * @param _saved - As `saved` gave it, of a document that was open before.
   */
  constructor(
    readonly ids: readonly string[],
    parts: IDocumentParts,
    private _saved: ReadonlyJSONObject
  ) {
    super();
    this.addClass('jp-Cellkeep-Document');
    this._services = viewerServices(parts, this._work, {
      show: () => undefined
    });
  }

  /** What a person has set of what is shown. */
  get saved(): ReadonlyJSONObject {
    return this._saved;
  }

  /** Emitted when there is something else to keep. */
  readonly changed = new Signal<this, void>(this);

  override dispose(): void {
    this._work.dispose();
    Signal.clearData(this);
    super.dispose();
  }

  /** What is seen. */
  protected abstract view(): JSX.Element;

  protected override render(): JSX.Element {
    return (
      <ViewerServices.Provider value={this._services}>
        <KeptView
          state={this._saved}
          onState={state => {
            this._saved = state;
            this.changed.emit();
          }}
        >
          {this.view()}
        </KeptView>
      </ViewerServices.Provider>
    );
  }

  private readonly _work = new Work();
  private readonly _services;
}
