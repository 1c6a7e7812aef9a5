import type { Event, Kernel } from '@jupyterlab/services';
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
  Run,
  StoreStatus
} from '../protocol/generated';
import { Disposable } from '../transport/disposable';
import { StoreEvents } from '../transport/events';
import type { KeepWish, ObjectLook } from '../transport/frontEnd';
import { Hasher } from '../transport/hashing/hasher';
import { type ApiClient } from '../transport/http';
import type { ISaveRequest } from '../transfer/request';
import type { IQueueLimits } from '../transfer/options';
import { CatalogModel } from './catalog';
import { KernelLinks } from './kernelLinks';
import type { IKernelLink, IRunHint } from './kernels';
import { Library } from './library';
import { RunChooser, type IPlace } from './runs';
import { Saver } from './saver';
import { SelectionModel } from './selection';
import { ServerLink } from './serverLink';
import { TransfersModel } from './transfers';

/** How often the store is asked for its numbers while the page is visible. */
const STATUS_MS = 30_000;

/** Settings of a person. */
export interface ICellkeepSettings {
  /** Uploads at a time, and bytes up to which a content rides on its offer. */
  readonly limits?: IQueueLimits;
  /** The largest payload that kernels may send along with an offer, in bytes. */
  readonly smallPayloadLimit?: number;
}

/** What Cellkeep in the browser needs. */
export interface ICellkeepOptions {
  readonly api: ApiClient;
  readonly events: Pick<Event.IManager, 'stream'>;
  readonly settings?: ICellkeepSettings;
  /** Whether the page is visible now. */
  readonly isVisible?: () => boolean;
}

/** Cellkeep in the browser: the models, and the lines between them. */
export class Cellkeep extends Disposable {
  constructor(options: ICellkeepOptions) {
    super();
    const { api, settings = {} } = options;
    this.api = api;
    this._settings = settings;
    this._isVisible = options.isVisible ?? pageIsVisible;
    this._events = new StoreEvents(options.events);
    this.transfers = new TransfersModel();
    this.catalog = new CatalogModel({ api, events: this._events });
    this.library = new Library({
      api,
      events: this._events,
      catalog: this.catalog
    });
    this.selection = new SelectionModel(this.catalog, this.library);
    this._decoders = addDefaultDecoders(this.codecs);
    this._server = new ServerLink(api, this._events, this.transfers);
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

  readonly api: ApiClient;
  readonly transfers: TransfersModel;
  readonly catalog: CatalogModel;
  readonly library: Library;
  readonly selection: SelectionModel;
  readonly codecs = new CodecRegistry();

  /** What the store says of its changes. */
  get changed(): ISignal<unknown, ChangeEvent> {
    return this._events.changed;
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
    for (const { run } of this.catalog.snapshot.runs) {
      this._runs.learn(run);
    }
    return this._runs.runOf(place);
  }

  async keepObject(kernelId: string, wish: KeepWish): Promise<string> {
    return this._kernels.needOpen(kernelId).keep(wish);
  }

  async lookAtObject(
    kernelId: string,
    objectId: string
  ): Promise<ObjectLook | undefined> {
    return this._kernels.openOf(kernelId)?.look(objectId);
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
    await this._poll.refresh();
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
    this.api.signIn.changed.disconnect(this._onSignIn, this);
    onlineTarget()?.removeEventListener('online', this._onOnline);
    this._poll.dispose();
    this._kernels.dispose();
    this._server.dispose();
    this._saver.dispose();
    this._hasher.dispose();
    this.selection.dispose();
    this.library.dispose();
    this.catalog.dispose();
    this.transfers.dispose();
    this._events.dispose();
    this._decoders.dispose();
  }

  private _onStatus(
    poll: Poll<StoreStatus, unknown>,
    { phase, payload }: { phase: string; payload: unknown }
  ): void {
    if (phase === 'rejected') {
      this._wasAway = true;
      this.catalog.setStatus(undefined, asCellkeepError(payload));
    } else if (phase === 'resolved' || phase === 'reconnected') {
      const status = payload as StoreStatus;
      this._runs.setUploadsRun(status.uploads_run);
      this.api.storage.isOffered = status.object_storage === true;
      this.catalog.setStatus(status);
      // Events that came to nobody while the server was away, or the socket was cut.
      const before = this._status;
      if (this._wasAway) {
        this._saver.queue.reconnect();
      }
      const isNews =
        this._wasAway ||
        // A list that could not be loaded while the store answers otherwise.
        this.catalog.snapshot.error !== undefined ||
        (before !== undefined && sum(before) !== sum(status));
      this._wasAway = false;
      this._status = status;
      if (before?.store_id !== status.store_id) {
        this._kernels.attach();
      }
      if (isNews || before === undefined) {
        void this.catalog.refresh();
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

  private readonly _events: StoreEvents;
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

/** A text that is another one whenever there is something new to list. */
function sum({ store_id, runs, artifacts }: StoreStatus): string {
  return `${store_id} ${runs} ${artifacts}`;
}

function onlineTarget(): Window | undefined {
  return typeof window === 'undefined' ? undefined : window;
}

function pageIsVisible(): boolean {
  return typeof document !== 'undefined' && !document.hidden;
}
