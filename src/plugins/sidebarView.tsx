/**
 * The sidebar's component over the models: snapshots in, commands out.
 */

import type { CommandRegistry } from '@lumino/commands';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ITransfersSnapshot } from '../model/types';
import type { Artifact } from '../protocol/generated';
import type { ICellkeep } from '../tokens';
import { Details } from '../ui/details/Details';
import type { SidebarProps, TransferPace } from '../ui/props';
import { Sidebar } from '../ui/sidebar/Sidebar';
import { CommandIDs } from './commandIds';
import type { ConnectionModel } from './connection';
import { fillNativeDrag } from './dragOut';
import { detailsActions } from './detailsActions';
import type { PreviewModel } from './previewModel';
import type { SidebarState } from './sidebarState';
import { useSnapshot } from './useSnapshot';

/** What the view shows and works with. */
export interface ISidebarViewProps {
  readonly cellkeep: ICellkeep;
  readonly connection: ConnectionModel;
  readonly state: SidebarState;
  readonly preview: PreviewModel;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
  readonly onDragOut: NonNullable<SidebarProps['onDragStart']>;
  readonly onFilterMenu: (anchor: HTMLElement) => void;
  readonly onViewMenu: (anchor: HTMLElement) => void;
  readonly onSelectionMenu: (anchor: HTMLElement) => void;
}

/** The sidebar, alive. */
export function SidebarView(props: ISidebarViewProps): JSX.Element {
  const { cellkeep, commands, state, trans } = props;
  const { catalog: model, transfers: transfersModel } = cellkeep;
  const connection = useSnapshot(props.connection);
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
      onRenameRun={(runId, name) => run(CommandIDs.renameRun, { runId, name })}
      onRenameArtifact={
        commands.hasCommand(CommandIDs.renameArtifact)
          ? ({ id }, name) =>
              run(CommandIDs.renameArtifact, { artifactId: id, name })
          : undefined
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
  const { cellkeep, preview, trans } = props;
  const { artifact } = useSnapshot(cellkeep.selection);
  const content = useSnapshot(preview);
  React.useEffect(() => preview.show(artifact), [preview, artifact]);
  if (!artifact) {
    return null;
  }
  return (
    <Details
      trans={trans}
      artifact={artifact}
      route={cellkeep.transfers.routeOf(artifact.id)}
      preview={content}
      onRetryPreview={() => preview.retry()}
      {...detailsActions(props.commands)}
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
