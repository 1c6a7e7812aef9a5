/** A real HTTP server on a port of the system's choice, for as long as a test needs it. */
import {
  createServer,
  type IncomingMessage,
  type ServerResponse
} from 'node:http';
import type { AddressInfo } from 'node:net';

import { ServerConnection } from '@jupyterlab/services';

/** A request, read whole. */
export interface IRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** What to answer. */
export interface IAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface ITestServer {
  readonly settings: ServerConnection.ISettings;
  readonly requests: IRequest[];
  /** Answers a request; `'hang up'` cuts the connection. */
  handle: (request: IRequest) => IAnswer | 'hang up' | Promise<IAnswer>;
  close(): Promise<void>;
}

export async function startServer(): Promise<ITestServer> {
  const requests: IRequest[] = [];
  const server = createServer((message, response) => {
    void (async () => {
      const request = await readRequest(message).catch(() => undefined);
      if (!request) {
        return; // it was broken off
      }
      if (request.method === 'OPTIONS') {
        return answer(response, message, { status: 204 });
      }
      requests.push(request);
      const result = await state.handle(request);
      if (result === 'hang up') {
        message.socket.destroy();
      } else {
        answer(response, message, result);
      }
    })();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const state: ITestServer = {
    settings: ServerConnection.makeSettings({
      baseUrl: `http://127.0.0.1:${port}/user/ada/`,
      token: 'secret',
      fetch,
      Request,
      Headers
    }),
    requests,
    handle: () => ({ status: 404 }),
    close: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    }
  };
  return state;
}

async function readRequest(message: IncomingMessage): Promise<IRequest> {
  const parts: Buffer[] = [];
  for await (const part of message) {
    parts.push(part as Buffer);
  }
  const url = new URL(message.url ?? '/', 'http://localhost');
  return {
    method: message.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    body: Buffer.concat(parts)
  };
}

function answer(
  response: ServerResponse,
  { headers }: IncomingMessage,
  { status = 200, headers: own = {}, body }: IAnswer
): void {
  const isBytes = body instanceof Uint8Array;
  response.writeHead(status, {
    // The page of a test has another origin than this server.
    'Access-Control-Allow-Origin': headers.origin ?? '*',
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
    'Access-Control-Allow-Headers':
      headers['access-control-request-headers'] ?? '',
    'Access-Control-Expose-Headers':
      'Upload-Offset, Upload-Length, Cellkeep-Receipt, Retry-After',
    ...own
  });
  response.end(
    body === undefined ? undefined : isBytes ? body : JSON.stringify(body)
  );
}
