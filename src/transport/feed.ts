import type { Kernel } from '@jupyterlab/services';
import type { IObservableDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import { decodeFeed } from '../protocol/envelope';
import { type CellkeepError, asCellkeepError } from '../protocol/errors';
import type {
  FeedMessage,
  KeptMessage,
  LookedMessage
} from '../protocol/generated';
import { ControlComm } from './control';
import { FeedComm } from './feedComm';
import {
  bufferOf,
  readOffer,
  type FeedBuffer,
  type IFeedFrame,
  type IFeedOffer,
  type IFeedTransfers
} from './feedMessages';
import { FrontEnd, type Said } from './frontEnd';
import { Sequence } from './sequence';

/** How a kernel is listened to. */
export interface IFeedOptions {
  /** Random id of this page load. */
  readonly clientId: string;
  /** Path of the notebook that shows the kernel. */
  readonly notebook?: string;
  /** Id of the store that this page's server shows, as far as known. */
  readonly storeId?: () => string | undefined;
  /** The largest payload that the kernel may send along with an offer, in bytes. */
  readonly smallPayloadLimit?: number;
  /** Whether the page is visible now. */
  readonly isVisible: () => boolean;
}

/**
 * One kernel's feed, through restarts and lost connections, until disposed.
 *
 * Nothing here makes the kernel's message queue wait: a promise returned from a comm's
 * callback would stall every message of the kernel.
 */
export class KernelFeed extends FrontEnd implements IObservableDisposable {
  constructor(
    readonly kernel: Kernel.IKernelConnection,
    private readonly _options: IFeedOptions
  ) {
    super();
    if (_options.notebook !== undefined) {
      this.setNotebook(kernel.clientId, _options.notebook);
    }
    this._feed = new FeedComm(kernel, {
      onNewHelper: () => this._dropControl(),
      onListening: () => this._answer(),
      onMessage: buffers => this._receive(buffers)
    });
    kernel.statusChanged.connect(this._onStatus, this);
    kernel.connectionStatusChanged.connect(this._onConnection, this);
    kernel.disposed.connect(this.dispose, this);
    void this._feed.find();
  }

  /** An offer came. Acknowledge it by `ack` before anything else. */
  readonly offered = new Signal<this, IFeedOffer>(this);

  /** Bytes came of an offer that this front end takes. */
  readonly framed = new Signal<this, IFeedFrame>(this);

  /** Messages were lost. */
  readonly missed = new Signal<this, void>(this);

  /** Transfers of the kernel changed. */
  readonly transfersChanged = new Signal<this, IFeedTransfers>(this);

  /** The kernel restarted or died: its transfers are no longer its. */
  readonly lost = new Signal<this, void>(this);

  /** A message could not be understood, such as that of another version. */
  readonly problem = new Signal<this, CellkeepError>(this);

  /** The kernel's connection is gone, or nobody listens any more. */
  readonly disposed = new Signal<this, void>(this);

  /** What became of a wish to keep a live object. */
  readonly kept = new Signal<this, KeptMessage>(this);

  /** These parameters changed, and what is saved goes on in the same run. */
  readonly hinted = new Signal<this, readonly string[]>(this);

  /** Whether a live object is still there. */
  readonly looked = new Signal<this, LookedMessage>(this);

  /** Whether there is a helper to speak to. */
  get isOpen(): boolean {
    return this._control !== undefined && !this._control.isDisposed;
  }

  /** Which process of the kernel speaks: another one after each restart. */
  get process(): string | undefined {
    return this._process;
  }

  /** A process was heard for the first time. */
  readonly processChanged = new Signal<this, void>(this);

  /** Whether the kernel runs a cell, and may hear nothing before its end. */
  get isBusy(): boolean {
    return this.kernel.status === 'busy';
  }

  /** Tells the kernel again whether the page is visible, and gets a snapshot. */
  attach(): void {
    const { smallPayloadLimit, storeId, isVisible } = this._options;
    const connection = this.kernel.clientId;
    const notebook = this.pathOf(connection);
    this.say({
      type: 'attach',
      visible: isVisible(),
      notebook,
      ...(notebook !== undefined && { connection }),
      small_payload_limit: smallPayloadLimit,
      store_id: storeId?.()
    });
    this.sayAgain(connection);
  }

  protected override letGo(): void {
    this._control?.close({ type: 'detach', client_id: this._clientId });
    this._feed.dispose();
    this.disposed.emit();
  }

  private get _clientId(): string {
    return this._options.clientId;
  }

  protected say(message: Said): void {
    if (this._control && !this._control.isDisposed) {
      this._control.send({ ...message, client_id: this._clientId });
    }
  }

  /** Opens the way back to a helper, and says who listens. */
  private _answer(): void {
    if (!this._control || this._control.isDisposed) {
      this._control = new ControlComm(this.kernel, this._clientId);
    }
    this.attach();
  }

  /**
   * Forgets the way to a helper that is gone. A new one knows no control comm yet: the kernel was
   * restarted, perhaps by another page, of which this connection hears nothing else.
   */
  private _dropControl(): void {
    this._control?.dispose();
    this._control = undefined;
  }

  private _receive(buffers: readonly FeedBuffer[]): void {
    const [first] = buffers;
    if (this.isDisposed || !first) {
      return;
    }
    try {
      const envelope = decodeFeed(first);
      if (this._process !== envelope.session) {
        this._process = envelope.session;
        this.processChanged.emit();
      }
      const arrival = this._sequence.accept(envelope.session, envelope.seq);
      if (arrival.type === 'repeat') {
        return;
      }
      if (arrival.type === 'gap') {
        const { expected } = arrival;
        this.say({ type: 'resync', expected, got: envelope.seq });
      }
      this._handle(envelope.message, buffers);
      if (arrival.type === 'gap') {
        this.missed.emit();
      }
    } catch (error) {
      this.problem.emit(asCellkeepError(error));
    }
  }

  private _handle(message: FeedMessage, buffers: readonly FeedBuffer[]): void {
    switch (message.type) {
      case 'hello':
        return;
      case 'offer':
        return this.offered.emit(readOffer(message, buffers, this._clientId));
      case 'status':
        return this.transfersChanged.emit({
          transfers: message.transfers,
          isSnapshot: false
        });
      case 'snapshot':
        return this.transfersChanged.emit({
          transfers: message.transfers,
          isSnapshot: true,
          run: message.run
        });
      case 'frame':
        if (message.uploader === this._clientId) {
          this.framed.emit({
            offerId: message.offer_id,
            offset: message.offset,
            bytes: bufferOf(buffers, message.content, message.type)
          });
        }
        return;
      case 'hint':
        return message.client_id === this._clientId
          ? this.hinted.emit(message.parameters)
          : undefined;
      case 'kept':
        // Every front end of the kernel hears it.
        return message.client_id === this._clientId
          ? this.kept.emit(message)
          : undefined;
      case 'looked':
        return message.client_id === this._clientId
          ? this.looked.emit(message)
          : undefined;
    }
  }

  private _onStatus(_: unknown, status: Kernel.Status): void {
    switch (status) {
      case 'restarting':
      case 'autorestarting':
      case 'dead':
      case 'terminating':
        // The connection disposes its comms itself; a new helper opens a new feed.
        this._feed.release();
        this._dropControl();
        this._process = undefined;
        this.lost.emit();
        return;
      default:
        return;
    }
  }

  private _onConnection(_: unknown, status: Kernel.ConnectionStatus): void {
    if (status !== 'connected') {
      return;
    }
    // What was said meanwhile may be lost, and JupyterLab may have dropped the comms.
    if (this._feed.isOpen && this._control) {
      this.attach();
    } else {
      void this._feed.find();
    }
  }

  private readonly _sequence = new Sequence();
  private readonly _feed: FeedComm;
  private _control: ControlComm | undefined;
  private _process: string | undefined;
}
