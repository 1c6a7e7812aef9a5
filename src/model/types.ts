/**
 * What the user interface sees of the models: immutable snapshots and signals.
 *
 * A component reads a model with React's `useSyncExternalStore`:
 * ```ts
 * useSyncExternalStore(
 *   changed => {
 *     model.stateChanged.connect(changed);
 *     return () => void model.stateChanged.disconnect(changed);
 *   },
 *   () => model.snapshot
 * );
 * ```
 */
import type { IObservableDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';

import type {
  Artifact,
  DeleteReport,
  DeleteRequest,
  Route,
  RunInfo,
  StoreStatus,
  TransferAction,
  TransferStatus
} from '../protocol/generated';
import type { CellkeepError } from '../protocol/errors';
import type { ICatalogView } from './view';

/** A model with one immutable snapshot, replaced whenever something changes. */
export interface ISnapshotModel<T> extends IObservableDisposable {
  /** The state now. The same object until `stateChanged` fires. */
  readonly snapshot: T;
  /** Fires after `snapshot` was replaced. */
  readonly stateChanged: ISignal<ISnapshotModel<T>, void>;
}

/** Every save that is under way or has just ended, wherever it was asked for. */
export interface ITransfersSnapshot {
  /** In the order in which they were asked for. */
  readonly items: ReadonlyArray<TransferStatus>;
  /** Those that have a row of their own in the list, newest first. */
  readonly shown: ReadonlyArray<TransferStatus>;
  /** How many more have gone on for a while and have none. */
  readonly waiting: number;
  /** Number of items that are neither stored, cancelled nor failed. */
  readonly active: number;
  /** Bytes that went and bytes in all, of what was asked for since nothing was under way. */
  readonly sent: number;
  readonly size: number;
  /** Bytes sent each second, over the last few seconds; 0 while nothing moves. */
  readonly bytesPerSecond: number;
  /** The same for each of those that have a row, while its bytes move. */
  readonly rates: ReadonlyMap<string, number>;
  /** Seconds until everything under way is stored; undefined where nobody can know. */
  readonly secondsLeft: number | undefined;
}

/** What can be done to a transfer: the protocol's actions, and taking it off the list. */
export type TransferVerb = TransferAction | 'dismiss';

/** The transfers of this browser, of every connected kernel, and of the server, as one list. */
export interface ITransfersModel extends ISnapshotModel<ITransfersSnapshot> {
  /** Fires once for each transfer when it fails, so that someone can say so, once. */
  readonly failed: ISignal<ITransfersModel, TransferStatus>;
  /** Fires once for each transfer when the store has it. */
  readonly stored: ISignal<ITransfersModel, TransferStatus>;
  /** Returns a transfer by its id. */
  get(id: string): TransferStatus | undefined;
  /** How an artifact came into the store, where it came since this page was loaded. */
  routeOf(artifactId: string): Route | undefined;
  /** Which verbs make sense for a transfer now. */
  verbs(transfer: TransferStatus): ReadonlyArray<TransferVerb>;
  /** Asks the transfer's origin for it. A refusal shows as the transfer's state or error. */
  act(id: string, verb: TransferVerb): void;
  /** The same for every transfer for which the verb makes sense. */
  actAll(verb: TransferVerb): void;
}

/** A group of artifacts and the part of them that is loaded. */
export interface IGroupSnapshot {
  /** What its artifacts share: a run's id, a path, a local day, a kind; empty where they have none. */
  readonly key: string;
  /** The same for people; where it needs words, it is the key. */
  readonly label: string;
  /** How many there are; undefined until the server has counted them. */
  readonly count: number | undefined;
  readonly bytes: number;
  /** In how many runs it is, where the group is a name; its latest artifact is then the first. */
  readonly runs?: number;
  /** Everything about the run, where the group is one and that is known. */
  readonly run?: RunInfo;
  readonly expanded: boolean;
  /** In the view's order. */
  readonly artifacts: ReadonlyArray<Artifact>;
  /** Whether `artifacts` is all of them. */
  readonly complete: boolean;
  readonly loading: boolean;
}

/** What the list shows, as far as loaded: groups, or artifacts without groups. */
export type CatalogList = {
  /** What it is the answer to. */
  readonly view: ICatalogView;
  /** What it does not show: nothing, what can be loaded, or what is too much to be listed. */
  readonly rest: 'none' | 'some' | 'too many';
} & (
  | {
      readonly type: 'groups';
      readonly groups: ReadonlyArray<IGroupSnapshot>;
    }
  | { readonly type: 'flat'; readonly artifacts: ReadonlyArray<Artifact> }
);

/** How much meets the filter. */
export interface IFound {
  readonly artifacts: number;
  readonly bytes: number;
}

/** The store's contents, as far as loaded. */
export interface ICatalogSnapshot {
  /** What is asked for. */
  readonly view: ICatalogView;
  /** The answer to `view`, or to the one before until it is there. */
  readonly list: CatalogList;
  /** The store's runs, newest first, whatever the view is. */
  readonly runs: ReadonlyArray<RunInfo>;
  /** How much the filter finds; undefined without one, and until it is counted. */
  readonly found: IFound | undefined;
  readonly loading: boolean;
  /** Whether `list` answers what was asked for last; else it is what was shown before. */
  readonly answered: boolean;
  /** Why the last request failed; gone after the next one that succeeds. */
  readonly error: CellkeepError | undefined;
  readonly storeStatus: StoreStatus | undefined;
}

/** The artifacts of the store in groups, loaded page by page and kept fresh by its events. */
export interface ICatalogModel extends ISnapshotModel<ICatalogSnapshot> {
  /** Says which notebook a person works in: its names come first. */
  setNotebook(path: string | undefined): void;
  /** Shows the store in another way; what is shown stays until the answer. */
  setView(view: ICatalogView): void;
  /** Opens or closes a group; opening loads its first page. */
  setExpanded(key: string, expanded: boolean): void;
  /** Loads more groups, or the flat list's next page; nothing where all are loaded or a page is on its way. */
  loadMore(): void;
  /** Loads the next page of a group. */
  loadMoreOf(key: string): void;
  /** Loads everything that is shown again. */
  refresh(): Promise<void>;
  /** Returns a loaded artifact. */
  get(artifactId: string): Artifact | undefined;
  /** Returns an artifact, asking the server where it is not loaded. */
  fetch(artifactId: string): Promise<Artifact>;
  /** Moves artifacts to the trash, or deletes them for good, and takes them off the list. */
  delete(request: Omit<DeleteRequest, 'dry_run'>): Promise<DeleteReport>;
  /** Brings artifacts back from the trash; returns those that were there. */
  restore(artifactIds: ReadonlyArray<string>): Promise<ReadonlyArray<string>>;
  /** Puts an artifact's newer self in its place, wherever it is shown. */
  replace(artifact: Artifact): void;
  /** Gives a run another name. */
  renameRun(runId: string, name: string): Promise<void>;
}

/** Which artifact is selected, and what stands before and after it in the list. */
export interface ISelectionSnapshot {
  readonly artifact: Artifact | undefined;
  readonly previous: Artifact | undefined;
  readonly next: Artifact | undefined;
}

/** The selected artifact. */
export interface ISelectionModel extends ISnapshotModel<ISelectionSnapshot> {
  select(artifactId: string | undefined): void;
  selectNext(): void;
  selectPrevious(): void;
}
