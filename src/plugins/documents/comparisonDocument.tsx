import { ReactWidget } from '@jupyterlab/apputils';
import * as React from 'react';

import { ViewerServices } from '../../viewers/frame/services';
import { Work } from '../../viewers/work/client';
import { type IDocumentParts, viewerServices } from './viewerServices';

/** Things in one tab, to see what differs; they stay the same as long as it is open. */
export abstract class ComparisonDocument extends ReactWidget {
  constructor(parts: IDocumentParts) {
    super();
    this.addClass('jp-Cellkeep-Document');
    this._services = viewerServices(parts, this._work, {
      show: () => undefined
    });
  }

  override dispose(): void {
    this._work.dispose();
    super.dispose();
  }

  /** What is seen. */
  protected abstract view(): JSX.Element;

  protected override render(): JSX.Element {
    return (
      <ViewerServices.Provider value={this._services}>
        {this.view()}
      </ViewerServices.Provider>
    );
  }

  private readonly _work = new Work();
  private readonly _services;
}
