import * as React from 'react';

import { isFiltered, NO_FILTER } from '../../model/view';
import type { Artifact } from '../../protocol/generated';
import type { SidebarProps } from '../props';
import { Announcer } from './Announcer';
import {
  ArtifactTree,
  useInFlight,
  type ArtifactTreeHandle
} from './ArtifactTree';
import { FilterBar } from './FilterBar';
import { NoticeBar } from './NoticeBar';
import { ConnectionProblem, EmptyState, NothingFound } from './Placeholder';
import { isInFlight } from './rows';
import { selectedOf } from './selection';
import { SelectionBar } from './SelectionBar';
import { SpoolBar } from './SpoolBar';
import { Split } from './Split';

/** The panel: filters, what is in flight, what is stored, and the details of what is selected. */
export function Sidebar(props: SidebarProps): JSX.Element {
  const { connection, notice, trans } = props;
  const selected = useSelected(props);
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
      <FilterBar
        view={props.view}
        found={props.found}
        loading={props.loading}
        trans={trans}
        now={props.now ?? new Date()}
        onViewChange={props.onViewChange}
        onFilterMenu={props.onFilterMenu}
        onViewMenu={props.onViewMenu}
        onLeaveDown={() => tree.current?.focus()}
      />
      <Split
        trans={trans}
        upper={
          <>
            <List {...props} treeHandle={tree} />
            {selected.length > 1 && (
              <SelectionBar
                artifacts={selected}
                trans={trans}
                onDownload={props.onDownload}
                onDelete={props.onDelete}
                onCompare={props.onCompare}
                onMenu={props.onSelectionMenu}
                onClear={() => {
                  props.onSelectionChange([]);
                  tree.current?.focus();
                }}
              />
            )}
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
  const { connection, flat, groups, groupsComplete, trans, view } = props;
  const isBusy = isInFlight(useInFlight(props));
  if (connection.status === 'connecting') {
    return (
      <div className="ck-Placeholder" role="status">
        <p>{trans.__('Connecting to the store…')}</p>
      </div>
    );
  }
  const isEmpty = flat
    ? flat.complete && flat.artifacts.length === 0
    : groupsComplete && groups.length === 0;
  const nothing = isEmpty && !props.loading;
  const isNarrowed = isFiltered(view.filter);
  return (
    <>
      {(isBusy || !nothing) && (
        <ArtifactTree {...props} ref={props.treeHandle} />
      )}
      {nothing && !isNarrowed && !isBusy && <EmptyState trans={trans} />}
      {nothing && isNarrowed && (
        <NothingFound
          query={view.filter.text.trim()}
          trans={trans}
          onClear={() => props.onViewChange({ ...view, filter: NO_FILTER })}
        />
      )}
    </>
  );
}

/** The selected artifacts, where they are several. */
function useSelected(props: SidebarProps): readonly Artifact[] {
  const { flat, groups, selection } = props;
  return React.useMemo(
    () => selectedOf(selection, flat ? [flat] : groups),
    [selection, flat, groups]
  );
}
