/**
 * Saying what went wrong, once, with the way out. Success is quiet.
 */

import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { IUnreadable } from '../../capture/folders';
import { asCellkeepError, CellkeepError } from '../../protocol/errors';

/** How long a message stays that asks for nothing. */
const DONE_MS = 8000;
/** The most files that one message names. */
const NAMED_PROBLEMS = 3;

/** Say why something could not be done. */
export function tellFailure(
  error: CellkeepError,
  trans: TranslationBundle
): void {
  const message = error.hint ? `${error.message} ${error.hint}` : error.message;
  Notification.error(trans.__('Cellkeep: %1', message), { autoClose: false });
}

/** Does something, and tells the person where it fails: it never rejects. */
export async function tellIfFails<T>(
  trans: TranslationBundle,
  work: () => T | Promise<T>
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    tellFailure(asCellkeepError(error), trans);
    return undefined;
  }
}

/** The same error, in words that say what was not done. */
export function reworded(
  thrown: unknown,
  words: (message: string) => string
): CellkeepError {
  const { code, message, hint, status, retryable } = asCellkeepError(thrown);
  return new CellkeepError(code, words(message), {
    hint,
    status,
    retryable,
    cause: thrown
  });
}

/** Waits for work; where it fails, its error is in words that say what was not done. */
export async function inWords<T>(
  work: Promise<T>,
  words: (message: string) => string
): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    throw reworded(thrown, words);
  }
}

/** Say what was done, or why nothing was; it goes away by itself. */
export function tellDone(
  message: string,
  type: 'info' | 'success' = 'info'
): void {
  // Without a time JupyterLab only counts it and shows nothing.
  Notification.emit(message, type, { autoClose: DONE_MS });
}

/** Say that what is kept is less than what was asked for. */
export function tellLess(error: CellkeepError, trans: TranslationBundle): void {
  Notification.warning(
    trans.__(
      'Cellkeep: saved as displayed, not the whole object. %1',
      error.message
    ),
    { autoClose: 8000 }
  );
}

/** Say which files cannot be saved, all of them in one message. */
export function tellProblems(
  problems: readonly IUnreadable[],
  trans: TranslationBundle
): void {
  const named = problems
    .slice(0, NAMED_PROBLEMS)
    .map(({ path, reason }) => `${path}: ${reason}`);
  if (problems.length > NAMED_PROBLEMS) {
    named.push(trans.__('and %1 more', problems.length - NAMED_PROBLEMS));
  }
  const title = trans._n(
    'Cellkeep: %1 file cannot be saved.',
    'Cellkeep: %1 files cannot be saved.',
    problems.length
  );
  Notification.error(`${title}\n\n${named.join('\n')}`, { autoClose: false });
}
