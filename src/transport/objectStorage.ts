/** The object storage behind a service, as this page reaches it by addresses that the service signs. */
import type { PresignedRequest } from '../protocol/generated';
import { sendingWithProgress } from './progress';
import type { Requests } from './requests';

/** What has no more comes and goes through the service: it is one request. */
export const STRAIGHT_FROM_BYTES = 4 * 1024 * 1024;
/** How long a storage that could not be used from here is not tried again. */
const CLOSED_MS = 300_000;
/** A storage that has not begun to answer by then is out of reach. */
const ANSWER_MS = 10_000;

/** An address or a request that the service has signed is not taken, or no longer: ask for another. */
export const EXPIRED = 'expired';

/** The object storage cannot be used from here: bytes go through the service. */
export class StorageClosedError extends Error {
  constructor(reason: unknown) {
    super(`The object storage is closed: ${String(reason)}`);
    this.name = 'StorageClosedError';
  }
}

/** Whether the storage is tried, and the requests to it: none has credentials. */
export class ObjectStorage {
  /** Whether the service offers it; what says so is its status. */
  isOffered = false;

  /** Whether it is there, and not known to be out of reach. For uploads and for reads it is the same. */
  get isTried(): boolean {
    return this.isOffered && performance.now() >= this.#from;
  }

  /** Lets bytes go through the service for a while. */
  close(reason: unknown): void {
    console.debug('Cellkeep: bytes go through the service.', reason);
    this.#from = performance.now() + CLOSED_MS;
  }

  /**
   * Reads a range, by a header that needs no preflight.
   *
   * @throws StorageClosedError, or an `AbortError` where the signal was aborted.
   */
  async read(
    url: string,
    start: number,
    end: number,
    signal?: AbortSignal
  ): Promise<Uint8Array<ArrayBuffer> | typeof EXPIRED> {
    const work = new AbortController();
    const abort = (): void => work.abort();
    signal?.addEventListener('abort', abort);
    const timer = setTimeout(abort, ANSWER_MS);
    try {
      const response = await fetch(url, {
        headers: { Range: `bytes=${start}-${end - 1}` },
        cache: 'no-store',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        signal: work.signal
      });
      clearTimeout(timer);
      // 404: it was deleted, or its bytes have another name by now.
      if (response.status === 403 || response.status === 404) {
        return EXPIRED;
      }
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (response.status !== 206 || bytes.length !== end - start) {
        throw new Error(`it answered ${response.status}`);
      }
      return bytes;
    } catch (error) {
      if (signal?.aborted) {
        throw new DOMException('The request was aborted.', 'AbortError');
      }
      throw new StorageClosedError(error);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }

  /**
   * Puts the bytes that a request was signed for.
   *
   * @returns Whether the storage has them, or the request has expired.
   * @throws What is wrong with the line, or an `AbortError`.
   */
  async put(
    { url, headers }: PresignedRequest,
    body: Blob,
    settings: Requests['settings'],
    onProgress: (sent: number) => void,
    signal: AbortSignal
  ): Promise<boolean | typeof EXPIRED> {
    const init: RequestInit = { ...settings.init, credentials: 'omit' };
    const sending = sendingWithProgress(
      { ...settings, init },
      body,
      onProgress
    );
    const signed = new Headers(headers as Record<string, string>);
    const request = new Request(url, {
      method: 'PUT',
      headers: signed,
      signal
    });
    const { ok, status } = await sending.fetch(request);
    // 412: it has them already; the answer to an earlier try was lost.
    return status === 403 ? EXPIRED : ok || status === 412;
  }

  #from = 0;
}
