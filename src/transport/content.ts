import type { IContentSource } from '../codecs/view';
import { CellkeepError } from '../protocol/errors';
import type { Artifact } from '../protocol/generated';
import { isContentAddress } from '../protocol/validators.generated';
import {
  EXPIRED,
  STRAIGHT_FROM_BYTES,
  StorageClosedError,
  type ObjectStorage
} from './objectStorage';
import { readBody, type Requests } from './requests';

/**
 * The bytes of an artifact in ranges: from the object storage where this page reaches it, by one
 * address as long as that holds, else from the server.
 */
export class ArtifactContent implements IContentSource {
  constructor(
    private readonly _requests: Requests,
    private readonly _storage: ObjectStorage,
    artifact: Pick<Artifact, 'id' | 'size'>
  ) {
    this.size = artifact.size;
    this.#path = `artifacts/${artifact.id}`;
  }

  readonly size: number;

  async read(
    start: number,
    end: number,
    signal?: AbortSignal
  ): Promise<Uint8Array<ArrayBuffer>> {
    const stop = Math.min(end, this.size);
    if (stop <= start) {
      return new Uint8Array();
    }
    const isStraight = this.size > STRAIGHT_FROM_BYTES && this._storage.isTried;
    return (
      (isStraight && (await this.#fromStorage(start, stop, signal))) ||
      this.#fromServer(start, stop, signal)
    );
  }

  async #fromStorage(
    start: number,
    stop: number,
    signal?: AbortSignal
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      for (let tries = 0; tries < 2; tries += 1) {
        const asked = (this.#address ??= this.#newAddress());
        const address = await asked;
        if (address === undefined) {
          return undefined;
        }
        const bytes = await this._storage.read(address, start, stop, signal);
        if (bytes !== EXPIRED) {
          return bytes;
        }
        // Of several reads that found it expired one asks for the next.
        if (this.#address === asked) {
          this.#address = undefined;
        }
      }
      throw new StorageClosedError('its addresses are not taken');
    } catch (error) {
      if (!(error instanceof StorageClosedError)) {
        throw error;
      }
      this.#address = undefined;
      this._storage.close(error);
      return undefined;
    }
  }

  /** Asks for an address; where there is none, reading at the server says why. */
  async #newAddress(): Promise<string | undefined> {
    try {
      const path = `${this.#path}/address`;
      return (await this._requests.json(path, isContentAddress, {})).url;
    } catch (error) {
      if (error instanceof CellkeepError) {
        this.#address = undefined;
        return undefined;
      }
      throw error;
    }
  }

  async #fromServer(
    start: number,
    stop: number,
    signal?: AbortSignal
  ): Promise<Uint8Array<ArrayBuffer>> {
    const response = await this._requests.send(`${this.#path}/content`, {
      headers: { Range: `bytes=${start}-${stop - 1}` },
      signal
    });
    const bytes = new Uint8Array(await readBody(response, signal));
    // A server or proxy may ignore the range and send everything.
    return response.status === 206 ? bytes : bytes.subarray(start, stop);
  }

  readonly #path: string;
  #address: Promise<string | undefined> | undefined;
}
