/** The server's HTTP interface, under `<base_url>cellkeep/api/` (see docs/architecture.md). */
import type { ServerConnection } from '@jupyterlab/services';

import { CellkeepError } from '../protocol/errors';
import type {
  Artifact,
  ArtifactPage,
  BatchResult,
  ContentsRequest,
  CopyRequest,
  Offer,
  OfferResult,
  Receipt,
  Run,
  RunInfo,
  RunPage,
  StoreLimit,
  StoreStatus,
  TransferAction,
  TransferList
} from '../protocol/generated';
import {
  isArtifact,
  isArtifactPage,
  isBatchResult,
  isOfferResult,
  isReceipt,
  isRunInfo,
  isRunPage,
  isStoreStatus,
  isTransferList
} from '../protocol/validators.generated';
import {
  errorOfResponse,
  readUploadState,
  signedOut,
  type IUploadState
} from './answers';
import { ArtifactContent } from './content';
import { LibraryClient } from './library';
import { ObjectStorage } from './objectStorage';
import { sendingWithProgress } from './progress';
import type { IArtifactQuery, IRunQuery } from './queries';
import {
  queryString,
  readBody,
  Requests,
  succeeded,
  withJson
} from './requests';
import { saysSignedOut, type SignIn } from './signIn';
import { StraightClient } from './straight';
import { TeamClient } from './team';

/** Of so many artifacts it is remembered where their bytes are. */
const MOST_CONTENTS = 100;

/** An offer, with its bytes where they are few. */
export interface IOfferRequest {
  readonly offer: Offer;
  readonly content?: Uint8Array;
  /** A PNG. */
  readonly thumbnail?: Uint8Array;
  /** Each piece of the bytes comes with its sha256, so the server may say that of the whole. */
  readonly checked_pieces?: boolean;
}

/** How the next bytes of an upload are sent. */
export interface IAppendOptions {
  /** `Upload-Checksum`: where the bytes have another, the server keeps none of them. */
  readonly checksum?: string;
  /** Called with the bytes of this request that have gone. */
  readonly onProgress?: (sent: number) => void;
}

/**
 * Asks the server. Every method rejects with a `CellkeepError`, or with an `AbortError`
 * where its signal was aborted.
 *
 * Credentials and the XSRF token are ServerConnection's business.
 */
export class ApiClient {
  /**
   * @param path - Where the interface is, below the server's base URL.
   */
  constructor(
    readonly settings: ServerConnection.ISettings,
    path?: string
  ) {
    this.#requests = new Requests(settings, undefined, path);
    this.library = new LibraryClient(this.#requests);
    this.team = new TeamClient(this.#requests);
    this.straight = new StraightClient(this.#requests, this.storage);
  }

  /** Names, groups, lineage, the trash and archives. */
  readonly library: LibraryClient;

  /** Who did what and holds how much, in a service. */
  readonly team: TeamClient;

  /** The object storage behind a service, where this page reaches it. */
  readonly storage = new ObjectStorage();

  /** Uploads straight into it. */
  readonly straight: StraightClient;

  /** Whether somebody must sign in before anything goes on. */
  get signIn(): SignIn {
    return this.#requests.signIn;
  }

  /** The store in numbers. It waits for nobody to sign in: it is what tells that somebody must. */
  async status(signal?: AbortSignal): Promise<StoreStatus> {
    const url = this.#requests.url('status');
    const response = await this.#requests.ask(url, { signal });
    if (await saysSignedOut(response)) {
      throw signedOut();
    }
    return this.#requests.read(
      await succeeded(response),
      isStoreStatus,
      signal
    );
  }

  /**
   * Sets the most bytes that the store may hold, for everybody who uses it.
   *
   * @param limitBytes - Undefined for no limit.
   */
  putLimit(limitBytes?: number, signal?: AbortSignal): Promise<StoreStatus> {
    const limit: StoreLimit =
      limitBytes === undefined ? {} : { limit_bytes: limitBytes };
    const init = withJson('PUT', limit, signal);
    return this.#requests.json('limit', isStoreStatus, init);
  }

  /** Offers an artifact; the answer is a receipt, or where to send the bytes. */
  offer(request: IOfferRequest, signal?: AbortSignal): Promise<OfferResult> {
    return this.#requests.post('offers', isOfferResult, request, signal);
  }

  /** Offers many small artifacts with their bytes: one request, one transaction. */
  batch(
    items: ReadonlyArray<IOfferRequest>,
    signal?: AbortSignal
  ): Promise<BatchResult> {
    return this.#requests.post('batch', isBatchResult, items, signal);
  }

  /** One page of runs, newest first. */
  runs(query: IRunQuery = {}, signal?: AbortSignal): Promise<RunPage> {
    return this.#requests.json(`runs${queryString(query)}`, isRunPage, {
      signal
    });
  }

  /** A run with what it holds. */
  run(id: string, signal?: AbortSignal): Promise<RunInfo> {
    return this.#requests.json(`runs/${id}`, isRunInfo, { signal });
  }

  /** Makes a run, or changes its name, folder, tags and metadata. */
  putRun(run: Run, signal?: AbortSignal): Promise<RunInfo> {
    const init = withJson('PUT', run, signal);
    return this.#requests.json(`runs/${run.id}`, isRunInfo, init);
  }

  /** One page of artifacts, newest first. */
  artifacts(
    query: IArtifactQuery = {},
    signal?: AbortSignal
  ): Promise<ArtifactPage> {
    const path = `artifacts${queryString(query)}`;
    return this.#requests.json(path, isArtifactPage, { signal });
  }

  /** One artifact. */
  artifact(id: string, signal?: AbortSignal): Promise<Artifact> {
    return this.#requests.json(`artifacts/${id}`, isArtifact, { signal });
  }

  /** The bytes of an artifact, in ranges; the same for all who read it, so that they have one address. */
  content(artifact: Pick<Artifact, 'id' | 'size'>): ArtifactContent {
    const content =
      this.#contents.get(artifact.id) ??
      new ArtifactContent(this.#requests, this.storage, artifact);
    this.#contents.delete(artifact.id);
    this.#contents.set(artifact.id, content);
    for (const [id] of this.#contents) {
      if (this.#contents.size <= MOST_CONTENTS) {
        break;
      }
      this.#contents.delete(id); // the one that was asked for longest ago
    }
    return content;
  }

  /** A file that the server writes, such as another form of an artifact; the browser may keep it on disk. */
  async download(url: string, signal?: AbortSignal): Promise<Blob> {
    const response = await this.#requests.fetch(url, { signal });
    const bytes = await readBody(await succeeded(response), signal);
    return new Blob([bytes]);
  }

  /** Absolute address of an artifact's bytes. */
  contentUrl(id: string): string {
    return this.#requests.url(`artifacts/${id}/content`);
  }

  /** Absolute address of an artifact's thumbnail. */
  thumbnailUrl(id: string): string {
    return this.#requests.url(`artifacts/${id}/thumbnail`);
  }

  /** The receipt of an offer, or undefined until there is one. */
  async receipt(
    offerId: string,
    signal?: AbortSignal
  ): Promise<Receipt | undefined> {
    try {
      return await this.#requests.json(`receipts/${offerId}`, isReceipt, {
        signal
      });
    } catch (error) {
      // Only the server's own 404 says "not yet"; another handler's is a missing server.
      const missing =
        error instanceof CellkeepError &&
        error.status === 404 &&
        error.code !== 'STORE_UNREACHABLE';
      if (missing) {
        return undefined;
      }
      throw error;
    }
  }

  /** Asks the server to save files that it can read itself. */
  saveContents(
    request: ContentsRequest,
    signal?: AbortSignal
  ): Promise<TransferList> {
    const init = withJson('POST', request, signal);
    return this.#requests.json('contents', isTransferList, init);
  }

  /** Asks the server to copy a run, or artifacts, to the other of its two stores. */
  copy(request: CopyRequest, signal?: AbortSignal): Promise<TransferList> {
    const init = withJson('POST', request, signal);
    return this.#requests.json('copies', isTransferList, init);
  }

  /** The server's own transfers. */
  transfers(signal?: AbortSignal): Promise<TransferList> {
    return this.#requests.json('transfers', isTransferList, { signal });
  }

  /** Does something to one of the server's own transfers. */
  async transferAction(id: string, action: TransferAction): Promise<void> {
    await this.#requests.send(`transfers/${id}/${action}`, { method: 'POST' });
  }

  /** Sends the next bytes of an upload (tus 1.0). */
  append(
    uploadUrl: string,
    offset: number,
    body: Blob,
    signal?: AbortSignal,
    { checksum, onProgress }: IAppendOptions = {}
  ): Promise<IUploadState> {
    const init = {
      method: 'PATCH',
      body,
      headers: {
        'Content-Type': 'application/offset+octet-stream',
        'Upload-Offset': String(offset),
        ...(checksum !== undefined && { 'Upload-Checksum': checksum })
      },
      signal
    };
    const requests = onProgress
      ? new Requests(
          sendingWithProgress(this.settings, body, onProgress),
          this.signIn
        )
      : this.#requests;
    return this.#tus(requests, uploadUrl, init);
  }

  /** Asks where an upload stands. */
  uploadState(uploadUrl: string, signal?: AbortSignal): Promise<IUploadState> {
    return this.#tus(this.#requests, uploadUrl, { method: 'HEAD', signal });
  }

  /** Ends an upload and throws its bytes away; one that is gone already is no error. */
  async discardUpload(uploadUrl: string): Promise<void> {
    const response = await this.#requests.fetch(this.uploadUrl(uploadUrl), {
      method: 'DELETE',
      headers: { 'Tus-Resumable': '1.0.0' }
    });
    if (!response.ok && response.status !== 404 && response.status !== 410) {
      throw await errorOfResponse(response);
    }
  }

  /** Absolute address of an upload, from the absolute path in the answer to an offer. */
  uploadUrl(path: string): string {
    return new URL(path, this.settings.baseUrl).href;
  }

  async #tus(
    requests: Requests,
    uploadUrl: string,
    init: RequestInit
  ): Promise<IUploadState> {
    const headers = { ...init.headers, 'Tus-Resumable': '1.0.0' };
    const url = this.uploadUrl(uploadUrl);
    const response = await requests.fetch(url, { ...init, headers });
    return readUploadState(response);
  }

  readonly #requests: Requests;
  readonly #contents = new Map<string, ArtifactContent>();
}
