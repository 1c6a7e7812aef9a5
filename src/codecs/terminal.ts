/** A text without the colours of a terminal, which mean nothing where there is none. */
export function withoutColours(text: string): string {
  return text.replace(/\p{Cc}\[[0-9;]*m/gu, '');
}
