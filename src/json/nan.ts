/** JSON as Python writes it: with NaN and infinite numbers, which JSON itself has no words for. */

/** Texts are passed over; what is left of these words are numbers. */
const WORDS = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;
/** Stands for NaN, and is no text that a person has. */
const MARK = '\u0000NaN\u0000';

/**
 * Parses JSON.
 *
 * @throws SyntaxError where it is none.
 */
export function parseWithNaN(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) {
      throw error;
    }
  }
  const written = text.replace(WORDS, word => {
    switch (word) {
      case 'NaN':
      case '-NaN':
        return JSON.stringify(MARK);
      // More than any number is: it is read as infinite.
      case 'Infinity':
        return '1e999';
      case '-Infinity':
        return '-1e999';
      default:
        return word;
    }
  });
  return JSON.parse(written, (_, value: unknown) =>
    value === MARK ? NaN : value
  );
}
