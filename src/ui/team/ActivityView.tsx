import * as React from 'react';

import type { IPagedSnapshot } from '../../model/pagedList';
import type { Activity } from '../../protocol/generated';
import { absoluteTime, displayName } from '../format';
import { Name } from '../Name';
import type { Translated } from '../props';
import { TextButton } from '../TextButton';
import { MoreRows } from './MoreRows';
import { actObject, actWord } from './words';

export interface ActivityViewProps extends Translated {
  readonly list: IPagedSnapshot<Activity>;
  /** The run's name; undefined for what was done with all runs. */
  readonly run: string | undefined;
  readonly onMore: () => void;
  readonly onRefresh: () => void;
}

/** Who did what, and when, the latest first. */
export function ActivityView(props: ActivityViewProps): JSX.Element {
  const { list, run, trans } = props;
  const heading =
    run === undefined
      ? trans.__('Activity of the team')
      : trans.__('Activity of %1', displayName(run));
  return (
    <div className="jp-Cellkeep-Storage" aria-busy={list.loading}>
      <section aria-label={heading}>
        <div className="jp-Cellkeep-Storage-heading">
          <h2>{heading}</h2>
          <span className="jp-Cellkeep-Storage-space" />
          <TextButton onClick={props.onRefresh}>
            {trans.__('Refresh')}
          </TextButton>
        </div>
        {list.items && list.items.length > 0 && (
          <table
            className="jp-Cellkeep-Sizes-table jp-Cellkeep-Activity"
            aria-label={heading}
          >
            <thead>
              <tr>
                <th scope="col">{trans.__('When')}</th>
                <th scope="col">{trans.__('Who')}</th>
                <th scope="col">{trans.__('What')}</th>
                <th scope="col">{trans.__('On what')}</th>
                {run === undefined && (
                  <th scope="col">{trans.__('Id of the run')}</th>
                )}
              </tr>
            </thead>
            <tbody>
              {list.items.map(item => (
                <tr key={item.seq}>
                  <td>
                    <time dateTime={item.at}>{absoluteTime(item.at)}</time>
                  </td>
                  <td>
                    <Name value={item.person} />
                  </td>
                  <td>{actWord(item.act, trans)}</td>
                  <td
                    className="jp-Cellkeep-Activity-what"
                    title={actObject(item, trans)}
                  >
                    <bdi>{actObject(item, trans)}</bdi>
                  </td>
                  {run === undefined && (
                    <td>
                      {item.run_id !== undefined && (
                        <code title={item.run_id}>
                          {item.run_id.slice(0, 8)}
                        </code>
                      )}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <MoreRows
          list={list}
          trans={trans}
          empty={trans.__('Nothing was done yet.')}
          onMore={props.onMore}
          onRetry={props.onRefresh}
        />
      </section>
    </div>
  );
}
