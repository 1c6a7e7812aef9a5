import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyJSONObject } from '@lumino/coreutils';
import * as React from 'react';

import type { Artifact } from '../../protocol/generated';
import { CompareView } from '../../viewers/compare/CompareView';
import { ComparisonDocument } from './comparisonDocument';
import { LiveArtifact } from './liveArtifact';
import { News } from './news';
import type { IDocumentParts } from './viewerServices';

/** Artifacts in one tab, to see what differs. */
export class CompareDocument extends ComparisonDocument {
  constructor(
    private readonly _artifacts: readonly Artifact[],
    private readonly _parts: IDocumentParts,
    saved: ReadonlyJSONObject,
    private readonly _commands: CommandRegistry
  ) {
    super(
      _artifacts.map(({ id }) => id),
      _parts,
      saved
    );
    const { cellkeep } = _parts.services;
    this._live = _artifacts.map(
      each => new LiveArtifact(cellkeep, each, false)
    );
    this._live.forEach(each => each.changed.connect(() => this.update()));
  }

  override dispose(): void {
    this._live.forEach(each => each.dispose());
    super.dispose();
  }

  protected override view(): JSX.Element {
    return (
      <>
        <CompareView artifacts={this._artifacts} />
        {this._live.map(each => (
          <News
            key={each.artifact.id}
            live={each}
            services={this._parts.services}
            commands={this._commands}
          />
        ))}
      </>
    );
  }

  private readonly _live: readonly LiveArtifact[];
}
