/** HTML, Markdown and notebooks as pages, made in the worker: whatever they hold, the page does not wait for it. */
import { Marked } from 'marked';
import sanitizeHtml from 'sanitize-html';

import type { ICall } from '../../codecs/call';
import type { IContentSource } from '../../codecs/view';
import { readWhole } from '../frame/readWhole';
import { escaped, notebookMarkup } from './notebook';

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

  /** The body of the page. */
  async page(
    call: ICall,
    language: 'html' | 'markdown' | 'notebook'
  ): Promise<string> {
    const bytes = await readWhole(this._content, call, MOST_MARKUP_BYTES);
    const text = new TextDecoder().decode(bytes);
    switch (language) {
      case 'html':
        return text;
      case 'markdown':
        return markdownMarkup(text);
      case 'notebook':
        return notebookMarkup(text, markdownMarkup);
    }
  }
}

const marked = new Marked({ gfm: true, async: false });

/**
 * Markdown as HTML that loads nothing and leads nowhere.
 *
 * The frame runs no script and loads nothing by itself: this is so that a page does not look
 * like another part of itself, and a link tells nobody.
 */
export function markdownMarkup(source: string): string {
  try {
    return sanitizeHtml(marked.parse(source, { async: false }), SAFE);
  } catch {
    // It is nested deeper than it can be read.
    return `<pre>${escaped(source)}</pre>`;
  }
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
