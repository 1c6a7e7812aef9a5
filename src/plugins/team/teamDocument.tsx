import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { TeamModel } from '../../model/team';
import type { Quota, UnfinishedUpload } from '../../protocol/generated';
import type { TeamClient } from '../../transport/team';
import { TeamView } from '../../ui/team/TeamView';
import { TabDocument } from '../application/tabDocument';
import { useSnapshot } from '../application/useSnapshot';

/** What the document works with. */
export interface ITeamDocumentOptions {
  readonly api: Pick<TeamClient, 'room' | 'usage'>;
  readonly trans: TranslationBundle;
  /** Asks for a quota and sets it; of whom, unless somebody is given. Returns whether it was set. */
  readonly askQuota: (quota: Partial<Quota>) => Promise<boolean>;
  /** Asks whether to end somebody's upload, and ends it. */
  readonly endUpload: (upload: UnfinishedUpload) => Promise<void>;
  /** Absent where nothing cleans up. */
  readonly cleanUp: (() => Promise<unknown>) | undefined;
  readonly showActivity: () => void;
}

/** Who holds how much in a service, in a tab. */
export class TeamDocument extends TabDocument {
  constructor(private readonly _options: ITeamDocumentOptions) {
    super();
    this._model = new TeamModel(_options.api);
  }

  override dispose(): void {
    this._model.dispose();
    super.dispose();
  }

  protected override looked(): void {
    void this._model.refresh();
  }

  protected override render(): JSX.Element {
    return <Connected {...this._options} model={this._model} />;
  }

  private readonly _model: TeamModel;
}

function Connected(
  props: ITeamDocumentOptions & { model: TeamModel }
): JSX.Element {
  const { cleanUp, model, trans } = props;
  const snapshot = useSnapshot(model);
  const askQuota = async (quota: Partial<Quota>): Promise<void> => {
    // That of a group changes what its members may hold.
    if (await props.askQuota(quota)) {
      await model.refresh();
    }
  };
  const endUpload = async (upload: UnfinishedUpload): Promise<void> => {
    await props.endUpload(upload);
    await model.refresh(); // where it failed, too: it may have ended by itself
  };
  return (
    <TeamView
      snapshot={snapshot}
      trans={trans}
      onSort={sort => void model.sortBy(sort)}
      onQuota={({ kind, name, quota_bytes, quota_from }) =>
        void askQuota({
          kind,
          name,
          limit_bytes: quota_from === 'own' ? quota_bytes : undefined
        })
      }
      onNewQuota={() => void askQuota({})}
      onMore={() => void model.more()}
      onRefresh={() => void model.refresh()}
      onCleanUp={cleanUp && (() => void cleanUp().then(() => model.refresh()))}
      onActivity={props.showActivity}
      onEndUpload={upload => void endUpload(upload)}
    />
  );
}
