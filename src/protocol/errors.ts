import { ERRORS } from './errors.generated';
import type { ErrorCode, ErrorInfo } from './generated';

/** What an error may also carry. */
export interface IErrorOptions {
  /** What is safe and what to do. */
  hint?: string;
  /** HTTP status, where it is not the one of the table. */
  status?: number;
  /** Whether the same request can succeed later, where it is not as in the table. */
  retryable?: boolean;
  /** Milliseconds before which the server does not want to be asked again. */
  retryAfter?: number;
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
    this.retryAfter = options.retryAfter ?? 0;
  }

  /** Returns the error that travelled. */
  static fromInfo(info: ErrorInfo): CellkeepError {
    const { code, message, hint, retryable } = info;
    return new CellkeepError(code, message, { hint, retryable });
  }

  /** What is safe and what to do. */
  readonly hint: string | undefined;
  /** HTTP status. */
  readonly status: number;
  /** Whether the same request can succeed later. */
  readonly retryable: boolean;
  /** Milliseconds before which the server does not want to be asked again. */
  readonly retryAfter: number;

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
