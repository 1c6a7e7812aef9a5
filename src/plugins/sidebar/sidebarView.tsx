/**
 * The sidebar's component over the models: snapshots in, commands out.
 */

import type { CommandRegistry } from '@lumino/commands';
import * as React from 'react';

import type { HistoryModel } from '../../model/history';
import type { ITransfersSnapshot } from '../../model/types';
import type { Artifact } from '../../protocol/generated';
import { Details } from '../../ui/details/Details';
import type { SidebarProps, TransferPace } from '../../ui/props';
import { Sidebar } from '../../ui/sidebar/Sidebar';
import { CommandIDs } from '../application/commandIds';
import { fillNativeDrag } from '../drag/dragOut';
import { detailsActions } from '../editing/detailsActions';
import { useEditing } from '../editing/detailsEditing';
import type { PreviewModel } from '../artifacts/previewModel';
import { useSnapshot } from '../application/useSnapshot';
import type { IWorkbench } from '../application/workbench';

/** What the view shows and works with. */
export interface ISidebarViewProps {
  readonly workbench: IWorkbench;
  readonly preview: PreviewModel;
  readonly history: HistoryModel;
  readonly commands: CommandRegistry;
  readonly onDragOut: NonNullable<SidebarProps['onDragStart']>;
  readonly onFilterMenu: (anchor: HTMLElement) => void;
  readonly onViewMenu: (anchor: HTMLElement) => void;
  readonly onSelectionMenu: (anchor: HTMLElement) => void;
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
      view={catalog.view}
      groupedBy={catalog.shown.groupBy}
      transfers={newestFirst}
      inFlight={inFlight}
      pace={paceOf(transfers)}
      verbsOf={transfer => transfersModel.verbs(transfer)}
      groups={catalog.groups}
      groupsComplete={catalog.complete}
      tooManyGroups={catalog.tooMany}
      flat={catalog.flat ?? null}
      found={catalog.found ?? null}
      loading={catalog.loading}
      loadError={catalog.error?.info() ?? null}
      selection={selection}
      revealed={revealed}
      notice={notice}
      storeStatus={catalog.storeStatus}
      thumbnailUrl={artifact => cellkeep.thumbnailUrl(artifact)}
      details={
        selection.length > 0 ? <SelectedDetails {...props} /> : undefined
      }
      onViewChange={view => state.show(view)}
      onFilterMenu={props.onFilterMenu}
      onViewMenu={props.onViewMenu}
      onSelectionMenu={props.onSelectionMenu}
      onSelectionChange={ids => state.select(ids)}
      onToggleGroup={(key, expanded) => model.setExpanded(key, expanded)}
      onLoadMore={key => {
        if (key === null) {
          model.loadMore();
        } else {
          model.loadMoreOf(key);
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
      onCompare={artifacts =>
        run(CommandIDs.compare, { artifactIds: idsOf(artifacts) })
      }
      onDeleteRun={runId => run(CommandIDs.deleteRun, { runId })}
      onRenameRun={(runId, name) => run(CommandIDs.renameRun, { runId, name })}
      onRenameArtifact={({ id }, name) =>
        run(CommandIDs.renameArtifact, { artifactId: id, name })
      }
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

function paceOf(transfers: ITransfersSnapshot): TransferPace {
  return {
    bytesPerSecond: transfers.bytesPerSecond,
    rates: transfers.rates,
    secondsLeft: transfers.secondsLeft ?? null
  };
}
