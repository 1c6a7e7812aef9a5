/**
 * The sidebar's component over the models: snapshots in, commands out.
 */

import type { CommandRegistry } from '@lumino/commands';
import * as React from 'react';

import type { ICatalogSnapshot, ITransfersSnapshot } from '../model/types';
import type { HistoryModel } from '../model/history';
import type { Artifact } from '../protocol/generated';
import { Details } from '../ui/details/Details';
import type {
  ArtifactFilter,
  SearchResults,
  SidebarProps,
  TransferPace
} from '../ui/props';
import { Sidebar } from '../ui/sidebar/Sidebar';
import { CommandIDs } from './commandIds';
import { fillNativeDrag } from './dragOut';
import { detailsActions } from './detailsActions';
import { useEditing } from './detailsEditing';
import type { PreviewModel } from './previewModel';
import { useSnapshot } from './useSnapshot';
import type { IWorkbench } from './workbench';

/** What the view shows and works with. */
export interface ISidebarViewProps {
  readonly workbench: IWorkbench;
  readonly preview: PreviewModel;
  readonly history: HistoryModel;
  readonly commands: CommandRegistry;
  readonly onDragOut: NonNullable<SidebarProps['onDragStart']>;
}

/** The sidebar, alive. */
export function SidebarView(props: ISidebarViewProps): JSX.Element {
  const { commands, workbench } = props;
  const { cellkeep, sidebar: state, trans } = workbench;
  const { catalog: model, transfers: transfersModel } = cellkeep;
  const connection = useSnapshot(workbench.connection);
  const catalog = useSnapshot(model);
  const transfers = useSnapshot(transfersModel);
  const { selection, revealed, notice } = useSnapshot(state);
  const filter = React.useMemo(() => filterOf(catalog), [catalog]);
  const newestFirst = React.useMemo(
    () => [...transfers.items].reverse(),
    [transfers]
  );
  const inFlight = React.useMemo(
    () => ({ rows: transfers.shown, waiting: transfers.waiting }),
    [transfers]
  );
  const run = (command: string, args = {}) =>
    void commands.execute(command, args);

  return (
    <Sidebar
      trans={trans}
      connection={connection}
      filter={filter}
      transfers={newestFirst}
      inFlight={inFlight}
      pace={paceOf(transfers)}
      verbsOf={transfer => transfersModel.verbs(transfer)}
      runs={catalog.runs}
      runsComplete={catalog.complete}
      loadError={catalog.error?.info() ?? null}
      results={resultsOf(catalog)}
      selection={selection}
      revealed={revealed}
      notice={notice}
      storeStatus={catalog.storeStatus}
      thumbnailUrl={artifact => cellkeep.thumbnailUrl(artifact)}
      details={
        selection.length > 0 ? <SelectedDetails {...props} /> : undefined
      }
      onFilterChange={changed => model.setQuery(queryOf(changed))}
      onSelectionChange={ids => state.select(ids)}
      onToggleRun={(runId, expanded) => model.setExpanded(runId, expanded)}
      onLoadMore={runId => {
        if (runId) {
          model.loadMoreArtifacts(runId);
        } else if (catalog.results) {
          model.loadMoreResults();
        } else {
          model.loadMoreRuns();
        }
      }}
      onOpen={({ id }) => run(CommandIDs.openArtifact, { artifactId: id })}
      onInsertLoadCode={({ id }) =>
        run(CommandIDs.insertLoadCode, { artifactId: id })
      }
      onDownload={artifacts =>
        run(CommandIDs.download, { artifactIds: idsOf(artifacts) })
      }
      onDelete={artifacts =>
        run(CommandIDs.deleteArtifact, { artifactIds: idsOf(artifacts) })
      }
      onRenameRun={({ run: { id } }, name) =>
        run(CommandIDs.renameRun, { runId: id, name })
      }
      onRename={({ id }) => run(CommandIDs.renameArtifact, { artifactId: id })}
      onTransferVerb={(transfer, verb) => transfersModel.act(transfer.id, verb)}
      onAllTransfers={verb => transfersModel.actAll(verb)}
      onRetryConnection={() => run(CommandIDs.refresh)}
      onContextMenu={(_, target) => {
        // JupyterLab opens the menu; its commands ask what it was opened on.
        state.target = target;
      }}
      onDragStart={props.onDragOut}
      onDragToDesktop={(artifact, transfer) =>
        fillNativeDrag(artifact, cellkeep.contentUrl(artifact), transfer)
      }
    />
  );
}

function SelectedDetails(props: ISidebarViewProps): JSX.Element | null {
  const { preview, workbench } = props;
  const { artifact } = useSnapshot(workbench.cellkeep.selection);
  React.useEffect(() => preview.show(artifact), [preview, artifact]);
  return artifact ? <ArtifactDetails {...props} artifact={artifact} /> : null;
}

function ArtifactDetails(
  props: ISidebarViewProps & { artifact: Artifact }
): JSX.Element {
  const { artifact, commands, history, preview, workbench } = props;
  const { cellkeep, sidebar, trans } = workbench;
  const content = useSnapshot(preview);
  const editing = useEditing(artifact, {
    workbench,
    commands,
    history,
    onShow: ({ id }) => sidebar.reveal(id)
  });
  return (
    <Details
      trans={trans}
      artifact={artifact}
      route={cellkeep.transfers.routeOf(artifact.id)}
      preview={content}
      editing={editing}
      onRetryPreview={() => preview.retry()}
      {...detailsActions(commands)}
    />
  );
}

function idsOf(artifacts: readonly Artifact[]): string[] {
  return artifacts.map(({ id }) => id);
}

function filterOf({ query }: ICatalogSnapshot): ArtifactFilter {
  return {
    query: query.text,
    kind: query.kind ?? null,
    category: query.category ?? null
  };
}

function queryOf(filter: ArtifactFilter): ICatalogSnapshot['query'] {
  return {
    text: filter.query,
    ...(filter.kind ? { kind: filter.kind } : {}),
    ...(filter.category ? { category: filter.category } : {})
  };
}

function paceOf(transfers: ITransfersSnapshot): TransferPace {
  return {
    bytesPerSecond: transfers.bytesPerSecond,
    rates: transfers.rates,
    secondsLeft: transfers.secondsLeft ?? null
  };
}

function resultsOf(catalog: ICatalogSnapshot): SearchResults | null {
  return catalog.results
    ? {
        artifacts: catalog.results,
        complete: catalog.resultsComplete,
        loading: catalog.loading
      }
    : null;
}
