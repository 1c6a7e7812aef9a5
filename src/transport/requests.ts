/** Requests to the server's own addresses, under `<base_url>cellkeep/api/`, and what of them may go wrong. */
import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

import { tight } from '../protocol/bytes';
import { checked } from '../protocol/envelope';
import { CellkeepError } from '../protocol/errors';
import type { IValidator } from '../protocol/validators.generated';

/**
 * Asks, and checks what is answered. Every method rejects with a `CellkeepError`, or with an
 * `AbortError` where its signal was aborted.
 *
 * Credentials and the XSRF token are ServerConnection's business.
 */
export class Requests {
  constructor(readonly settings: ServerConnection.ISettings) {}

  /** Absolute address of a route. */
  url(path: string): string {
    return URLExt.join(this.settings.baseUrl, 'cellkeep/api') + `/${path}`;
  }

  /** Asks for JSON of a known shape. */
  async json<T>(
    path: string,
    validate: IValidator<T>,
    init: RequestInit
  ): Promise<T> {
    const response = await this.send(path, init);
    const text = new TextDecoder().decode(
      await readBody(response, init.signal ?? undefined)
    );
    try {
      return checked(JSON.parse(text) as unknown, validate);
    } catch (error) {
      throw new CellkeepError(
        'PROTOCOL_MISMATCH',
        "The server's answer is not what this version of Cellkeep understands.",
        {
          hint: 'Reload the page, and restart the server after an update.',
          cause: error
        }
      );
    }
  }

  /** Asks a route for anything; an answer that is an error rejects. */
  async send(path: string, init: RequestInit): Promise<Response> {
    const response = await this.fetch(this.url(path), init);
    if (!response.ok) {
      throw await CellkeepError.fromResponse(response);
    }
    return response;
  }

  /** Asks an absolute address; also an answer that is an error is returned. */
  async fetch(url: string, init: RequestInit): Promise<Response> {
    const body = init.body instanceof Uint8Array ? tight(init.body) : init.body;
    try {
      return await ServerConnection.makeRequest(
        url,
        { ...init, body },
        this.settings
      );
    } catch (error) {
      throw networkError(error, init.signal ?? undefined);
    }
  }
}

/** Returns the bytes of an answer. */
export async function readBody(
  response: Response,
  signal: AbortSignal | undefined
): Promise<ArrayBuffer> {
  try {
    return await response.arrayBuffer();
  } catch (error) {
    throw networkError(error, signal);
  }
}

function networkError(error: unknown, signal: AbortSignal | undefined): Error {
  // ServerConnection makes a NetworkError of an abort, so the signal is asked.
  if (signal?.aborted) {
    return new DOMException('The request was aborted.', 'AbortError');
  }
  return new CellkeepError(
    'STORE_UNREACHABLE',
    'The Jupyter server cannot be reached.',
    { hint: 'Check that it still runs, then retry.', cause: error }
  );
}

/** Returns the query of a URL, with its `?`; what is absent or empty is left out, and a list comes several times. */
export function queryString(query: object): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat() as ReadonlyArray<
      string | number | undefined
    >) {
      if (one !== undefined && one !== '') {
        parameters.append(name, String(one));
      }
    }
  }
  const text = parameters.toString();
  return text && `?${text}`;
}
