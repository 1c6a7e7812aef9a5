import * as React from 'react';

import type { SidebarProps } from '../props';
import { Announcer } from './Announcer';
import {
  ArtifactTree,
  useInFlight,
  type ArtifactTreeHandle
} from './ArtifactTree';
import { Filters } from './Filters';
import { NoticeBar } from './NoticeBar';
import { ConnectionProblem, EmptyState, NothingFound } from './Placeholder';
import { isInFlight } from './rows';
import { SpoolBar } from './SpoolBar';
import { Split } from './Split';

/** The panel: filters, what is in flight, what is stored, and the details of what is selected. */
export function Sidebar(props: SidebarProps): JSX.Element {
  const { connection, filter, notice, trans } = props;
  const tree = React.useRef<ArtifactTreeHandle>(null);
  if (connection.status !== 'ready' && connection.status !== 'connecting') {
    return (
      <div className="ck-Sidebar">
        <ConnectionProblem
          connection={connection}
          trans={trans}
          onRetry={props.onRetryConnection}
        />
      </div>
    );
  }
  return (
    <div className="ck-Sidebar">
      <Filters
        filter={filter}
        kinds={props.kinds}
        trans={trans}
        onFilterChange={props.onFilterChange}
        onLeaveDown={() => tree.current?.focus()}
      />
      <Split
        trans={trans}
        upper={
          <>
            <List {...props} treeHandle={tree} />
            {props.storeStatus && (
              <SpoolBar status={props.storeStatus} trans={trans} />
            )}
            {notice && <NoticeBar notice={notice} trans={trans} />}
          </>
        }
        lower={props.details}
      />
      <Announcer transfers={props.transfers} trans={trans} />
    </div>
  );
}

function List(
  props: SidebarProps & { treeHandle: React.Ref<ArtifactTreeHandle> }
): JSX.Element {
  const { connection, filter, results, runs, runsComplete, trans } = props;
  const isBusy = isInFlight(useInFlight(props));
  if (connection.status === 'connecting') {
    return (
      <div className="ck-Placeholder" role="status">
        <p>{trans.__('Connecting to the store…')}</p>
      </div>
    );
  }
  const nothingStored = runs.length === 0 && runsComplete && !results;
  const nothingFound =
    results?.complete === true &&
    results.artifacts.length === 0 &&
    !results.loading;
  return (
    <>
      {(isBusy || !(nothingStored || nothingFound)) && (
        <ArtifactTree {...props} ref={props.treeHandle} />
      )}
      {nothingStored && !isBusy && <EmptyState trans={trans} />}
      {nothingFound && (
        <NothingFound
          filter={filter}
          trans={trans}
          onClear={() =>
            props.onFilterChange({ query: '', kind: null, category: null })
          }
        />
      )}
    </>
  );
}
