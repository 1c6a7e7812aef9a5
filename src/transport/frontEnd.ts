import type {
  CaptureMessage,
  ControlMessage,
  ErrorInfo,
  KeepMessage,
  LookedMessage,
  Receipt,
  TransferAction
} from '../protocol/generated';
import { Disposable } from './disposable';

/** Which live object is to be kept, and as what. */
export type KeepWish = Omit<KeepMessage, 'type' | 'client_id'>;
/** What there is of a live object. */
export type ObjectLook = Pick<
  LookedMessage,
  'there' | 'columns' | 'dimensions' | 'refused'
>;
/** What the kernel is to keep by itself. */
export type CaptureWish = Pick<CaptureMessage, 'what' | 'cells'>;

type WithoutClient<T> = T extends unknown ? Omit<T, 'client_id'> : never;
/** A message, before it says which front end it is of. */
export type Said = WithoutClient<ControlMessage>;

/** What one front end says to a kernel. */
export abstract class FrontEnd extends Disposable {
  /** Asks for a live object to be kept. */
  keep(wish: KeepWish): void {
    this.say({ ...wish, type: 'keep' });
  }

  /** Asks whether a live object is still there. */
  look(requestId: string, objectId: string): void {
    this.say({ type: 'look', request_id: requestId, object_id: objectId });
  }

  /**
   * Says whose executions a connection asks for, now and after each attachment.
   *
   * @param connection - The client id of a connection to the kernel.
   * @param path - The notebook's, which may be renamed.
   */
  setNotebook(connection: string, path: string): void {
    if (this._paths.get(connection) !== path) {
      this._paths.set(connection, path);
      this.say({ type: 'notebook', connection, path });
    }
  }

  /** Says what the kernel is to keep by itself of a notebook, now and after each attachment. */
  setCapture(connection: string, capture: CaptureWish): void {
    this._captures.set(connection, capture);
    this._sayCapture(connection, capture);
  }

  /** Says which cell the next execution of a source is of. */
  announce(cellId: string, source: string, connection: string): void {
    this.say({ type: 'executing', cell_id: cellId, source, connection });
  }

  /** Asks for another run; a snapshot says which it is. */
  beginRun(): void {
    this.say({ type: 'new-run' });
  }

  /** Says that an offer arrived whole and will be uploaded. */
  ack(offerId: string): void {
    this.say({ type: 'ack', offer_id: offerId });
  }

  /** Grants more bytes of a streamed offer, from an offset on. */
  credit(
    offerId: string,
    credit: { offset: number; window: number; stored: number }
  ): void {
    this.say({ type: 'credit', offer_id: offerId, ...credit });
  }

  /** Says that the store has it. */
  receipt(receipt: Receipt): void {
    this.say({ type: 'receipt', receipt });
  }

  /** Says that it cannot be uploaded from here; the kernel takes the next route. */
  refuse(offerId: string, error: ErrorInfo): void {
    this.say({ type: 'refuse', offer_id: offerId, error });
  }

  /** Says that a person pressed a button. */
  command(transferId: string, action: TransferAction): void {
    this.say({ type: 'command', action, transfer_id: transferId });
  }

  /** Sends a message; does nothing where the kernel has no helper to hear it. */
  protected abstract say(message: Said): void;

  /** Says after an attachment, which tells of one connection, what it does not tell. */
  protected sayAgain(attached: string): void {
    for (const [connection, path] of this._paths) {
      if (connection !== attached) {
        this.say({ type: 'notebook', connection, path });
      }
    }
    this._captures.forEach((capture, connection) =>
      this._sayCapture(connection, capture)
    );
  }

  /** The path of a connection's notebook, as it was said last. */
  protected pathOf(connection: string): string | undefined {
    return this._paths.get(connection);
  }

  private _sayCapture(connection: string, capture: CaptureWish): void {
    const notebook = this.pathOf(connection);
    this.say({ ...capture, type: 'capture', notebook });
  }

  private readonly _paths = new Map<string, string>();
  private readonly _captures = new Map<string, CaptureWish>();
}
