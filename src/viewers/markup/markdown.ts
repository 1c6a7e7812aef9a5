/** Markdown as HTML that loads nothing and leads nowhere. */
import { Marked, type Tokens } from 'marked';
import sanitizeHtml from 'sanitize-html';

import { Formulas, mayHaveMath, type IWithoutMath } from './math';
import { escaped } from './notebook';

/** More or longer diagrams than these stay as they were written. */
const MOST_DIAGRAMS = 50;
const MOST_DIAGRAM = 50_000;

/** A page with a place for each of its diagrams. */
export interface IMarkupPage {
  /** The HTML between the diagrams: one more than there are of these. */
  readonly parts: readonly string[];
  /** What they were written as, for Mermaid. */
  readonly diagrams: readonly string[];
}

/** What a page says by itself. */
export interface IPageWords {
  /** Of a formula that could not be set. */
  readonly notSet: string;
}

/** Makes one page of one or many texts of Markdown. */
export class MarkdownPage {
  private constructor(private readonly _formulas: Formulas | undefined) {}

  /**
   * Gets ready for texts.
   *
   * @param text - All that there will be: what only formulas need is loaded where there may be some.
   */
  static async of(text: string, { notSet }: IPageWords): Promise<MarkdownPage> {
    if (!mayHaveMath(text)) {
      return new MarkdownPage(undefined);
    }
    const { default: katex } = await import('katex');
    return new MarkdownPage(new Formulas(katex, notSet));
  }

  /**
   * The HTML of a text, with marks where its diagrams come.
   *
   * The frame runs no script and loads nothing by itself: this is so that a page does not look
   * like another part of itself, and a link tells nobody.
   */
  markup(source: string): string {
    const math = this._formulas?.of(source);
    const before = this.#diagrams.length;
    try {
      const html = this.#marked.parse(math?.text ?? source, { async: false });
      for (let index = before; math && index < this.#diagrams.length; index++) {
        this.#diagrams[index] = math.source(this.#diagrams[index] ?? '');
      }
      return sanitizeHtml(html, safeFor(math));
    } catch {
      // It is nested deeper than it can be read.
      return `<pre>${escaped(source)}</pre>`;
    }
  }

  /** The page that has some HTML with such marks. */
  page(markup: string): IMarkupPage {
    // No text can have such a mark of its own: nobody knows the secret beforehand.
    const parts = [''];
    const diagrams: string[] = [];
    for (const [index, part] of markup.split(this.#mark).entries()) {
      const diagram = index % 2 ? this.#diagrams[Number(part)] : undefined;
      if (diagram !== undefined) {
        diagrams.push(diagram);
        parts.push('');
      } else {
        parts[parts.length - 1] += part;
      }
    }
    return { parts, diagrams };
  }

  readonly #diagrams: string[] = [];
  readonly #secret = crypto.randomUUID();
  readonly #mark = new RegExp(`<p>${this.#secret}-(\\d+)</p>`);
  readonly #marked = new Marked({
    gfm: true,
    async: false,
    renderer: {
      code: ({ lang, text }: Tokens.Code) => {
        const isDrawn =
          lang?.trim().split(/\s/)[0] === 'mermaid' &&
          text.length <= MOST_DIAGRAM &&
          this.#diagrams.length < MOST_DIAGRAMS;
        // Else as it is by itself.
        return (
          isDrawn && `<p>${this.#secret}-${this.#diagrams.push(text) - 1}</p>`
        );
      }
    }
  });
}

function safeFor(math: IWithoutMath | undefined): sanitizeHtml.IOptions {
  return math
    ? {
        ...SAFE,
        textFilter: math.markup,
        transformTags: {
          ...SAFE.transformTags,
          '*': (tagName, attribs) => ({
            tagName,
            attribs: Object.fromEntries(
              Object.entries(attribs).map(([name, value]) => [
                name,
                math.source(value)
              ])
            )
          })
        }
      }
    : SAFE;
}

const SAFE: sanitizeHtml.IOptions = {
  allowedTags: [
    ...sanitizeHtml.defaults.allowedTags,
    'details',
    'del',
    'img',
    'input',
    'ins',
    'summary'
  ],
  allowedAttributes: {
    '*': ['align', 'title', 'dir', 'lang'],
    img: ['alt', 'height', 'src', 'width'],
    input: ['checked', 'disabled', 'type'],
    ol: ['start'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan', 'scope']
  },
  allowedSchemesByTag: { img: ['data'] },
  allowProtocolRelative: false,
  parseStyleAttributes: false,
  nestingLimit: 200,
  transformTags: {
    // A link is read, not followed.
    a: (_, { href, title }) => ({
      tagName: 'u',
      attribs: { title: [title, href].filter(Boolean).join(' ') }
    }),
    // Only a ticked box of a list.
    input: (_, { checked }) => ({
      tagName: 'input',
      attribs: {
        type: 'checkbox',
        disabled: '',
        ...(checked !== undefined && { checked })
      }
    })
  }
};
