import type { ServerConnection } from '@jupyterlab/services';

/**
 * Returns settings whose requests send this body and tell how far it is.
 *
 * `fetch` cannot say how much of a body is sent, and `XMLHttpRequest` can. Everything else stays
 * ServerConnection's: it gives the request its credentials.
 *
 * @param onProgress - Called with the bytes sent so far.
 */
export function sendingWithProgress(
  settings: ServerConnection.ISettings,
  body: Blob,
  onProgress: (sent: number) => void
): ServerConnection.ISettings {
  const fetch = (input: RequestInfo | URL): Promise<Response> => {
    const { headers, method, signal, url } = input as Request;
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(method, url);
      headers.forEach((value, name) => request.setRequestHeader(name, value));
      request.responseType = 'arraybuffer';
      request.upload.onprogress = ({ loaded }) => onProgress(loaded);
      request.onload = () =>
        resolve(
          // An answer that has no body may not be given one.
          new Response(
            request.status === 204 ? null : (request.response as ArrayBuffer),
            {
              status: request.status,
              statusText: request.statusText,
              headers: headersOf(request)
            }
          )
        );
      request.onerror = () => reject(new TypeError('The request failed.'));
      request.onabort = () =>
        reject(new DOMException('The request was aborted.', 'AbortError'));
      signal.addEventListener('abort', () => request.abort(), { once: true });
      request.withCredentials = settings.init.credentials === 'include';
      request.send(body);
    });
  };
  return { ...settings, fetch };
}

function headersOf(request: XMLHttpRequest): Headers {
  const headers = new Headers();
  for (const line of request.getAllResponseHeaders().trim().split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) {
      headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
    }
  }
  return headers;
}
