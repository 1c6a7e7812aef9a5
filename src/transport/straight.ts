/** Uploads whose bytes go straight into the object storage of a service, by what it signs. */
import type {
  Offer,
  PresignedOfferResult,
  PresignedParts,
  PresignedRequest
} from '../protocol/generated';
import {
  isPresignedOfferResult,
  isPresignedRequests
} from '../protocol/validators.generated';
import { hexOf, isNative, nativeDigest } from './hashing/digest';
import type { EXPIRED, ObjectStorage } from './objectStorage';
import type { Requests } from './requests';

/** Asks the service for requests to its storage, and sends those. Rejects as `ApiClient` does. */
export class StraightClient {
  constructor(
    private readonly _requests: Requests,
    private readonly _storage: ObjectStorage
  ) {}

  /** Whether it is tried; the digest of each part is the browser's own, which pages by http lack. */
  get isTried(): boolean {
    return this._storage.isTried && isNative();
  }

  /** Lets uploads go through the service for a while. */
  close(reason: unknown): void {
    this._storage.close(reason);
  }

  /** Offers an artifact; the answer may be that its parts are put into the storage. */
  async offer(
    offered: { offer: Offer; thumbnail?: Uint8Array },
    signal: AbortSignal
  ): Promise<PresignedOfferResult> {
    const value = { ...offered, presigned: true };
    return this._requests.post('offers', isPresignedOfferResult, value, signal);
  }

  /** Asks for the request that puts a part, for these bytes and no others. */
  async sign(
    uploadUrl: string,
    number: number,
    bytes: Uint8Array<ArrayBuffer>,
    signal: AbortSignal
  ): Promise<PresignedRequest> {
    const digest = hexOf(await nativeDigest(bytes));
    const parts: PresignedParts = { parts: [{ number, sha256: digest }] };
    const { requests } = await this._requests.json(
      `${pathOf(uploadUrl)}/parts`,
      isPresignedRequests,
      { method: 'POST', body: JSON.stringify(parts), signal }
    );
    return requests[0]!;
  }

  /** Puts a part; see `ObjectStorage.put`. */
  put(
    request: PresignedRequest,
    body: Blob,
    onProgress: (sent: number) => void,
    signal: AbortSignal
  ): Promise<boolean | typeof EXPIRED> {
    const { settings } = this._requests;
    return this._storage.put(request, body, settings, onProgress, signal);
  }

  /** Says that all parts were put; the answer is the receipt, or which parts are there. */
  complete(
    uploadUrl: string,
    signal: AbortSignal
  ): Promise<PresignedOfferResult> {
    const path = `${pathOf(uploadUrl)}/completion`;
    return this._requests.json(path, isPresignedOfferResult, {
      method: 'POST',
      signal
    });
  }
}

/** Returns where an upload is below the interface's own address. */
function pathOf(uploadUrl: string): string {
  return `uploads/${uploadUrl.slice(uploadUrl.lastIndexOf('/') + 1)}`;
}
