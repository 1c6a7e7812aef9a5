/**
 * The sidebar's component over the models: snapshots in, commands out.
 */

import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { Drag } from '@lumino/dragdrop';
import * as React from 'react';

import { ARTIFACTS_MIME, RUN_MIME } from '../../capture/drag';
import type { ITransfersSnapshot } from '../../model/types';
import type { Artifact, StorePlace } from '../../protocol/generated';
import type { ICellkeep } from '../../tokens';
import type { ListProps, TransferPace, TransferVerb } from '../../ui/props';
import { Sidebar } from '../../ui/sidebar/Sidebar';
import { type Copied, StoreSwitch } from '../../ui/sidebar/StoreSwitch';
import { CommandIDs } from '../application/commandIds';
import {
  actionOf,
  noArgs,
  onArtifact,
  onArtifacts
} from '../application/commands';
import { fillNativeDrag } from '../artifacts/dragOut';
import { useCommands } from '../application/useCommands';
import { useSnapshot } from '../application/useSnapshot';
import { type IDetailsServices, SelectedDetails } from './detailsView';

/** What the view shows and works with. */
export interface ISidebarViewProps extends IDetailsServices {
  /** The context menu opens at a row. */
  readonly onContextMenu: (row: HTMLElement) => void;
  readonly onDragOut: NonNullable<ListProps['onDragStart']>;
  readonly onFilterMenu: (anchor: HTMLElement) => void;
  readonly onViewMenu: (anchor: HTMLElement) => void;
  readonly onSelectionMenu: (anchor: HTMLElement) => void;
}

/** The sidebar, alive. */
export function SidebarView(props: ISidebarViewProps): JSX.Element {
  const { commands, services } = props;
  const { cellkeep, sidebar: state, trans } = services;
  const { catalog: model, transfers: transfersModel } = cellkeep;
  const connection = useSnapshot(services.connection);
  const helper = useSnapshot(services.helpers);
  const catalog = useSnapshot(model);
  const transfers = useSnapshot(transfersModel);
  const { look, selection, revealed, notice } = useSnapshot(state);
  const { artifact } = useSnapshot(cellkeep.selection);
  const newestFirst = React.useMemo(
    () => [...transfers.items].reverse(),
    [transfers]
  );
  const pace = React.useMemo(() => paceOf(transfers), [transfers]);
  const actions = useCommands(commands, actionsOf);
  const place = usePlace(cellkeep);
  const onCopy = React.useCallback(
    (dragged: Copied, to: StorePlace) =>
      void commands.execute(COPIES[to], dropped(dragged)),
    [commands]
  );

  return (
    <Sidebar
      trans={trans}
      top={
        place && (
          <StoreSwitch
            trans={trans}
            place={place}
            draggedOf={draggedOf}
            onShow={wanted => cellkeep.show(wanted)}
            onCopy={actions.canCopy ? onCopy : undefined}
          />
        )
      }
      connection={connection}
      onRetryConnection={actions.retryConnection}
      notice={notice}
      storeStatus={catalog.storeStatus}
      helper={helper}
      details={
        selection.length > 0 && artifact && look.details === 'below' ? (
          <SelectedDetails {...props} />
        ) : undefined
      }
      detailsOf={artifact && `${artifact.run_id} ${artifact.name}`}
      share={look.share}
      onShareChange={share => state.setLook({ share })}
      filters={{
        view: catalog.view,
        found: catalog.loading ? undefined : catalog.found,
        onViewChange: view => state.show(view),
        onFilterMenu: props.onFilterMenu,
        onViewMenu: props.onViewMenu
      }}
      selection={{
        ids: selection,
        onChange: ids => state.select(ids),
        ...actions.selection,
        onMenu: props.onSelectionMenu
      }}
      flight={{
        transfers: newestFirst,
        rows: transfers.shown,
        waiting: transfers.waiting,
        pace,
        verbsOf: transfer =>
          transfersModel.verbs(transfer).filter(verb => actions.verbs[verb]),
        onVerb: ({ id }, verb) => actions.verbs[verb]?.({ transferId: id }),
        onAll: verb => actions.verbs[verb]?.({})
      }}
      list={{
        shown: catalog.list,
        loading: catalog.loading,
        isGallery: look.gallery,
        answered: catalog.answered,
        loadError: catalog.error?.info() ?? null,
        revealed,
        thumbnailUrl: artifact => cellkeep.thumbnailUrl(artifact),
        onToggleGroup: (key, expanded) => model.setExpanded(key, expanded),
        onLoadMore: key =>
          key === null ? model.loadMore() : model.loadMoreOf(key),
        ...actions.list,
        onContextMenu: ({ currentTarget }, target) => {
          // JupyterLab opens the menu; its commands ask what it was opened on.
          state.target = target;
          if (currentTarget instanceof HTMLElement) {
            props.onContextMenu(currentTarget);
          }
        },
        onDragStart: props.onDragOut,
        onDragToDesktop: (artifact, transfer) =>
          fillNativeDrag(artifact, cellkeep.contentUrl(artifact), transfer)
      }}
    />
  );
}

/** The store that is shown, of two. */
function usePlace({ place, placeChanged }: ICellkeep): StorePlace | undefined {
  const [, count] = React.useReducer((sum: number) => sum + 1, 0);
  React.useEffect(() => {
    const slot = () => count();
    placeChanged.connect(slot);
    return () => {
      placeChanged.disconnect(slot);
    };
  }, [placeChanged]);
  return place;
}

/** What a person does in the list, by the commands that there are. */
function actionsOf(commands: CommandRegistry) {
  const verb = (command: string) =>
    actionOf(commands, command, (args: ReadonlyPartialJSONObject) => args);
  return {
    retryConnection: actionOf(commands, CommandIDs.refresh, noArgs),
    // Whether the plugin is there; which of them is offered changes with the store that is shown.
    canCopy: commands.hasCommand(CommandIDs.copyHere),
    selection: {
      onDownload: actionOf(commands, CommandIDs.download, onArtifacts),
      onDelete: actionOf(commands, CommandIDs.deleteArtifact, onArtifacts),
      onCompare: actionOf(commands, CommandIDs.compare, onArtifacts)
    },
    list: {
      onOpen: actionOf(commands, CommandIDs.openArtifact, onArtifact),
      onInsertLoadCode: actionOf(
        commands,
        CommandIDs.insertLoadCode,
        onArtifact
      ),
      onDeleteRun: actionOf(
        commands,
        CommandIDs.deleteRun,
        (runId: string) => ({ runId })
      ),
      onRenameRun: actionOf(
        commands,
        CommandIDs.renameRun,
        (runId: string, name: string) => ({ runId, name })
      ),
      onRenameArtifact: actionOf(
        commands,
        CommandIDs.renameArtifact,
        ({ id }: Artifact, name: string) => ({ artifactId: id, name })
      )
    },
    verbs: {
      pause: verb(CommandIDs.pause),
      resume: verb(CommandIDs.resume),
      cancel: verb(CommandIDs.cancel),
      retry: verb(CommandIDs.retry),
      dismiss: verb(CommandIDs.dismiss)
    } satisfies Record<TransferVerb, unknown>
  };
}

const COPIES: Readonly<Record<StorePlace, string>> = {
  here: CommandIDs.copyHere,
  team: CommandIDs.copyToTeam
};

function draggedOf({ mimeData }: Drag.Event): Copied | undefined {
  return mimeData.hasData(RUN_MIME)
    ? { runId: mimeData.getData(RUN_MIME) as string }
    : mimeData.hasData(ARTIFACTS_MIME)
      ? { artifactIds: mimeData.getData(ARTIFACTS_MIME) as string[] }
      : undefined;
}

/** Whoever drags means it: nobody is asked. */
const dropped = (dragged: Copied) => ({
  ...('runId' in dragged ? dragged : { artifactIds: [...dragged.artifactIds] }),
  asks: false
});

function paceOf(transfers: ITransfersSnapshot): TransferPace {
  return {
    bytesPerSecond: transfers.bytesPerSecond,
    rates: transfers.rates,
    secondsLeft: transfers.secondsLeft ?? null
  };
}
