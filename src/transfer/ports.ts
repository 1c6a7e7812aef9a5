/** What the upload queue needs of the world. Tests give it others than the browser does. */
import type { CellkeepError } from '../protocol/errors';
import type {
  BatchResult,
  Offer,
  OfferResult,
  PresignedOfferResult,
  PresignedRequest,
  Receipt
} from '../protocol/generated';
import type { IUploadState } from '../transport/answers';
import type { IAppendOptions, IOfferRequest } from '../transport/http';
import type { EXPIRED } from '../transport/objectStorage';

/** Digests of blobs. */
export interface IHashPort {
  sha256(
    blob: Blob,
    options: { onProgress?: (hashed: number) => void; signal?: AbortSignal }
  ): Promise<string>;
  /**
   * Returns what tus says of a piece in `Upload-Checksum`, with its sha256; absent where only
   * {@link sha256} can hash, which is several times slower.
   */
  readonly checksum?: (piece: Blob) => Promise<string>;
}

/** The bytes of a small blob with their digest; or why it could not be read. */
export type SmallContent =
  | { readonly sha256: string; readonly content: Uint8Array }
  | { readonly error: CellkeepError };

/** Reads and hashes many small blobs at once. */
export interface ISmallHashPort {
  /** Returns one for each blob, in their order. */
  readMany(blobs: ReadonlyArray<Blob>): Promise<ReadonlyArray<SmallContent>>;
}

/** An offer with its bytes. */
export interface IBatchItem {
  readonly offer: Offer;
  readonly content: Uint8Array;
  readonly thumbnail?: Uint8Array;
}

/** Stores many small offers by one request. */
export interface IBatchPort {
  batch(
    items: ReadonlyArray<IBatchItem>,
    signal?: AbortSignal
  ): Promise<BatchResult>;
}

/** The store's interface. */
export interface IOfferPort {
  offer(request: IOfferRequest, signal?: AbortSignal): Promise<OfferResult>;
  receipt(offerId: string, signal?: AbortSignal): Promise<Receipt | undefined>;
  discardUpload(uploadUrl: string): Promise<void>;
}

/** One upload. */
export interface IUploadRequest {
  readonly uploadUrl: string;
  readonly blob: Blob;
  /** Called with the bytes that have gone; equal to the blob's size while the server verifies. */
  readonly onProgress: (sent: number) => void;
  /** Returns what each piece is checked by on its way, if it is to be. */
  readonly checksum?: IHashPort['checksum'];
  /** Stops sending; what has arrived stays, and the same upload can go on later. */
  readonly signal: AbortSignal;
}

/** Sends the bytes that do not go with an offer. */
export interface IUploadPort {
  upload(request: IUploadRequest): Promise<Receipt | undefined>;
}

/** Sends the bytes of an upload piece by piece. */
export interface IAppendPort {
  append(
    uploadUrl: string,
    offset: number,
    body: Blob,
    signal?: AbortSignal,
    options?: IAppendOptions
  ): Promise<IUploadState>;
  uploadState(uploadUrl: string, signal?: AbortSignal): Promise<IUploadState>;
}

/** The storage, and the service that signs requests to it. */
export interface IStraightPort {
  readonly isTried: boolean;
  close(reason: unknown): void;
  offer(
    offered: { offer: Offer; thumbnail?: Uint8Array },
    signal: AbortSignal
  ): Promise<PresignedOfferResult>;
  sign(
    uploadUrl: string,
    number: number,
    bytes: Uint8Array<ArrayBuffer>,
    signal: AbortSignal
  ): Promise<PresignedRequest>;
  put(
    request: PresignedRequest,
    body: Blob,
    onProgress: (sent: number) => void,
    signal: AbortSignal
  ): Promise<boolean | typeof EXPIRED>;
  complete(
    uploadUrl: string,
    signal: AbortSignal
  ): Promise<PresignedOfferResult>;
}

/** Time and chance. */
export interface IClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back later; the result cancels that. */
  later(ms: number, callback: () => void): () => void;
  /** A number from 0 up to 1. */
  random(): number;
}

/** The browser's own clock. */
export const SYSTEM_CLOCK: IClock = {
  now: () => Date.now(),
  later: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random()
};
