import { asCellkeepError } from '../protocol/errors';
import { utcNow } from '../protocol/ids';
import type {
  ChangeEvent,
  TransferAction,
  TransferStatus
} from '../protocol/generated';
import { Disposable } from '../transport/disposable';
import type { StoreEvents } from '../transport/events';
import type { ApiClient } from '../transport/http';
import type { ITransferOwner, TransfersModel } from './transfers';

/** The server's own transfers, such as of files that it reads itself. */
export class ServerLink extends Disposable implements ITransferOwner {
  constructor(
    private readonly _api: Pick<ApiClient, 'transferAction' | 'transfers'>,
    events: StoreEvents,
    private readonly _transfers: TransfersModel
  ) {
    super();
    events.transfersChanged.connect(this._onTransfers, this);
    events.changed.connect(this._onChange, this);
    events.missed.connect(this._onMissed, this);
  }

  readonly teller = 'server';

  act(id: string, action: TransferAction): void {
    this._api.transferAction(id, action).catch((error: unknown) => {
      const known = this._transfers.get(id);
      if (known) {
        this._transfers.report(this, [
          {
            ...known,
            state: 'failed',
            error: asCellkeepError(error).info(),
            updated_at: utcNow()
          }
        ]);
      }
    });
  }

  forget(id: string, { state, to }: TransferStatus): void {
    // A copy that failed is shown again until somebody gives it up; all else the server forgets.
    if (state === 'failed' && to !== undefined) {
      this.act(id, 'cancel');
    }
  }

  /** Asks for all of them: at the start, and when some news did not come. */
  async refresh(): Promise<void> {
    try {
      const { transfers } = await this._api.transfers();
      if (!this.isDisposed) {
        this._transfers.reportAll(this, transfers);
      }
    } catch (error) {
      // The store's status, asked for regularly, tells a person when the server is away.
      console.debug('Cellkeep: could not list the transfers.', error);
    }
  }

  private _onTransfers(
    _: StoreEvents,
    transfers: ReadonlyArray<TransferStatus>
  ): void {
    this._transfers.report(this, transfers);
  }

  private _onChange(_: StoreEvents, { kind, artifact }: ChangeEvent): void {
    if (kind === 'stored' && artifact) {
      // An artifact has the id of the offer that made it.
      this._transfers.confirm(artifact.id);
    }
  }

  private _onMissed(): void {
    void this.refresh();
  }
}
