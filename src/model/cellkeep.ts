import type { Kernel } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';
import type { ISignal } from '@lumino/signaling';

import { addDefaultDecoders } from '../codecs/defaults';
import { CodecRegistry } from '../codecs/registry';
import type { IContentSource, View } from '../codecs/view';
import { type CellkeepError, asCellkeepError } from '../protocol/errors';
import type {
  Artifact,
  ChangeEvent,
  CopyRequest,
  Run,
  StorePlace,
  StoreStatus
} from '../protocol/generated';
import { Disposable } from '../transport/disposable';
import type { KeepWish, ObjectLook } from '../transport/frontEnd';
import { Hasher } from '../transport/hashing/hasher';
import { type ApiClient } from '../transport/http';
import { keepObject, lookForObject } from '../transport/keeping';
import type { ISaveRequest } from '../transfer/request';
import type { IQueueLimits } from '../transfer/options';
import { KernelLinks } from './kernelLinks';
import type { IKernelLink, IRunHint } from './kernels';
import type { Library } from './library';
import { RunChooser, type IPlace } from './runs';
import { Saver } from './saver';
import { SelectionModel } from './selection';
import { ServerLink } from './serverLink';
import type { ShownCatalog } from './shown';
import { STATUS_MS, Stores, sum, type IStoresOptions } from './stores';
import { TransfersModel } from './transfers';

/** Settings of a person. */
export interface ICellkeepSettings {
  /** Uploads at a time, and bytes up to which a content rides on its offer. */
  readonly limits?: IQueueLimits;
  /** The largest payload that kernels may send along with an offer, in bytes. */
  readonly smallPayloadLimit?: number;
}

/** What Cellkeep in the browser needs. */
export interface ICellkeepOptions extends IStoresOptions {
  readonly settings?: ICellkeepSettings;
  /** Whether the page is visible now. */
  readonly isVisible?: () => boolean;
}

/** Cellkeep in the browser: the models, and the lines between them. */
export class Cellkeep extends Disposable {
  constructor(options: ICellkeepOptions) {
    super();
    const { api, settings = {} } = options;
    this._settings = settings;
    this._isVisible = options.isVisible ?? pageIsVisible;
    this._stores = new Stores(options);
    this.transfers = new TransfersModel();
    this.catalog = this._stores.catalog;
    this.library = this._stores.library;
    this.selection = new SelectionModel(this.catalog, this.library);
    this._decoders = addDefaultDecoders(this.codecs);
    this._server = new ServerLink(
      api,
      this._stores.home.events,
      this.transfers
    );
    this._saver = new Saver({
      api,
      hash: this._hasher,
      transfers: this.transfers,
      server: this._server,
      limits: settings.limits,
      onSettled: status => this._kernels.settle(status)
    });
    this._kernels = new KernelLinks({
      queue: this._saver.queue,
      store: api,
      transfers: this.transfers,
      runs: this._runs
    });
    this._poll = new Poll<StoreStatus, unknown>({
      factory: () => api.status(),
      frequency: { interval: STATUS_MS, backoff: true, max: 10 * STATUS_MS },
      standby: 'when-hidden',
      name: 'cellkeep:status'
    });
    this._poll.ticked.connect(this._onStatus, this);
    api.signIn.changed.connect(this._onSignIn, this);
    onlineTarget()?.addEventListener('online', this._onOnline);
  }

  readonly transfers: TransfersModel;
  /** What the store that is shown has. */
  readonly catalog: ShownCatalog;
  readonly library: Library;
  readonly selection: SelectionModel;
  readonly codecs = new CodecRegistry();

  /** The interface of the store that is shown. */
  get api(): ApiClient {
    return this._stores.shown.api;
  }

  get place(): StorePlace | undefined {
    return this._stores.place;
  }

  get placeChanged(): ISignal<unknown, void> {
    return this._stores.placeChanged;
  }

  show(place: StorePlace): void {
    if (![undefined, place].includes(this._stores.place)) {
      this.selection.select(undefined);
      this._stores.show(place);
      void this.refresh();
    }
  }

  at(place: StorePlace | undefined): Cellkeep {
    if (!this._stores.here) {
      return this;
    }
    // All that reads and edits goes by these: with them fixed, it stays with that store.
    const { api, catalog, library } = this._stores.at(place);
    return Object.create(this, {
      api: { value: api },
      catalog: { value: catalog },
      library: { value: library },
      place: { value: place ?? 'team' }
    }) as Cellkeep;
  }

  async copy(request: CopyRequest): Promise<void> {
    const { transfers } = await this._stores.home.api.copy(request);
    this.transfers.report(this._server, transfers);
  }

  /** What the store that saves go to says of its changes. */
  get changed(): ISignal<unknown, ChangeEvent> {
    return this._stores.home.events.changed;
  }

  /** Something that a person should hear of, once, such as a helper of another version. */
  get problem(): ISignal<unknown, CellkeepError> {
    return this._kernels.problem;
  }

  get helperHeard(): ISignal<unknown, string> {
    return this._kernels.helperHeard;
  }

  get hinted(): ISignal<unknown, IRunHint> {
    return this._kernels.hinted;
  }

  save(
    requests: ReadonlyArray<ISaveRequest>
  ): ReadonlyArray<string | undefined> {
    return this._saver.save(requests);
  }

  currentRun(place?: IPlace): Run {
    for (const { run } of this._stores.home.catalog.snapshot.runs) {
      this._runs.learn(run);
    }
    return this._runs.runOf(place);
  }

  async keepObject(kernelId: string, wish: KeepWish): Promise<string> {
    return keepObject(this._kernels.needOpen(kernelId).feed, wish);
  }

  async lookAtObject(
    kernelId: string,
    objectId: string
  ): Promise<ObjectLook | undefined> {
    const link = this._kernels.openOf(kernelId);
    return link && lookForObject(link.feed, objectId);
  }

  processOf(kernelId: string): string | undefined {
    return this._kernels.processOf(kernelId);
  }

  async newRun(kernelId: string): Promise<Run | undefined> {
    return this._kernels.needOpen(kernelId).newRun();
  }

  runBegunBy(kernelId: string): Run | undefined {
    return this._runs.begunBy(kernelId);
  }

  digest(blob: Blob): Promise<string> {
    return this._hasher.sha256(blob);
  }

  linkOf(kernelId: string): IKernelLink | undefined {
    return this._kernels.of(kernelId);
  }

  connectKernel(
    kernel: Kernel.IKernelConnection,
    options: { notebook?: string } = {}
  ): IKernelLink {
    return this._kernels.connect(kernel, {
      notebook: options.notebook,
      storeId: () => this._status?.store_id,
      smallPayloadLimit: this._settings.smallPayloadLimit,
      isVisible: this._isVisible
    });
  }

  /** Takes other settings. A kernel hears of them when it is next connected to. */
  setSettings(settings: ICellkeepSettings): void {
    this._settings = settings;
    if (settings.limits) {
      this._saver.queue.setLimits(settings.limits);
    }
  }

  /** Asks the store now, such as after a person pressed "try again". */
  async refresh(): Promise<void> {
    await Promise.all([this._poll.refresh(), this._stores.refresh()]);
    await this.catalog.refresh();
  }

  content(artifact: Artifact): IContentSource {
    return this.api.content(artifact);
  }

  async decode(artifact: Artifact, signal?: AbortSignal): Promise<View> {
    const decoder = this.codecs.decoderFor(artifact);
    if (!decoder) {
      return { type: 'opaque' };
    }
    return decoder.decode(artifact, this.content(artifact), signal);
  }

  contentUrl(artifact: Pick<Artifact, 'id'>): string {
    return this.api.contentUrl(artifact.id);
  }

  thumbnailUrl(artifact: Pick<Artifact, 'id'>): string {
    return this.api.thumbnailUrl(artifact.id);
  }

  protected override letGo(): void {
    onlineTarget()?.removeEventListener('online', this._onOnline);
    this._poll.dispose();
    this._kernels.dispose();
    this._server.dispose();
    this._saver.dispose();
    this._hasher.dispose();
    this.selection.dispose();
    this._stores.dispose();
    this.transfers.dispose();
    this._decoders.dispose();
  }

  private _onStatus(
    poll: Poll<StoreStatus, unknown>,
    { phase, payload }: { phase: string; payload: unknown }
  ): void {
    const { catalog } = this._stores.home;
    if (phase === 'rejected') {
      this._wasAway = true;
      catalog.setStatus(undefined, asCellkeepError(payload));
    } else if (phase === 'resolved' || phase === 'reconnected') {
      const status = payload as StoreStatus;
      this._runs.setUploadsRun(status.uploads_run);
      this._stores.home.api.storage.isOffered = status.object_storage === true;
      catalog.setStatus(status);
      // Events that came to nobody while the server was away, or the socket was cut.
      const before = this._status;
      if (this._wasAway) {
        this._saver.queue.reconnect();
      }
      const isNews =
        this._wasAway ||
        // A list that could not be loaded while the store answers otherwise.
        catalog.snapshot.error !== undefined ||
        (before !== undefined && sum(before) !== sum(status));
      this._wasAway = false;
      this._status = status;
      if (before?.store_id !== status.store_id) {
        this._kernels.attach();
      }
      if (isNews || before === undefined) {
        void catalog.refresh();
        void this._server.refresh();
      }
    }
  }

  /** Signing out or in changes what the status says. */
  private _onSignIn(): void {
    void this._poll.refresh();
  }

  /** Back online: asks now, since the next poll may be minutes away. */
  private readonly _onOnline = (): void => {
    this._wasAway = false;
    this._saver.queue.reconnect();
    void this.refresh();
    void this._server.refresh();
  };

  private readonly _stores: Stores;
  private readonly _isVisible: () => boolean;
  private readonly _hasher = new Hasher();
  private readonly _runs = new RunChooser();
  private readonly _kernels: KernelLinks;
  private readonly _saver: Saver;
  private readonly _server: ServerLink;
  private readonly _decoders: IDisposable;
  private readonly _poll: Poll<StoreStatus, unknown>;
  private _settings: ICellkeepSettings;
  private _status: StoreStatus | undefined;
  private _wasAway = false;
}

function onlineTarget(): Window | undefined {
  return typeof window === 'undefined' ? undefined : window;
}

function pageIsVisible(): boolean {
  return typeof document !== 'undefined' && !document.hidden;
}
