/** Files that the server reads itself: asked for in batches, since a person may drop thousands. */
import { asCellkeepError } from '../protocol/errors';
import { newId, utcNow } from '../protocol/ids';
import type {
  ContentsRequest,
  ErrorInfo,
  TransferList,
  TransferStatus
} from '../protocol/generated';
import type { ISaveRequest } from './request';

/** Paths in one request: a body of some tens of kilobytes. */
export const BATCH_PATHS = 500;

/** What the batches need. */
export interface IContentsOptions {
  /** Asks the server; the answer lists the transfers that it made. */
  readonly send: (request: ContentsRequest) => Promise<TransferList>;
  /** Called when a batch changed: it waits, it failed. */
  readonly onChange: (status: TransferStatus) => void;
  /** Called when the server took a batch; its own transfers stand for it from now on. */
  readonly onAccepted: (id: string, transfers: TransferStatus[]) => void;
}

/** Requests to the server to save files of its contents manager. */
export class ContentsBatches {
  constructor(options: IContentsOptions) {
    this.#options = options;
  }

  /** Sends requests whose source is `contents`, grouped by run and category. */
  add(requests: ReadonlyArray<ISaveRequest>): void {
    for (const request of batchesOf(requests)) {
      const id = newId();
      this.#batches.set(id, request);
      void this.#send(id, request);
    }
  }

  has(id: string): boolean {
    return this.#batches.has(id);
  }

  /** Sends a batch that failed once more. */
  retry(id: string): void {
    const request = this.#batches.get(id);
    if (request) {
      void this.#send(id, request);
    }
  }

  /** Forgets a batch. */
  remove(id: string): void {
    this.#batches.delete(id);
  }

  async #send(id: string, request: ContentsRequest): Promise<void> {
    this.#options.onChange(statusOf(id, request));
    try {
      const { transfers } = await this.#options.send(request);
      this.#batches.delete(id);
      this.#options.onAccepted(id, transfers);
    } catch (error) {
      if (this.#batches.has(id)) {
        const info = asCellkeepError(error).info();
        this.#options.onChange(statusOf(id, request, info));
      }
    }
  }

  readonly #options: IContentsOptions;
  readonly #batches = new Map<string, ContentsRequest>();
}

/** Returns the fewest requests for some paths, each of one run and category. */
export function batchesOf(
  requests: ReadonlyArray<ISaveRequest>
): ContentsRequest[] {
  const batches: ContentsRequest[] = [];
  const open = new Map<string, ContentsRequest>();
  for (const { source, run, category } of requests) {
    if (source.type !== 'contents') {
      continue;
    }
    const key = `${run.id} ${category}`;
    const batch = open.get(key);
    if (batch && batch.paths.length < BATCH_PATHS) {
      batch.paths.push(source.path);
    } else {
      const first: ContentsRequest = { paths: [source.path], run, category };
      open.set(key, first);
      batches.push(first);
    }
  }
  return batches;
}

function statusOf(
  id: string,
  request: ContentsRequest,
  error?: ErrorInfo
): TransferStatus {
  const names = request.paths.map(path => path.split('/').at(-1) ?? path);
  const shown = names.slice(0, 3).join(', ');
  return {
    id,
    run_id: request.run.id,
    run_name: request.run.name,
    name: names.length > 3 ? `${shown}, … (${names.length})` : shown,
    category: request.category,
    media_type: 'application/octet-stream',
    codec: 'bytes.v1',
    size: 0,
    origin: 'browser',
    state: error ? 'failed' : 'queued',
    sent: 0,
    updated_at: utcNow(),
    ...(error && { error })
  };
}
