/**
 * The props of the components of the interface: data in, callbacks out. Those of a folder with
 * props of its own (`drop`, `storage`) are there.
 *
 * Components own only what a person is doing right now (focus, hover, a half-typed word).
 * Everything that outlives a render comes in as a prop. A callback may be absent where the plugin
 * that does its work is disabled; then its button is not drawn.
 */
import type * as React from 'react';
import type { LabIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  Artifact,
  Category,
  ErrorInfo,
  Route,
  Run,
  StorePlace,
  StoreStatus,
  TransferAction,
  TransferStatus
} from '../protocol/generated';
import type { CatalogList, IFound } from '../model/types';
import type { ICatalogView } from '../model/view';
import type { View } from '../codecs/view';

/** What every component needs. */
export interface Translated {
  /** The bundle that every visible string goes through. */
  trans: TranslationBundle;
}

/** Something that is fetched: on its way, failed, or here. */
export type Loadable<T> =
  | { status: 'loading' }
  | { status: 'error'; error: ErrorInfo }
  | { status: 'ready'; value: T };

/** Whether there is a store to show. */
export type Connection =
  | { status: 'connecting' }
  | { status: 'ready' }
  /** The server has no Cellkeep extension. */
  | { status: 'missing' }
  /** The extension is there and speaks another version of the protocol. */
  | { status: 'incompatible'; error: ErrorInfo }
  /** The server or its store cannot be reached. */
  | { status: 'unreachable'; error: ErrorInfo }
  /** Nobody is signed in to Jupyter. */
  | { status: 'signed-out'; error: ErrorInfo; signInUrl: string };

/** A connection that is none: why there is nothing new to show. */
export type BrokenConnection = Exclude<
  Connection,
  { status: 'ready' | 'connecting' }
>;

/** Whether a kernel has the helper, which knows the objects behind its outputs. */
export type HelperState =
  /** It may come at any moment: the kernel starts, or is busy. */
  | 'loading'
  | 'loaded'
  /** It is not installed where the kernel runs. */
  | 'missing'
  /** It is installed and does not work there. */
  | 'failed'
  /** The person does not want it to be loaded by itself. */
  | 'off'
  /** The kernel's language is not Python. */
  | 'other';

/** How fast the transfers go, all together. */
export interface TransferPace {
  bytesPerSecond: number;
  /** The same for each save, by its id, while its bytes move. */
  rates?: ReadonlyMap<string, number>;
  /** `null` while it cannot be told. */
  secondsLeft: number | null;
}

/** What the list shows of the saves under way. */
export interface InFlight {
  rows: readonly TransferStatus[];
  /** Saves that have no row. */
  waiting: number;
}

/** What can be done to a save that is under way or has ended. */
export type TransferVerb = TransferAction | 'dismiss';

/** What a context menu, or a drag, is about. */
export type SidebarTarget =
  | { type: 'artifact'; artifact: Artifact }
  | { type: 'run'; run: { run: Pick<Run, 'id' | 'name'> } }
  | { type: 'transfer'; transfer: TransferStatus };

/** A line at the foot of the list, such as "Deleted results. Undo". */
export interface Notice {
  message: string;
  actionLabel?: string;
  onAction?: () => void;
  onDismiss: () => void;
}

/** What is looked for, and what of it is found. */
export interface FilterProps {
  /** What the person asked to see. */
  view: ICatalogView;
  /** How much meets the filter; undefined where that is not known, or not yet. */
  found: IFound | undefined;
  onViewChange: (view: ICatalogView) => void;
  /** Open the menu of filters, and the one of groups and orders, at their buttons. */
  onFilterMenu: (anchor: HTMLElement) => void;
  onViewMenu: (anchor: HTMLElement) => void;
}

/** What is dragged out of the list: artifacts, or a whole run. */
export type DraggedOut =
  { readonly artifacts: readonly Artifact[] } | { readonly run: Run };

/** The list of what is stored, and what a person does in it. */
export interface ListProps {
  shown: CatalogList;
  /** Whether the answer to the view is on its way; what was shown before stays in view meanwhile. */
  loading: boolean;
  /** Whether artifacts are shown as tiles. */
  isGallery?: boolean;
  /** Whether what is shown answers what was asked for last; else it is what was shown before that. */
  answered: boolean;
  /** Why the last page did not come; shown at the end of the list with a retry. */
  loadError?: ErrorInfo | null;
  /** The artifact to scroll to and to make active, such as after a click on a tick. */
  revealed?: string | null;
  /** Address of an artifact's thumbnail; asked only where `artifact.thumbnail`. */
  thumbnailUrl: (artifact: Artifact) => string;
  onToggleGroup: (key: string, expanded: boolean) => void;
  /** A group's next page; `null` for more groups, or more of a flat list. Harmless when repeated. */
  onLoadMore: (key: string | null) => void;
  onOpen?: (artifact: Artifact) => void;
  onInsertLoadCode?: (artifact: Artifact) => void;
  /** Delete on a run; there only where this is given. */
  onDeleteRun?: (runId: string) => void;
  /** F2 on a run; there only where this is given. */
  onRenameRun?: (runId: string, name: string) => void;
  /** F2 on an artifact; there only where this is given. */
  onRenameArtifact?: (artifact: Artifact, name: string) => void;
  /** The row is active, and selected if it is an artifact, before this is called. */
  onContextMenu?: (event: React.MouseEvent, target: SidebarTarget) => void;
  /** The pointer left the place where it was pressed on a row: start a drag. */
  onDragStart?: (
    dragged: DraggedOut,
    event: PointerEvent,
    row: HTMLElement
  ) => void;
  /** The browser's own drag of a row's icon began; it may end on the desktop. */
  onDragToDesktop?: (artifact: Artifact, transfer: DataTransfer) => void;
}

/** The saves that are under way. */
export interface FlightProps extends InFlight {
  /** Every save that is under way, failed, or ended and not yet dismissed, newest first. */
  transfers: readonly TransferStatus[];
  pace: TransferPace;
  /** Which verbs make sense for a save now; they become its buttons. */
  verbsOf: (transfer: TransferStatus) => readonly TransferVerb[];
  onVerb: (transfer: TransferStatus, verb: TransferVerb) => void;
  /** The same for every save for which the verb makes sense. */
  onAll: (verb: TransferVerb) => void;
}

/** What is selected, and what can be done with it. */
export interface SelectionProps {
  /** Ids of artifacts; the one acted on last is last. */
  ids: readonly string[];
  onChange: (ids: readonly string[]) => void;
  onDownload?: (artifacts: readonly Artifact[]) => void;
  onDelete?: (artifacts: readonly Artifact[]) => void;
  onCompare?: (artifacts: readonly Artifact[]) => void;
  /** Open the menu of everything that can be done with the selected artifacts. */
  onMenu: (anchor: HTMLElement) => void;
}

/** The tree of what is under way and what is stored. */
export interface TreeProps extends Translated {
  list: ListProps;
  flight: FlightProps;
  selection: SelectionProps;
  /** Now, for relative times; given by tests. */
  now?: Date;
}

export interface SidebarProps extends TreeProps {
  /** What stands above all, whether the store can be reached or not. */
  top?: React.ReactNode;
  connection: Connection;
  onRetryConnection?: () => void;
  filters: FilterProps;
  notice?: Notice | null;
  /** The store's numbers, which tell what waits outside of it. */
  storeStatus?: StoreStatus;
  /** Whether the kernel that a person works with has the helper. */
  helper?: HelperState;
  /** What stands under the list (`Details`); a bar between them moves. */
  details?: React.ReactNode;
  /** Whose details they are; those of another name begin at their top. */
  detailsOf?: string;
  /** How much of the height they take, in percent. */
  share?: number;
  onShareChange?: (share: number) => void;
}

export interface DetailsProps extends Translated {
  artifact: Artifact;
  /** In which of two stores it is; undefined where there is one. */
  place?: StorePlace;
  /** How it came into the store, where that is known. */
  route?: Route;
  /** Whose its run is, where somebody else shares it. */
  sharer?: { readonly name: string; readonly avatar: string | undefined };
  /** What it looks like; absent where that stands beside it. */
  preview?: React.ReactNode;
  now?: Date;
  onOpen?: (artifact: Artifact) => void;
  onInsertLoadCode?: (artifact: Artifact) => void;
  onCopyLoadCode?: (artifact: Artifact) => void;
  onDownload?: (artifact: Artifact) => void;
  /** The button "more": open the menu of everything at this element. */
  onMore: (artifact: Artifact, anchor: HTMLElement) => void;
  /** Write text to the clipboard. */
  onCopy: (text: string) => void;
  /** Go to the notebook and cell it came from; the provenance is a link only where this is given. */
  onGoToSource?: (artifact: Artifact) => void;
  /** Show no details any more, of this artifact or another. */
  onHide?: () => void;
}

/** What stands under a cell: a save and what it became. */
export interface CardProps extends Translated {
  name: string;
  category: Category;
  kind: string;
  summary?: string;
  size: number;
  state: TransferStatus['state'];
  /** Bytes of `size` that went, for the progress line. */
  sent: number;
  /** Known once stored. */
  version?: number;
  error?: ErrorInfo;
  /** Address (object or http) of a picture to show. */
  thumbnailUrl?: string;
  /** What its record says of it; the first rows of a table stand there where there is no picture. */
  preview?: View;
  onOpen?: () => void;
  onRetry?: () => void;
}

/** What the button at an output shows. */
export type KeepState =
  /**
   * `what` it would keep, such as "full table, 1,000,000 × 8"; absent: as displayed, which is a
   * `display` such as "HTML table of 20 rows", and `helper` says why it may be less than could be.
   */
  | { status: 'idle'; what?: string; display?: string; helper?: HelperState }
  /** `fraction` from 0 to 1; `null` while the size is not known. */
  | { status: 'busy'; fraction: number | null }
  | { status: 'kept'; name: string; version: number; what?: string }
  | { status: 'failed'; error: ErrorInfo };

export interface KeepButtonProps extends Translated {
  state: KeepState;
  onKeep: () => void;
  onOpen?: () => void;
  /** The keyboard is to go back to the cell: after a click by pointer, and by Escape. */
  onLeave?: () => void;
}

export interface StatusItemProps extends Translated {
  /** Saves under way. */
  active: number;
  /** How many of them are paused; by default none. */
  paused?: number;
  failed: number;
  /** Bytes that went and bytes in all, since nothing was under way. */
  sent: number;
  size: number;
  onClick?: () => void;
}

/** A button with an icon and an accessible name. */
export interface IconButtonProps {
  icon: LabIcon;
  label: string;
  /** There is no button without it. */
  onClick: ((event: React.MouseEvent<HTMLButtonElement>) => void) | undefined;
  disabled?: boolean;
  className?: string;
  /** -1 in rows that are not the active one. */
  tabIndex?: number;
  /** Whether it opens a menu. */
  opensMenu?: boolean;
}
