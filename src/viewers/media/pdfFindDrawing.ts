/**
 * Finds words in a PDF in its frame. It runs there before `pdfDrawing`, as a script that makes its class a
 * global: nothing of it can be imported, and it imports nothing.
 */
import type { FrameNews, FrameWish } from '../markup/libraryFrame';

/** A page in which words are found. */
export interface ISearched {
  readonly place: HTMLElement;
  /** Its text, a space for each end of a line. */
  words(): Promise<string>;
  /** Lays the same text over the page. */
  text(): Promise<HTMLElement>;
}

/** What this script makes a global. */
export interface IFindDrawing {
  readonly PdfFinder: typeof PdfFinder;
}

/** Words that are more often in it are found so often. */
const MOST_MATCHES = 10_000;

interface IMatch {
  readonly sheet: ISearched;
  readonly start: number;
  readonly end: number;
}

/** Finds words on all pages, whether they were drawn or not. */
class PdfFinder {
  constructor(
    private readonly _sheets: readonly ISearched[],
    private readonly _say: (news: FrameNews) => void
  ) {}

  /** Does what is wished, and says once what there is then. */
  async hear(wish: FrameWish): Promise<void> {
    if (wish.type === 'step') {
      const { length } = this.#matches;
      await this.#show((this.#at + wish.by + length) % length, this.#turn);
    } else {
      const turn = ++this.#turn;
      this.#matches = [];
      this.#at = -1;
      CSS.highlights.clear();
      if (wish.pattern) {
        await this.#find(new RegExp(wish.pattern, wish.flags), turn);
      }
      if (turn !== this.#turn) {
        return;
      }
    }
    const count = this.#matches.length;
    this._say({ type: 'found', number: this.#at, count });
  }

  async #find(words: RegExp, turn: number): Promise<void> {
    // The first one that is shown is on the page that is looked at, or after it.
    const looked = this._sheets.find(
      ({ place }) => place.getBoundingClientRect().bottom > 0
    );
    let isAfter = false;
    for (const sheet of this._sheets) {
      isAfter ||= sheet === looked;
      const text = await sheet.words().catch(() => '');
      if (turn !== this.#turn || this.#matches.length >= MOST_MATCHES) {
        return;
      }
      const before = this.#matches.length;
      for (const { 0: found, index: start } of text.matchAll(words)) {
        if (found) {
          this.#matches.push({ sheet, start, end: start + found.length });
        }
      }
      if (this.#at < 0 && isAfter && this.#matches.length > before) {
        await this.#show(before, turn);
      }
    }
    if (this.#at < 0) {
      await this.#show(0, turn);
    }
  }

  async #show(at: number, turn: number): Promise<void> {
    const match = this.#matches[at];
    const layer = await match?.sheet.text();
    if (!match || !layer || turn !== this.#turn) {
      return;
    }
    this.#at = at;
    const others = this.#matches.filter(({ sheet }) => sheet === match.sheet);
    const range = rangeOf(layer, match);
    CSS.highlights.set(
      'matches',
      new Highlight(...others.map(one => rangeOf(layer, one)))
    );
    CSS.highlights.set('match', new Highlight(range));
    const { parentElement } = range.startContainer;
    (parentElement ?? match.sheet.place).scrollIntoView({ block: 'center' });
  }

  #matches: IMatch[] = [];
  #at = -1;
  #turn = 0;
}

/** Where a match stands in the text that lies over its page. */
function rangeOf(layer: HTMLElement, { end, start }: IMatch): Range {
  const range = new Range();
  range.selectNodeContents(layer);
  const nodes = document.createTreeWalker(layer, NodeFilter.SHOW_ALL);
  let at = 0;
  for (let node = nodes.nextNode(); node && at < end; node = nodes.nextNode()) {
    if (node instanceof Text) {
      if (start >= at && start < at + node.length) {
        range.setStart(node, start - at);
      }
      if (end <= at + node.length) {
        range.setEnd(node, end - at);
      }
      at += node.length;
    } else if (node.nodeName === 'BR') {
      at += 1;
    }
  }
  return range;
}

Object.assign(globalThis, { PdfFinder });
