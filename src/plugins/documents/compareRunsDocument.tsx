import type { ReadonlyJSONObject } from '@lumino/coreutils';
import * as React from 'react';

import type { Artifact, History } from '../../protocol/generated';
import type { ICellkeep } from '../../tokens';
import type { IRunContent } from '../../viewers/compare/runs';
import { RunsView } from '../../viewers/compare/RunsView';
import { ComparisonDocument } from './comparisonDocument';
import type { IDocumentParts } from './viewerServices';

const PAGE = 1000;
const MOST_VERSIONS = 500;
/** Names of a run that are compared. */
const MOST_NAMES = 20_000;

/** Runs in one tab, to see what differs. */
export class CompareRunsDocument extends ComparisonDocument {
  constructor(
    runIds: readonly string[],
    parts: IDocumentParts,
    saved: ReadonlyJSONObject,
    private readonly _onOpen: (artifacts: readonly Artifact[]) => void
  ) {
    super(runIds, parts, saved);
    this._api = parts.services.cellkeep.api;
  }

  protected override view(): JSX.Element {
    return (
      <RunsView
        load={this._load}
        versions={this._versions}
        onOpen={this._onOpen}
      />
    );
  }

  private readonly _load = async (
    signal: AbortSignal,
    progress: (done: number, total: number) => void
  ): Promise<readonly IRunContent[]> => {
    const infos = await Promise.all(
      this.ids.map(id => this._api.run(id, signal))
    );
    const total = infos.reduce((sum, { artifacts }) => sum + artifacts, 0);
    let done = 0;
    return Promise.all(
      infos.map(async info => {
        const artifacts: Artifact[] = [];
        let cursor: string | undefined;
        do {
          const page = await this._api.artifacts(
            { run: info.run.id, alias: 'latest', limit: PAGE, cursor },
            signal
          );
          artifacts.push(...page.items);
          cursor = page.next_cursor;
          done += page.items.length;
          progress(done, total);
        } while (cursor !== undefined && artifacts.length < MOST_NAMES);
        return { info, artifacts, more: cursor !== undefined };
      })
    );
  };

  private readonly _versions = async (
    { id }: Artifact,
    signal: AbortSignal
  ): Promise<readonly Artifact[]> => {
    const versions: Artifact[] = [];
    let cursor: string | undefined;
    do {
      const page: History = await this._api.library.history(
        id,
        { limit: MOST_VERSIONS, cursor },
        signal
      );
      versions.push(...page.versions);
      cursor = page.next_cursor;
    } while (cursor !== undefined);
    return versions;
  };

  private readonly _api: ICellkeep['api'];
}
