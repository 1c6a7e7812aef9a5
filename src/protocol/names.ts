/**
 * What an artifact may be called.
 *
 * The same rules, with the same golden vectors (`schema/vectors/names.json`), hold in
 * `cellkeep_core/names.py`.
 */
import { CellkeepError } from './errors';
import { LIMITS } from './limits.generated';

// Controls, surrogates and line or paragraph separators cannot be shown in one line.
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;
// Not trim(): it also takes the zero-width U+FEFF for a space, which Python does not.
const BLANK = /^[\p{White_Space}\x1c-\x1f]*$/u; // eslint-disable-line no-control-regex -- Python's four separators

/**
 * Returns the name in Unicode's composed form (NFC), or throws `BAD_NAME` with the rule
 * that it breaks.
 */
export function checkName(name: string): string {
  const composed = name.normalize('NFC');
  const reason = whatIsWrong(composed);
  if (reason) {
    throw badName(composed, reason);
  }
  return composed;
}

/** Says which rule a name breaks; null for a good one. */
export function nameProblem(name: string): string | null {
  if (BLANK.test(name)) {
    return 'A name is needed.';
  }
  const reason = whatIsWrong(name.normalize('NFC'));
  return reason === undefined ? null : badName(name, reason).message;
}

function whatIsWrong(name: string): string | undefined {
  if (BLANK.test(name)) {
    return 'it is empty';
  }
  const length = [...name].length;
  if (length > LIMITS.name_characters) {
    return `it has ${length} characters, and ${LIMITS.name_characters} are the most`;
  }
  if (FORBIDDEN.test(name)) {
    return 'it holds a control character, line separator or lone surrogate';
  }
  if (name.startsWith('/')) {
    return 'it starts with a slash';
  }
  const parts = name.split('/');
  if (parts.includes('..') || parts.includes('.')) {
    return "a part of it is '.' or '..'";
  }
  return parts.includes('') ? 'a part of it is empty' : undefined;
}

function badName(name: string, reason: string): CellkeepError {
  const characters = [...name];
  const shown =
    characters.length <= 60 ? name : `${characters.slice(0, 57).join('')}...`;
  return new CellkeepError(
    'BAD_NAME',
    `'${shown}' cannot be an artifact's name: ${reason}.`,
    {
      hint: `Use up to ${LIMITS.name_characters} characters, '/' between parts, and nothing that cannot be printed.`
    }
  );
}
