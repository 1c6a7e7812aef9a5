import * as React from 'react';

import type { CatalogList } from '../../model/types';
import { DEFAULT_VIEW, isFiltered, NO_FILTER } from '../../model/view';
import type {
  BrokenConnection,
  Connection,
  ListProps,
  SidebarProps
} from '../props';
import { Announcer } from './Announcer';
import { ArtifactTree, type ArtifactTreeHandle } from './ArtifactTree';
import { FilterBar } from './FilterBar';
import { HelperBar } from './HelperBar';
import { NoticeBar } from './NoticeBar';
import {
  Connecting,
  ConnectionProblem,
  EmptyState,
  NothingFound,
  Unanswered
} from './Placeholder';
import { isInFlight } from './row';
import { selectedOf } from './selection';
import { SelectionBar } from './SelectionBar';
import { StoreBars } from './StoreBars';
import { SHARE, Split } from './Split';
import { useAfterDoubleClick } from './useAfterDoubleClick';

/** The panel: filters, what is in flight, what is stored, and the details of what is selected. */
export function Sidebar(props: SidebarProps): JSX.Element {
  const { connection, list, notice, selection, trans } = props;
  const selected = React.useMemo(
    () => selectedOf(selection.ids, list.shown),
    [selection.ids, list.shown]
  );
  const tree = React.useRef<ArtifactTreeHandle>(null);
  const [details, pressed] = useAfterDoubleClick(
    props.details,
    props.share ?? SHARE
  );
  const problem = problemOf(connection, list);
  // The list of another question must not look like the answer to this one.
  const isOld = problem !== undefined && !list.answered;
  if (problem && !hasLoaded(list) && !props.details) {
    return (
      <div className="jp-Cellkeep-Sidebar">
        {props.top}
        <ConnectionProblem
          problem={problem}
          trans={trans}
          onRetry={props.onRetryConnection}
        />
      </div>
    );
  }
  return (
    <div className="jp-Cellkeep-Sidebar" onPointerDownCapture={pressed}>
      {props.top}
      <FilterBar
        {...props.filters}
        trans={trans}
        now={props.now ?? new Date()}
        onLeaveDown={() => tree.current?.focus()}
      />
      <Split
        trans={trans}
        upper={
          <>
            {/* What was loaded stays, and with it what somebody is writing there. */}
            {problem && (
              <ConnectionProblem
                isBesideList
                problem={problem}
                trans={trans}
                onRetry={props.onRetryConnection}
              />
            )}
            {isOld ? (
              <>
                <Unanswered trans={trans} />
                {isInFlight(props.flight) && (
                  <ArtifactTree
                    {...props}
                    list={{ ...list, shown: NOTHING }}
                    ref={tree}
                  />
                )}
              </>
            ) : (
              <List {...props} treeHandle={tree} />
            )}
            {selected.length > 1 && (
              <SelectionBar
                artifacts={selected}
                selection={selection}
                trans={trans}
                onClear={() => {
                  selection.onChange([]);
                  tree.current?.focus();
                }}
              />
            )}
            <HelperBar state={props.helper} trans={trans} />
            {props.storeStatus && (
              <StoreBars status={props.storeStatus} trans={trans} />
            )}
            {notice && <NoticeBar notice={notice} trans={trans} />}
          </>
        }
        lower={details}
        lowerKey={props.detailsOf}
        share={props.share}
        onShareChange={props.onShareChange}
      />
      <Announcer transfers={props.flight.transfers} trans={trans} />
    </div>
  );
}

const NOTHING: CatalogList = {
  type: 'flat',
  view: DEFAULT_VIEW,
  artifacts: [],
  rest: 'none'
};

/** What keeps the list from being what the store has now. */
function problemOf(
  connection: Connection,
  { answered, loadError, loading, shown }: ListProps
): BrokenConnection | undefined {
  if (connection.status !== 'ready' && connection.status !== 'connecting') {
    return connection;
  }
  // Where there is more to load, the row at its end says why it did not come.
  const isSaid =
    answered &&
    (shown.rest === 'some' ||
      (shown.type === 'groups' &&
        shown.groups.some(({ complete, expanded }) => expanded && !complete)));
  return loadError && !loading && !isSaid
    ? { status: 'unreachable', error: loadError }
    : undefined;
}

function hasLoaded({ shown }: ListProps): boolean {
  const { length } = shown.type === 'flat' ? shown.artifacts : shown.groups;
  return length > 0 || shown.rest === 'none';
}

function List(
  props: SidebarProps & { treeHandle: React.Ref<ArtifactTreeHandle> }
): JSX.Element {
  const { connection, filters, list, trans } = props;
  const { shown } = list;
  const { view } = filters;
  const isBusy = isInFlight(props.flight);
  if (connection.status === 'connecting' && !hasLoaded(list)) {
    return <Connecting trans={trans} />;
  }
  const { length } = shown.type === 'flat' ? shown.artifacts : shown.groups;
  const nothing = length === 0 && shown.rest === 'none' && !list.loading;
  const isNarrowed = isFiltered(view.filter);
  return (
    <>
      {(isBusy || !nothing) && (
        <ArtifactTree {...props} ref={props.treeHandle} />
      )}
      {nothing && !isNarrowed && !isBusy && (
        <EmptyState helper={props.helper} trans={trans} />
      )}
      {nothing && isNarrowed && (
        <NothingFound
          query={view.filter.text.trim()}
          trans={trans}
          onClear={() => filters.onViewChange({ ...view, filter: NO_FILTER })}
          onSearch={text =>
            filters.onViewChange({ ...view, filter: { ...view.filter, text } })
          }
        />
      )}
    </>
  );
}
