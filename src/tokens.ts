/**
 * What other extensions may use.
 */
import { type ReadonlyJSONObject, Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { Kernel } from '@jupyterlab/services';
import type { ComponentType } from 'react';

import type { ICodecRegistry } from './codecs/registry';
import type { IContentSource, View } from './codecs/view';
import type { IKernelLink, IRunHint } from './model/kernels';
import type { ILibrary } from './model/library';
import type {
  ICatalogModel,
  ISelectionModel,
  ITransfersModel
} from './model/types';
import type {
  Artifact,
  ChangeEvent,
  CopyRequest,
  Run,
  StorePlace
} from './protocol/generated';
import type { ISaveRequest } from './transfer/request';
import type { KeepWish, ObjectLook } from './transport/frontEnd';
import type { ApiClient } from './transport/http';

export {
  ICapturerRegistry,
  type ICapture,
  type ICapturer
} from './capture/capturers';
export type { IKernelLink, IRunHint } from './model/kernels';
export { ICodecRegistry, type IDecoder } from './codecs/registry';
export type { IContentSource, ITableView, View } from './codecs/view';
export type { ISaveRequest } from './transfer/request';

/** Cellkeep in the browser. */
export interface ICellkeep {
  /** Every save that is under way, wherever it was asked for. */
  readonly transfers: ITransfersModel;
  /** What the store has. */
  readonly catalog: ICatalogModel;
  /** Asks the server now how the store stands and what is in it. */
  refresh(): Promise<void>;
  /** What a person changes about it. */
  readonly library: ILibrary;
  /** Which artifact is selected. */
  readonly selection: ISelectionModel;
  /** The interface of the store that is shown. */
  readonly api: ApiClient;
  /**
   * Which store is shown, of a server that has two: its own folder, and the service that saves go
   * to. Undefined where there is one.
   */
  readonly place: StorePlace | undefined;
  /** Fires when the other store is shown. */
  readonly placeChanged: ISignal<unknown, void>;
  /** Shows the list, the details and the numbers of one of two stores. */
  show(place: StorePlace): void;
  /** The same, whose `api`, `catalog`, `library` and content are those of one store, whichever is shown. */
  at(place: StorePlace | undefined): ICellkeep;
  /** Has the server copy a run, or artifacts, to the other store; see `transfers`. */
  copy(request: CopyRequest): Promise<void>;
  /** Fires when something changed in the store that saves go to, whoever changed it. */
  readonly changed: ISignal<unknown, ChangeEvent>;
  /** How bytes become something to look at. */
  readonly codecs: ICodecRegistry;

  /**
   * Queues saves and returns at once.
   *
   * Each request then appears in `transfers`; a failure shows there, with its reason and
   * a retry. The bytes of a `bytes` source must not change afterwards.
   *
   * @returns The id of each request's transfer, in the order of the requests. Requests with
   * a `contents` source have none: the server makes theirs.
   */
  save(
    requests: ReadonlyArray<ISaveRequest>
  ): ReadonlyArray<string | undefined>;

  /**
   * Returns the run into which a save without another wish goes: one for each notebook and
   * kernel session, the same each time it is asked for until the kernel begins another one.
   */
  currentRun(place?: IRunPlace): Run;

  /**
   * Has a kernel begin another run, as `cellkeep.new_run()` does.
   *
   * @returns It; undefined where the kernel is busy, and begins it when its cells have ended.
   * Rejects where the kernel has no helper.
   */
  newRun(kernelId: string): Promise<Run | undefined>;

  /** The run that a kernel is in, where it is not its first one. */
  runBegunBy(kernelId: string): Run | undefined;

  /** Fires once for a run whose parameters change: a person may want another one. */
  readonly hinted: ISignal<unknown, IRunHint>;

  /** Listens to a kernel's helper until disposed. Once for each kernel connection. */
  connectKernel(
    kernel: Kernel.IKernelConnection,
    options?: IKernelOptions
  ): IKernelLink;

  /** The way to a kernel that is listened to, by whichever connection. */
  linkOf(kernelId: string): IKernelLink | undefined;

  /**
   * Has a kernel keep an object that is still alive in it.
   *
   * @returns The id of its transfer. Rejects where the kernel has no helper, the object is
   * gone, or no answer came in two seconds.
   */
  keepObject(kernelId: string, wish: KeepWish): Promise<string>;

  /**
   * What a kernel still has of an object; undefined where no helper has spoken yet. Rejects where
   * the kernel does not say.
   */
  lookAtObject(
    kernelId: string,
    objectId: string
  ): Promise<ObjectLook | undefined>;

  /** Fires with the id of a kernel when the helper of another process of it was heard. */
  readonly helperHeard: ISignal<unknown, string>;

  /** The kernel's process that has the helper, by an id that is new after each restart. */
  processOf(kernelId: string): string | undefined;

  /** The sha256 of a blob, computed off the page's thread. */
  digest(blob: Blob): Promise<string>;

  /** Reads an artifact's bytes, whole or in part. */
  content(artifact: Artifact): IContentSource;
  /** Decodes an artifact's first bytes into something to look at. */
  decode(artifact: Artifact, signal?: AbortSignal): Promise<View>;
  /** Absolute address of an artifact's bytes. */
  contentUrl(artifact: Pick<Artifact, 'id'>): string;
  /** Absolute address of an artifact's thumbnail; only where `artifact.thumbnail`. */
  thumbnailUrl(artifact: Pick<Artifact, 'id'>): string;
}

/** Where a save comes from, to choose its run. */
export interface IRunPlace {
  /** Path of the notebook. */
  notebook?: string;
  kernelId?: string;
}

/** How a kernel is listened to. */
export interface IKernelOptions {
  /** Path of the notebook that shows this kernel. */
  notebook?: string;
}

/** Provides Cellkeep's models and actions. */
export const ICellkeep = new Token<ICellkeep>(
  'cellkeep:ICellkeep',
  'Saves to Cellkeep and shows what it keeps: transfers, catalog, selection and content.'
);

/** What a viewer is given. */
export interface IViewerProps {
  readonly artifact: Artifact;
  /** What the artifact's codec made of its first bytes; undefined for a viewer with `reads: 'nothing'`. */
  readonly view: View | undefined;
  /** The artifact's bytes, for a viewer that wants more of them. */
  readonly content: IContentSource;
  /** Absolute address of the bytes. */
  readonly contentUrl: string;
  /** Whether the viewer stands in the sidebar's small preview, not in a tab of its own. */
  readonly compact: boolean;
  /** What the viewer last gave to `onState` for this document; it outlives a reload of the page. */
  readonly state?: ReadonlyJSONObject;
  /** Keeps what a person has set, such as a sort order, for the next time the page is loaded. */
  readonly onState?: (state: ReadonlyJSONObject) => void;
}

/** Shows artifacts of some kinds. */
export interface IViewer {
  /** Unique, such as `my-extension:volume`. */
  readonly id: string;
  /** What people see where they choose among viewers. */
  readonly label: string;
  /** `nothing` where the component reads the content itself, or needs only its address. */
  readonly reads: 'view' | 'nothing';
  /** Whether it reads the content whole; the small preview then leaves out what is large. */
  readonly readsWhole?: boolean;
  accepts(artifact: Artifact): boolean;
  /**
   * Whether it accepts content that starts with these bytes (at most 8 KiB of it), where a
   * file may be called anything. By default what `accepts` says.
   */
  acceptsContent?(artifact: Artifact, head: Uint8Array): boolean;
  readonly component: ComponentType<IViewerProps>;
}

/** The viewers there are. */
export interface IViewerRegistry {
  /**
   * Adds a viewer.
   *
   * @param rank - Lowest first; Cellkeep's own are at 100. Equal ranks: the newer first.
   * @returns Takes the viewer away again when disposed.
   */
  add(viewer: IViewer, rank?: number): IDisposable;
  /**
   * Returns the viewers that accept an artifact, best first.
   *
   * @param head - Its first bytes, where they are known.
   */
  viewersFor(artifact: Artifact, head?: Uint8Array): ReadonlyArray<IViewer>;
}

/** Where third parties add viewers. */
export const IViewerRegistry = new Token<IViewerRegistry>(
  'cellkeep:IViewerRegistry',
  'Where extensions add viewers for kinds of artifacts.'
);
