import * as React from 'react';

import type { Artifact } from '../../protocol/generated';
import { CompareView } from '../../viewers/compare/CompareView';
import { ComparisonDocument } from './comparisonDocument';
import type { IDocumentParts } from './viewerServices';

/** Artifacts in one tab, to see what differs. */
export class CompareDocument extends ComparisonDocument {
  constructor(
    readonly artifacts: readonly Artifact[],
    parts: IDocumentParts
  ) {
    super(parts);
  }

  protected override view(): JSX.Element {
    return (
      <CompareView
        artifacts={this.artifacts}
        pair={this._pair}
        onPair={pair => {
          this._pair = pair;
          this.update();
        }}
      />
    );
  }

  private _pair: readonly [number, number] = [0, 1];
}
