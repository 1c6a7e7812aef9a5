/** HTML, Markdown and notebooks as pages, made in the worker: whatever they hold, the page does not wait for it. */
import type { ICall } from '../../codecs/call';
import type { IContentSource } from '../../codecs/view';
import { readWhole } from '../frame/readWhole';
import type { ILabTheme } from '../output/htmlStyle';
import { MarkdownPage, type IMarkupPage, type IPageWords } from './markdown';
import { notebookMarkup, type INotebookWords } from './notebook';

/** A larger text is looked at as text. */
const MOST_MARKUP_BYTES = 32 * 1024 * 1024;

/** Opens HTML, Markdown or a notebook. */
export function openMarkup(
  _call: ICall,
  contents: readonly IContentSource[],
  _options: Record<string, never>
): Promise<MarkupEngine> {
  const [content] = contents;
  return content
    ? Promise.resolve(new MarkupEngine(content))
    : Promise.reject(new Error('Markup needs a content.'));
}

class MarkupEngine {
  constructor(private readonly _content: IContentSource) {}

  /**
   * The body of the page.
   *
   * @param theme - Of a notebook's outputs; without it they stand on white paper.
   */
  async page(
    call: ICall,
    language: 'html' | 'markdown' | 'notebook',
    words: IPageWords & INotebookWords,
    theme?: ILabTheme
  ): Promise<IMarkupPage> {
    const bytes = await readWhole(this._content, call, MOST_MARKUP_BYTES);
    const text = new TextDecoder().decode(bytes);
    if (language === 'html') {
      return { parts: [text], diagrams: [] };
    }
    const page = await MarkdownPage.of(text, words);
    return page.page(
      language === 'markdown'
        ? page.markup(text)
        : notebookMarkup(text, {
            markdown: source => page.markup(source),
            theme,
            words
          })
    );
  }
}
