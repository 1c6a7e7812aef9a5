/** Requests to the server's own addresses, under `<base_url>cellkeep/api/`, and what of them may go wrong. */
import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

import { tight } from '../protocol/bytes';
import { checked } from '../protocol/envelope';
import { CellkeepError } from '../protocol/errors';
import { encode } from '../protocol/msgpack';
import type { IValidator } from '../protocol/schema';
import { errorOfResponse } from './answers';
import { contentDigest } from './contentDigest';
import { saysSignedOut, SignIn } from './signIn';

/**
 * Asks, and checks what is answered. Every method rejects with a `CellkeepError`, or with an
 * `AbortError` where its signal was aborted.
 *
 * Credentials and the XSRF token are ServerConnection's business.
 */
export class Requests {
  constructor(
    readonly settings: ServerConnection.ISettings,
    signIn?: SignIn,
    readonly path = 'cellkeep/api'
  ) {
    this.signIn = signIn ?? new SignIn(settings, this.url('status'));
  }

  /** What was refused because nobody is signed in waits here, and then goes on. */
  readonly signIn: SignIn;

  /** Absolute address of a route. */
  url(path: string): string {
    return URLExt.join(this.settings.baseUrl, this.path) + `/${path}`;
  }

  /** Asks for JSON of a known shape. */
  async json<T>(
    path: string,
    validate: IValidator<T>,
    init: RequestInit
  ): Promise<T> {
    return this.read(await this.send(path, init), validate, init.signal);
  }

  /** Posts MessagePack that the server refuses where it changed on its way; asks for JSON of a known shape. */
  async post<T>(
    path: string,
    validate: IValidator<T>,
    value: unknown,
    signal?: AbortSignal
  ): Promise<T> {
    const body = tight(encode(value));
    const headers = {
      'Content-Type': 'application/msgpack',
      'Content-Digest': await contentDigest(body)
    };
    return this.json(path, validate, { method: 'POST', body, headers, signal });
  }

  /** Reads JSON of a known shape out of an answer. */
  async read<T>(
    response: Response,
    validate: IValidator<T>,
    signal?: AbortSignal | null
  ): Promise<T> {
    const text = new TextDecoder().decode(
      await readBody(response, signal ?? undefined)
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
    return succeeded(await this.fetch(this.url(path), init));
  }

  /** Asks an absolute address; also an answer that is an error is returned. */
  async fetch(url: string, init: RequestInit): Promise<Response> {
    const response = await this.ask(url, init);
    // What a HEAD was refused for is not said, and the server is asked.
    const isUnsaid = init.method === 'HEAD' && response.status === 403;
    if (!isUnsaid && !(await saysSignedOut(response))) {
      return response;
    }
    // Refused is not done: the same may be asked once more.
    await this.signIn.done(init.signal ?? undefined);
    return this.ask(url, init);
  }

  /** Asks an absolute address, once, whether somebody is signed in or not. */
  async ask(url: string, init: RequestInit): Promise<Response> {
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

/** Returns an answer that is no error; one that is rejects. */
export async function succeeded(response: Response): Promise<Response> {
  if (!response.ok) {
    throw await errorOfResponse(response);
  }
  return response;
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

/** A request with a JSON body. */
export function withJson(
  method: 'PATCH' | 'POST' | 'PUT',
  body: unknown,
  signal?: AbortSignal
): RequestInit {
  return { method, body: JSON.stringify(body), signal };
}
