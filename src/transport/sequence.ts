/** Numbers of messages: which one is next, which are repeats, which are missing. */

/** What the number of a message says. */
export type Arrival =
  | { type: 'next' }
  /** It came before; ignore it. */
  | { type: 'repeat' }
  /** It is new, and those from `expected` on up to it were lost. */
  | { type: 'gap'; expected: number };

/** Follows the numbers of one sender. */
export class Sequence {
  /** Takes the next message's session and number. */
  accept(session: string, seq: number): Arrival {
    if (session !== this.#session) {
      // A listener that comes late, or a kernel that started again: count from here.
      this.#session = session;
      this.#last = seq;
      return { type: 'next' };
    }
    if (seq <= this.#last) {
      return { type: 'repeat' };
    }
    const expected = this.#last + 1;
    this.#last = seq;
    return seq === expected ? { type: 'next' } : { type: 'gap', expected };
  }

  #session = '';
  #last = 0;
}
