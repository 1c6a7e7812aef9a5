import { ReactWidget } from '@jupyterlab/apputils';
import * as React from 'react';

import type { Artifact } from '../../protocol/generated';
import { CompareView } from '../../viewers/compare/CompareView';
import { ViewerServices } from '../../viewers/frame/services';
import { Work } from '../../viewers/work/client';
import { type IDocumentParts, viewerServices } from './viewerServices';

/** Artifacts in one tab, to see what differs. */
export class CompareDocument extends ReactWidget {
  constructor(
    readonly artifacts: readonly Artifact[],
    parts: IDocumentParts
  ) {
    super();
    this.addClass('ck-Document');
    this.addClass('ck-mod-compare');
    this._services = viewerServices(parts, this._work, {
      show: () => undefined
    });
  }

  override dispose(): void {
    this._work.dispose();
    super.dispose();
  }

  protected override render(): JSX.Element {
    return (
      <ViewerServices.Provider value={this._services}>
        <CompareView
          artifacts={this.artifacts}
          pair={this._pair}
          onPair={pair => {
            this._pair = pair;
            this.update();
          }}
        />
      </ViewerServices.Provider>
    );
  }

  private readonly _work = new Work();
  private readonly _services;
  private _pair: readonly [number, number] = [0, 1];
}
