/** A notebook as a page: its cells as they were left, nothing run and nothing trusted. */
import type { ICell, INotebookContent, IOutput } from '@jupyterlab/nbformat';

import { CellkeepError } from '../../protocol/errors';
import { roughHeight, withLabStyle, type ILabTheme } from '../output/htmlStyle';
import { bestStill, bundleOf, type MimeBundle } from '../output/representation';
import { hasScripts, sandboxedPart, sizeOfSvg } from './sandbox';

const STYLE =
  '<style>.cell{margin:0 0 12px}.source{border:1px solid var(--jp-border-color1)}' +
  '.prompt{color:var(--jp-content-font-color2);font:11px var(--jp-code-font-family)}.output{padding:4px 0;overflow:auto}' +
  '.output pre{background:none}.error{background:var(--jp-rendermime-error-background)}' +
  'pre{margin:0;font:12px/1.4 var(--jp-code-font-family);white-space:pre-wrap}' +
  'iframe{display:block;box-sizing:border-box;width:100%;height:320px;max-height:640px;border:none;resize:vertical}img{max-width:100%}</style>';

/** What the page of a notebook says by itself. */
export interface INotebookWords {
  readonly scriptsOff: string;
  /** Of an output; `%1` stands for its types. */
  readonly noViewer: string;
}

/** How the parts of a notebook are made. */
export interface INotebookOptions {
  readonly words: INotebookWords;
  /** Its HTML outputs stand on white paper without one. */
  readonly theme: ILabTheme | undefined;
  markdown(source: string): string;
}

/** Returns the page of a notebook. */
export function notebookMarkup(
  text: string,
  options: INotebookOptions
): string {
  const cells = cellsOf(text);
  const parts: string[] = [STYLE];
  for (const cell of cells) {
    const source = joined(cell.source);
    if (cell.cell_type === 'markdown') {
      parts.push(`<div class="cell">${options.markdown(source)}</div>`);
      continue;
    }
    const count =
      cell.cell_type === 'code'
        ? String((cell.execution_count as number | null) ?? ' ')
        : '';
    const prompt =
      cell.cell_type === 'code'
        ? `<div class="prompt">[${escaped(count)}]</div>`
        : '';
    const outputs: unknown = cell.outputs;
    parts.push(
      `<div class="cell">${prompt}<div class="source"><pre>${escaped(source)}</pre></div>` +
        (Array.isArray(outputs)
          ? (outputs as IOutput[])
              .map(output => outputMarkup(output, options))
              .join('')
          : '') +
        '</div>'
    );
  }
  return parts.join('\n');
}

function cellsOf(text: string): ICell[] {
  try {
    const { cells } = JSON.parse(text) as Partial<INotebookContent>;
    if (Array.isArray(cells)) {
      return cells;
    }
  } catch {
    // Said below.
  }
  throw new CellkeepError(
    'CONTENT_UNREADABLE',
    'This is not a notebook of version 4.',
    {
      hint: 'Look at it as text.'
    }
  );
}

/** Types that are named where there is no viewer for any. */
const MOST_TYPES = 10;

function outputMarkup(output: IOutput, options: INotebookOptions): string {
  const bundle = bundleOf(output);
  const best = bestStill(bundle);
  switch (best?.view) {
    case 'image':
      return `<div class="output"><img alt="" src="${best.picture}"></div>`;
    case 'markup':
      return markupInFrame(best, options);
    case 'markdown':
      return `<div class="output">${options.markdown(best.text)}</div>`;
    case 'json':
      return block(JSON.stringify(best.value, null, 2));
    case 'text':
      return block(best.text, output.output_type === 'error' ? 'error' : '');
    default:
      return note(withTypes(options.words.noViewer, bundle));
  }
}

/** In a frame of its own: it cannot change how the other cells look. */
function markupInFrame(
  { language, markup }: { language: 'html' | 'svg'; markup: string },
  { theme, words }: INotebookOptions
): string {
  const isHtml = language === 'html';
  const styled = isHtml && theme ? withLabStyle(markup, theme) : markup;
  const inner = sandboxedPart(styled, { language, scripts: false });
  const style = isHtml ? heightStyle(markup) : svgStyle(markup);
  return (
    `<div class="output"><iframe sandbox="" srcdoc="${escaped(inner)}" style="${style}"></iframe></div>` +
    (isHtml && hasScripts(markup) ? note(words.scriptsOff) : '')
  );
}

function heightStyle(html: string): string {
  const height = roughHeight(html);
  return height === undefined ? '' : `height:${height}px`;
}

/** A picture's own width where there is room for it, in its own shape. */
function svgStyle(svg: string): string {
  const { ratio, width } = sizeOfSvg(svg);
  return (
    (width === null ? '' : `max-width:${width}px;`) +
    (ratio === null ? '' : `aspect-ratio:${ratio};height:auto`)
  );
}

function withTypes(words: string, bundle: MimeBundle): string {
  const types = Object.keys(bundle).slice(0, MOST_TYPES).join(', ');
  return words.replace('%1', () => types);
}

function note(words: string): string {
  return `<p><small>${escaped(words)}</small></p>`;
}

function block(text: string, style = ''): string {
  return `<div class="output ${style}"><pre>${escaped(text)}</pre></div>`;
}

/** nbformat writes text as a string or as a list of lines. */
function joined(value: unknown): string {
  return typeof value === 'string'
    ? value
    : Array.isArray(value)
      ? value.map(String).join('')
      : '';
}

/** Text that stands for itself in HTML. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
