import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { PagedList } from '../../model/pagedList';
import type { Activity } from '../../protocol/generated';
import type { TeamClient } from '../../transport/team';
import { ActivityView } from '../../ui/team/ActivityView';
import { TabDocument } from '../application/tabDocument';
import { useSnapshot } from '../application/useSnapshot';

const PAGE = 100;

/** A run whose activity is shown. */
export interface IActivityOf {
  readonly id: string;
  readonly name: string;
}

/** What was done with a run, or with all of a service, in a tab. */
export class ActivityDocument extends TabDocument {
  constructor(
    api: Pick<TeamClient, 'activity'>,
    readonly run: IActivityOf | undefined,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this._list = new PagedList<Activity>((cursor, signal) =>
      api.activity(run?.id, { limit: PAGE, cursor }, signal)
    );
  }

  override dispose(): void {
    this._list.dispose();
    super.dispose();
  }

  protected override looked(): void {
    void this._list.refresh();
  }

  protected override render(): JSX.Element {
    return (
      <Connected list={this._list} run={this.run?.name} trans={this._trans} />
    );
  }

  private readonly _list: PagedList<Activity>;
}

function Connected(props: {
  list: PagedList<Activity>;
  run: string | undefined;
  trans: TranslationBundle;
}): JSX.Element {
  const { list, run, trans } = props;
  return (
    <ActivityView
      list={useSnapshot(list)}
      run={run}
      trans={trans}
      onMore={() => void list.more()}
      onRefresh={() => void list.refresh()}
    />
  );
}
