import { asCellkeepError, CellkeepError, isAbort } from '../../protocol/errors';
import type { Failure } from './protocol';

/** Returns an error in the form that travels between page and worker. */
export function failureOf(error: unknown): Failure {
  return isAbort(error)
    ? { stopped: true }
    : { stopped: false, info: asCellkeepError(error).info() };
}

/** Returns the error that travelled. */
export function errorOf(failure: Failure): Error {
  return failure.stopped ? stopped() : CellkeepError.fromInfo(failure.info);
}

/** The error of work that somebody stopped. */
export function stopped(): Error {
  return new DOMException('The work was stopped.', 'AbortError');
}
