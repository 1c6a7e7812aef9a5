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
  Category,
  Route,
  RunInfo,
  StoreStatus,
  TransferAction,
  TransferStatus
} from '../protocol/generated';
import type { CellkeepError } from '../protocol/errors';

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
  /** How many more have waited for a while and have none. */
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

/** A run and the part of its artifacts that is loaded. */
export interface IRunSnapshot {
  readonly info: RunInfo;
  readonly expanded: boolean;
  /** Newest first. */
  readonly artifacts: ReadonlyArray<Artifact>;
  /** Whether `artifacts` is all of them. */
  readonly complete: boolean;
  readonly loading: boolean;
}

/** What a person looks for. */
export interface ICatalogQuery {
  readonly text: string;
  readonly category?: Category;
  /** A kind of `schema/types.json`, such as `table`. */
  readonly kind?: string;
}

/** The store's contents, as far as loaded. */
export interface ICatalogSnapshot {
  /** Newest first. */
  readonly runs: ReadonlyArray<IRunSnapshot>;
  /** Whether `runs` is all of them. */
  readonly complete: boolean;
  readonly query: ICatalogQuery;
  /** What the query found, newest first; undefined while nobody searches. */
  readonly results: ReadonlyArray<Artifact> | undefined;
  /** Whether `results` is all there is. */
  readonly resultsComplete: boolean;
  readonly loading: boolean;
  /** Why the last request failed; gone after the next one that succeeds. */
  readonly error: CellkeepError | undefined;
  readonly storeStatus: StoreStatus | undefined;
}

/** The runs and artifacts of the store, loaded page by page and kept fresh by its events. */
export interface ICatalogModel extends ISnapshotModel<ICatalogSnapshot> {
  /** Opens or closes a run; opening loads its first page. */
  setExpanded(runId: string, expanded: boolean): void;
  /** Loads the next page of runs; nothing where all are loaded or a page is on its way. */
  loadMoreRuns(): void;
  /** Loads the next page of a run's artifacts. */
  loadMoreArtifacts(runId: string): void;
  /** Loads the next page of the search. */
  loadMoreResults(): void;
  /** Searches, a moment later; an empty query goes back to the runs. */
  setQuery(query: ICatalogQuery): void;
  /** Loads everything that is shown again. */
  refresh(): Promise<void>;
  /** Returns a loaded artifact. */
  get(artifactId: string): Artifact | undefined;
  /** Returns an artifact, asking the server where it is not loaded. */
  fetch(artifactId: string): Promise<Artifact>;
  /** Takes an artifact off the list at once, deletes it after `undoMs`, and returns the way back. */
  delete(artifactId: string, undoMs?: number): IPendingDelete;
  /** Puts an artifact's newer self in its place, wherever it is shown. */
  replace(artifact: Artifact): void;
  /** Gives a run another name. */
  renameRun(runId: string, name: string): Promise<void>;
}

/** A deletion that can still be taken back. */
export interface IPendingDelete {
  readonly artifact: Artifact;
  /** Takes it back; false where it is too late. */
  undo(): boolean;
  /** Deletes now instead of later. */
  commit(): void;
  /** Resolves to the bytes freed, or undefined after undo; rejects where the server refused. */
  readonly done: Promise<number | undefined>;
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
