/** Text within what a browser lays out without a pause. */
import { withoutPiles } from '../../ui/format';

/** Text whose lines and letters are no longer than can be laid out: a longer line goes on in the next. */
export function boundedText(text: string, lineCharacters: number): string {
  // By code point: no character is cut in two.
  const piece = new RegExp(`.{1,${lineCharacters}}`, 'gsu');
  return withoutPiles(text)
    .split('\n')
    .map(line =>
      line.length > lineCharacters ? (line.match(piece) ?? []).join('\n') : line
    )
    .join('\n');
}
