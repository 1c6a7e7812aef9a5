import type { ReadonlyJSONObject } from '@lumino/coreutils';
import * as React from 'react';

import type { Artifact } from '../../protocol/generated';
import { CompareView } from '../../viewers/compare/CompareView';
import { ComparisonDocument } from './comparisonDocument';
import type { IDocumentParts } from './viewerServices';

/** Artifacts in one tab, to see what differs. */
export class CompareDocument extends ComparisonDocument {
  constructor(
    private readonly _artifacts: readonly Artifact[],
    parts: IDocumentParts,
    saved: ReadonlyJSONObject
  ) {
    super(
      _artifacts.map(({ id }) => id),
      parts,
      saved
    );
  }

  protected override view(): JSX.Element {
    return <CompareView artifacts={this._artifacts} />;
  }
}
