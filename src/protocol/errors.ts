import { ERRORS } from './errors.generated';
import type { ErrorCode, ErrorInfo } from './generated';

/** What an error may also carry. */
export interface IErrorOptions {
  /** What is safe and what to do. */
  hint?: string;
  /** HTTP status, where it is not the one of the table. */
  status?: number;
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
    this.retryable = ERRORS[code].retryable;
  }

  /** Returns the error that travelled. */
  static fromInfo(info: ErrorInfo, status?: number): CellkeepError {
    return new CellkeepError(info.code, info.message, {
      hint: info.hint,
      status
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
    return hint ? { code, message, hint, retryable } : { code, message, retryable };
  }
}

/** Returns whether an exception says that someone stopped the work; that is no failure. */
export function isAbort(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    (error as { name?: unknown }).name === 'AbortError'
  );
}

/** Returns any exception as a Cellkeep error; one that nobody expected is `INTERNAL`. */
export function asCellkeepError(error: unknown): CellkeepError {
  if (error instanceof CellkeepError) {
    return error;
  }
  const message = error instanceof Error ? error.message : String(error);
  return new CellkeepError('INTERNAL', message, { cause: error });
}
