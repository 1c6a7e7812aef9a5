/**
 * What an artifact may be called.
 *
 * The same rules, with the same golden vectors (`schema/vectors/names.json`), hold in
 * `cellkeep_core/names.py`.
 */
import { CellkeepError } from './errors';

/** As many characters (code points) as a name may have. */
export const MAX_NAME_CHARACTERS = 512;

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
  const reason = whatIsWrong(name.normalize('NFC'));
  return reason === undefined ? null : badName(name, reason).message;
}

/**
 * Returns the artifact name of a file.
 *
 * @param path - A relative path with slashes, as a drop of a folder gives it.
 * @param preservePath - Whether the folders of the path become part of the name.
 */
export function nameForPath(path: string, preservePath: boolean): string {
  if (preservePath) {
    return checkName(path.replace(/^(\.\/+)+/, ''));
  }
  const parts = path.split('/').filter(part => part !== '');
  return checkName(parts.at(-1) ?? '');
}

function whatIsWrong(name: string): string | undefined {
  if (BLANK.test(name)) {
    return 'it is empty';
  }
  const length = [...name].length;
  if (length > MAX_NAME_CHARACTERS) {
    return `it has ${length} characters, and ${MAX_NAME_CHARACTERS} are the most`;
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
      hint: "Use up to 512 characters, '/' between parts, and nothing that cannot be printed."
    }
  );
}
