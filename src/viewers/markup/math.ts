/** Formulas of Markdown as MathML, which browsers set by themselves: no script, style or font is needed. */
// The file alone: the package has all of JupyterLab's rendering in it, which no worker can load.
import { removeMath, replaceMath } from '@jupyterlab/rendermime/lib/latex';
import type katex from 'katex';

/** Loaded where there is a formula. */
type Katex = Pick<typeof katex, 'renderToString'>;

/** In a longer text formulas are not looked for. */
const MOST_TEXT = 4_000_000;
const MOST_FORMULAS = 3000;
/** A longer formula is left as it was written. */
const MOST_FORMULA = 5000;
/** What all of them may become; a formula may say "very long" briefly. */
const MOST_MARKUP = 8_000_000;
/** In the unit of the text's own size. */
const MOST_SIZE = 20;

const LEFT = /^(\$\$|\$|\\\[|\\\()/;
const ENDS: Readonly<Record<string, string>> = {
  $$: '$$',
  $: '$',
  '\\[': '\\]',
  '\\(': '\\)'
};

/** Whether a text may have formulas in it. */
export function mayHaveMath(text: string): boolean {
  return /\$|\\begin\{|\\\\[([]/.test(text);
}

/** A text without its formulas, and what puts them back. */
export interface IWithoutMath {
  readonly text: string;
  /** In text that is HTML already: as MathML. */
  readonly markup: (html: string) => string;
  /** As they were written. */
  readonly source: (text: string) => string;
}

/** Takes formulas out of Markdown, as JupyterLab does. */
export class Formulas {
  /**
   * @param notSet - Said of a formula that stays as it was written.
   */
  constructor(
    private readonly _katex: Katex,
    private readonly _notSet: string
  ) {}

  /** Takes the formulas out of a text. */
  of(markdown: string): IWithoutMath {
    const { math, text } =
      markdown.length <= MOST_TEXT
        ? removeMath(markdown)
        : { math: [], text: markdown };
    const put =
      (what: (formula: string) => string) =>
      (into: string): string =>
        into.replace(/@@(\d+)@@/g, (mark, number: string) => {
          // What looks like a mark and is none stands among them too.
          const found = math[Number(number)];
          return found === undefined
            ? mark
            : found.startsWith('@@')
              ? found
              : what(replaceMath(mark, math));
        });
    return {
      text,
      markup: put(formula => this.#markup(formula)),
      source: put(unescaped)
    };
  }

  #markup(escaped: string): string {
    const formula = unescaped(escaped);
    const [left = ''] = LEFT.exec(formula) ?? [];
    const right = ENDS[left] ?? '';
    const tex = formula.slice(left.length, formula.length - right.length);
    this.#count += 1;
    if (this.#count <= MOST_FORMULAS && tex.length <= MOST_FORMULA) {
      try {
        const markup = this._katex.renderToString(tex, {
          displayMode: left !== '$' && left !== '\\(',
          output: 'mathml',
          strict: 'ignore',
          trust: false,
          maxSize: MOST_SIZE,
          throwOnError: true
        });
        this.#length += markup.length;
        if (this.#length <= MOST_MARKUP) {
          return markup;
        }
      } catch {
        // It is no formula, or nested too deep.
      }
    }
    return `<code title="${this._notSet.replace(/[&"<>]/g, '')}">${escaped}</code>`;
  }

  #count = 0;
  #length = 0;
}

/** `removeMath` writes what would be a tag as HTML does. */
function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
