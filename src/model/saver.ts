import { tight } from '../protocol/bytes';
import { CellkeepError } from '../protocol/errors';
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

/** Says in a person's words that a part of this extension did not come. */
async function loaded<T>(part: Promise<T>): Promise<T> {
  try {
    return await part;
  } catch (cause) {
    // Tried again by itself when the server is back; after an update only a reload helps.
    throw new CellkeepError(
      'STORE_UNREACHABLE',
      'A part of Cellkeep did not load from the Jupyter server.',
      {
        hint: 'Retry when the server runs. If Cellkeep was updated meanwhile, reload the page and save it again.',
        cause
      }
    );
  }
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
      upload: {
        // Most sessions never upload anything large, so its library is loaded when one does.
        upload: async ({ uploadUrl, ...request }) => {
          const { tusUpload } = await loaded(import('../transport/tus'));
          const url = api.uploadUrl(uploadUrl);
          return tusUpload(api.settings, { ...request, url });
        }
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
