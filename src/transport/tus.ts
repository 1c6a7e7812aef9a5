/** Large uploads by tus 1.0: resumable, in chunks, straight from the Blob. */
import type { ServerConnection } from '@jupyterlab/services';
import { Upload, type DetailedError, type HttpRequest } from 'tus-js-client';

import { CellkeepError } from '../protocol/errors';
import type { Receipt } from '../protocol/generated';
import {
  MAX_ATTEMPTS,
  backoffMs,
  isWorthRepeating,
  retryAfterMs
} from './retry';
import { RECEIPT_HEADER, readReceipt, uploadError } from './tusAnswers';

/** Bytes of one request: large enough for speed, small enough for a proxy's limits. */
export const CHUNK_BYTES = 16 * 1024 * 1024;

/** One upload. */
export interface ITusUpload {
  /** Absolute address, from the answer to the offer. */
  readonly url: string;
  readonly blob: Blob;
  /** Called with the bytes that have gone; equal to the blob's size while the server verifies. */
  readonly onProgress?: (sent: number) => void;
  /** Stops sending; what has arrived stays, and the same upload can go on later. */
  readonly signal?: AbortSignal;
}

/** What the uploader needs of the connection. */
export type TusSettings = Pick<ServerConnection.ISettings, 'token' | 'baseUrl'>;

/**
 * Sends a blob, from where the server says the upload stopped.
 *
 * @returns The receipt, or undefined where the server took the bytes and its answer had
 * none (a proxy may drop the header): ask for it by the offer's id.
 */
export function tusUpload(
  settings: TusSettings,
  request: ITusUpload
): Promise<Receipt | undefined> {
  return new Promise((resolve, reject) => {
    let receipt: Receipt | undefined;
    let notBefore = 0;
    const upload = new Upload(request.blob, {
      uploadUrl: request.url,
      uploadSize: request.blob.size,
      chunkSize: CHUNK_BYTES,
      retryDelays: Array.from({ length: MAX_ATTEMPTS }, (_, attempt) =>
        backoffMs(attempt, Math.random())
      ),
      // The queue knows its uploads itself; tus would remember them by name and date.
      storeFingerprintForResuming: false,
      onShouldRetry: error => isWorthRepeating(statusOf(error)),
      onBeforeRequest: async sent => {
        authorise(sent, settings);
        await pause(notBefore - Date.now(), request.signal);
      },
      onAfterResponse: (_, response) => {
        const wait = retryAfterMs(
          response.getHeader('Retry-After'),
          Date.now()
        );
        notBefore = Date.now() + wait;
        receipt ??= readReceipt(response.getHeader(RECEIPT_HEADER));
      },
      onProgress: sent => request.onProgress?.(sent),
      onSuccess: () => finish(() => resolve(receipt)),
      onError: error => finish(() => reject(failureOf(error)))
    });

    const stop = (): void => {
      // Not true: that would delete what has arrived.
      void upload.abort(false).catch(() => undefined);
      finish(() => reject(new DOMException('Stopped.', 'AbortError')));
    };
    const finish = (settle: () => void): void => {
      request.signal?.removeEventListener('abort', stop);
      settle();
    };
    if (request.signal?.aborted) {
      return stop();
    }
    request.signal?.addEventListener('abort', stop);
    upload.start();
  });
}

function authorise(request: HttpRequest, settings: TusSettings): void {
  if (settings.token) {
    request.setHeader('Authorization', `token ${settings.token}`);
  }
  const xsrf = xsrfToken();
  if (xsrf !== undefined) {
    request.setHeader('X-XSRFToken', xsrf);
  }
  const raw: unknown = request.getUnderlyingObject();
  if (typeof XMLHttpRequest !== 'undefined' && raw instanceof XMLHttpRequest) {
    raw.withCredentials = true;
  }
}

/** The cookie that Jupyter wants to see in a header too; the last one wins, as in tornado. */
function xsrfToken(): string | undefined {
  if (typeof document === 'undefined') {
    return undefined;
  }
  return document.cookie
    .split(';')
    .map(part => part.trim())
    .filter(part => part.startsWith('_xsrf='))
    .at(-1)
    ?.slice('_xsrf='.length);
}

function statusOf(error: DetailedError | Error): number {
  const response =
    'originalResponse' in error ? error.originalResponse : undefined;
  return response?.getStatus() ?? 0;
}

function failureOf(error: DetailedError | Error): CellkeepError {
  const status = statusOf(error);
  if (error instanceof CellkeepError) {
    return error;
  }
  if (status !== 0 && 'originalResponse' in error) {
    return uploadError(status, error.originalResponse?.getBody() ?? '');
  }
  return new CellkeepError(
    'STORE_UNREACHABLE',
    'The Jupyter server cannot be reached.',
    {
      hint: 'What has arrived is safe. Retry to send the rest.',
      cause: error
    }
  );
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (ms <= 0) {
    return Promise.resolve();
  }
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true }
    );
  });
}
