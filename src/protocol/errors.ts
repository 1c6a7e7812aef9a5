import { ERRORS } from './errors.generated';
import type { ErrorCode, ErrorInfo } from './generated';
import { isErrorInfo } from './validators.generated';

/** What an error may also carry. */
export interface IErrorOptions {
  /** What is safe and what to do. */
  hint?: string;
  /** HTTP status, where it is not the one of the table. */
  status?: number;
  /** Whether the same request can succeed later, where it is not as in the table. */
  retryable?: boolean;
  /** What caused it. */
  cause?: unknown;
}

/** Every error of Cellkeep: a code, what happened, and what to do. */
export class CellkeepError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    options: IErrorOptions = {}
  ) {
    super(message, { cause: options.cause });
    this.name = 'CellkeepError';
    this.hint = options.hint;
    this.status = options.status ?? ERRORS[code].status;
    this.retryable = options.retryable ?? ERRORS[code].retryable;
  }

  /** Returns the error that travelled. */
  static fromInfo(info: ErrorInfo, status?: number): CellkeepError {
    const { code, message, hint, retryable } = info;
    return new CellkeepError(code, message, { hint, status, retryable });
  }

  /** Returns the error of a response that is not a success. Reads its body. */
  static async fromResponse(response: Response): Promise<CellkeepError> {
    return CellkeepError.fromBody(response.status, await response.text());
  }

  /**
   * Returns the error of an HTTP status and body: the body's own, where Cellkeep wrote it,
   * else one for the status, since a proxy or another Jupyter handler can answer too.
   */
  static fromBody(status: number, body: string): CellkeepError {
    const value = parsed(body);
    if (isErrorInfo(value)) {
      return CellkeepError.fromInfo(value, status);
    }
    const { code, message, hint } = byStatus(status);
    const said = saidBy(value);
    return new CellkeepError(code, said ? `${message} (${said})` : message, {
      hint,
      status,
      retryable: RETRYABLE_STATUS.has(status) || status >= 500
    });
  }

  /** What is safe and what to do. */
  readonly hint: string | undefined;
  /** HTTP status. */
  readonly status: number;
  /** Whether the same request can succeed later. */
  readonly retryable: boolean;

  /** Returns the error as it travels. */
  info(): ErrorInfo {
    const { code, message, hint, retryable } = this;
    return hint
      ? { code, message, hint, retryable }
      : { code, message, retryable };
  }
}

/** The statuses below 500 after which the same request can succeed. */
export const RETRYABLE_STATUS: ReadonlySet<number> = new Set([
  408, 409, 423, 429
]);

/** Returns whether an exception says that someone stopped the work; that is no failure. */
export function isAbort(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'name' in error &&
    error.name === 'AbortError'
  );
}

/** Returns any exception as a Cellkeep error; one that nobody expected is `INTERNAL`. */
export function asCellkeepError(error: unknown): CellkeepError {
  if (error instanceof CellkeepError) {
    return error;
  }
  const message = error instanceof Error ? error.message : String(error);
  return new CellkeepError('INTERNAL', message || 'Something went wrong.', {
    cause: error
  });
}

function byStatus(status: number): {
  code: ErrorCode;
  message: string;
  hint?: string;
} {
  switch (status) {
    case 401:
    case 403:
      return {
        code: 'FORBIDDEN',
        message: 'The Jupyter server does not allow this.',
        hint: 'Log in again, then retry.'
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
