/** What the server's answers say: what went wrong, or the receipt in a header. */
import { checked } from '../protocol/envelope';
import { CellkeepError, RETRYABLE_STATUS } from '../protocol/errors';
import type { ErrorCode, Receipt } from '../protocol/generated';
import { isErrorInfo, isReceipt } from '../protocol/validators.generated';
import { retryAfterMs } from './retry';

/** Where an upload stands. */
export interface IUploadState {
  /** Bytes that the server has. */
  readonly offset: number;
  /** The store's word, where it has ended. */
  readonly receipt: Receipt | undefined;
}

/** Reads where an upload stands from the answer to a request of it; throws what went wrong. */
export async function readUploadState(
  response: Response
): Promise<IUploadState> {
  if (!response.ok) {
    throw await errorOfUpload(response);
  }
  const { headers } = response;
  return {
    offset: Number(headers.get('Upload-Offset')),
    receipt: readReceipt(headers.get('Cellkeep-Receipt'))
  };
}

/** Returns the error of a response that is not a success. Reads its body. */
export async function errorOfResponse(
  response: Response
): Promise<CellkeepError> {
  const body = await response.text();
  return errorOfBody(response.status, body, retryAfterOf(response));
}

/**
 * Returns the error of an HTTP status and body: the body's own, where Cellkeep wrote it,
 * else one for the status, since a proxy or another Jupyter handler can answer too.
 */
export function errorOfBody(
  status: number,
  body: string,
  retryAfter = 0
): CellkeepError {
  const value = parsed(body);
  if (isErrorInfo(value)) {
    return new CellkeepError(value.code, value.message, {
      ...value,
      status,
      retryAfter
    });
  }
  const said = saidBy(value);
  // What Jupyter's own handlers say where a page's cookie is gone.
  if (status === 401 || (status === 403 && /xsrf/i.test(said ?? ''))) {
    return signedOut(status);
  }
  const { code, message, hint } = byStatus(status);
  return new CellkeepError(code, said ? `${message} (${said})` : message, {
    hint,
    status,
    retryable: RETRYABLE_STATUS.has(status) || status >= 500,
    retryAfter
  });
}

/** Nobody is signed in, or the page's sign-in is no longer valid. */
export function signedOut(status = 403): CellkeepError {
  return new CellkeepError('SIGNED_OUT', 'You are signed out of Jupyter.', {
    hint: 'Sign in to Jupyter; what waits then goes on.',
    status
  });
}

function byStatus(status: number): {
  code: ErrorCode;
  message: string;
  hint?: string;
} {
  switch (status) {
    case 403:
      return {
        code: 'FORBIDDEN',
        message: 'The Jupyter server does not allow this.',
        hint: 'Sign in to Jupyter again, then retry.'
      };
    case 404:
      return {
        code: 'STORE_UNREACHABLE',
        message: 'The Jupyter server has no Cellkeep at this address.',
        hint: 'Check with `jupyter server extension list` that cellkeep_server is enabled, then restart the server.'
      };
    case 408:
    case 504:
      return { code: 'TIMEOUT', message: 'The Jupyter server took too long.' };
    case 413:
      return {
        code: 'TOO_LARGE',
        message: 'The server, or a proxy before it, refuses a body this large.'
      };
    case 423:
      return {
        code: 'UPLOAD_LOCKED',
        message: 'Another request is writing to this upload.'
      };
    case 429:
    case 502:
    case 503:
      return {
        code: 'STORE_UNREACHABLE',
        message: 'The Jupyter server cannot answer now.'
      };
    default:
      return {
        code: status >= 500 ? 'INTERNAL' : 'BAD_REQUEST',
        message: `The server answered with status ${status}.`
      };
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** What another Jupyter handler has to say. */
function saidBy(value: unknown): string | undefined {
  const says =
    typeof value === 'object' && value !== null && 'message' in value
      ? value.message
      : undefined;
  return typeof says === 'string' && says ? says : undefined;
}

/** A HEAD's answer has no body, so 404 and 410 say it alone. */
async function errorOfUpload(response: Response): Promise<CellkeepError> {
  const { status } = response;
  const body = await response.text();
  if (!body && (status === 404 || status === 410)) {
    return new CellkeepError(
      status === 404 ? 'UPLOAD_NOT_FOUND' : 'UPLOAD_EXPIRED',
      'The server no longer has this upload.',
      { hint: 'Retry to start it again.', status }
    );
  }
  return errorOfBody(status, body, retryAfterOf(response));
}

function retryAfterOf({ headers }: Response): number {
  return retryAfterMs(headers.get('Retry-After'), Date.now());
}

function readReceipt(header: string | null): Receipt | undefined {
  if (!header) {
    return undefined;
  }
  const bytes = Uint8Array.from(atob(header), digit => digit.charCodeAt(0));
  const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
  return checked(value, isReceipt);
}
