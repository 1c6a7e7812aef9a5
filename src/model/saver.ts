import { tight } from '../protocol/bytes';
import type { TransferAction, TransferStatus } from '../protocol/generated';
import type { ApiClient } from '../transport/http';
import { ContentsBatches } from '../transfer/contents';
import { jobOfRequest, type IJob } from '../transfer/job';
import {
  SYSTEM_CLOCK,
  type IClock,
  type IHashPort,
  type ISmallHashPort
} from '../transfer/ports';
import type { IQueueLimits } from '../transfer/options';
import { UploadQueue } from '../transfer/queue';
import type { ISaveRequest } from '../transfer/request';
import { sendBlob } from '../transfer/sending';
import { isEnded } from '../transfer/state';
import type { ITransferOwner, TransfersModel } from './transfers';

/** What saving needs. */
export interface ISaverOptions {
  readonly api: ApiClient;
  readonly hash: IHashPort & ISmallHashPort;
  readonly transfers: TransfersModel;
  /** Who answers for the transfers that the server makes of `contents` sources. */
  readonly server: ITransferOwner;
  readonly limits?: IQueueLimits;
  readonly clock?: IClock;
  /** Called when an upload of this browser was stored, failed or was cancelled. */
  readonly onSettled: (status: TransferStatus) => void;
}

/** Saves that this browser was asked for: its uploads, and its requests to the server. */
export class Saver implements ITransferOwner {
  constructor(private readonly _options: ISaverOptions) {
    const { api, transfers, server, hash, limits } = _options;
    const { clock = SYSTEM_CLOCK } = _options;
    this.queue = new UploadQueue({
      hash,
      store: api,
      clock,
      limits,
      straight: api.straight,
      upload: {
        upload: request => sendBlob(api, clock, request)
      },
      onChange: job => this._onChange(job)
    });
    this._contents = new ContentsBatches({
      send: request => api.saveContents(request),
      onChange: status => transfers.report(this, [status]),
      onAccepted: (id, made) => {
        transfers.retract(this, id);
        transfers.report(server, made);
      }
    });
  }

  readonly teller = 'browser';
  readonly queue: UploadQueue;

  save(
    requests: ReadonlyArray<ISaveRequest>
  ): ReadonlyArray<string | undefined> {
    this._contents.add(
      requests.filter(({ source }) => source.type === 'contents')
    );
    return requests.map(request => {
      const blob = blobOf(request);
      if (!blob) {
        return undefined;
      }
      const job = jobOfRequest(request, blob);
      this.queue.add(job);
      return job.id;
    });
  }

  act(id: string, action: TransferAction): void {
    if (!this._contents.has(id)) {
      return this.queue.act(id, action);
    }
    if (action === 'retry') {
      this._contents.retry(id);
    } else if (action === 'cancel') {
      this._contents.remove(id);
      this._options.transfers.retract(this, id);
    }
  }

  forget(id: string): void {
    this.queue.remove(id);
    this._contents.remove(id);
  }

  dispose(): void {
    this.queue.dispose();
  }

  private _onChange(job: IJob): void {
    const { status, phase, origin, id } = job;
    this._options.transfers.report(this, [status]);
    if (!isEnded(phase)) {
      return;
    }
    this._options.onSettled(status);
    if (origin === 'kernel' && phase.status === 'failed') {
      // The kernel still has the bytes and takes another route: what follows is its to tell.
      this.queue.remove(id);
      this._options.transfers.retract(this, id);
    }
  }

  private readonly _contents: ContentsBatches;
}

function blobOf({ source }: ISaveRequest): Blob | undefined {
  switch (source.type) {
    case 'blob':
      return source.blob;
    case 'bytes':
      // The browser's own blob storage, not the page's memory, holds it from now on.
      return new Blob([tight(source.bytes)]);
    case 'contents':
      return undefined;
  }
}
