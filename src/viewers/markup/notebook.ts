/** A notebook as a page: its cells as they were left, nothing run and nothing trusted. */
import type { ICell, INotebookContent, IOutput } from '@jupyterlab/nbformat';

import { CellkeepError } from '../../protocol/errors';
import { sandboxedPart } from './sandbox';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const PICTURES = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp'
] as const;
const STYLE =
  '<style>.cell{margin:0 0 12px}.source{border:1px solid var(--jp-border-color1)}' +
  '.prompt{color:var(--jp-content-font-color2);font:11px var(--jp-code-font-family)}.output{padding:4px 0;overflow:auto}' +
  '.output pre{background:none}.error{background:var(--jp-rendermime-error-background)}' +
  'pre{margin:0;font:12px/1.4 var(--jp-code-font-family);white-space:pre-wrap}' +
  'iframe{box-sizing:border-box;width:100%;height:320px;border:1px solid var(--jp-border-color1);resize:vertical}img{max-width:100%}</style>';

/** Returns the page of a notebook. */
export function notebookMarkup(
  text: string,
  renderMarkdown: (source: string) => string
): string {
  const cells = cellsOf(text);
  const parts: string[] = [STYLE];
  for (const cell of cells) {
    const source = joined(cell.source);
    if (cell.cell_type === 'markdown') {
      parts.push(`<div class="cell">${renderMarkdown(source)}</div>`);
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
          ? (outputs as IOutput[]).map(outputMarkup).join('')
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

function outputMarkup(output: IOutput): string {
  switch (output.output_type) {
    case 'stream':
      return block(escaped(joined(output.text)));
    case 'error': {
      const trace =
        joined(output.traceback, '\n') ||
        `${joined(output.ename) || 'error'}: ${joined(output.evalue)}`;
      return block(escaped(trace.replace(/\p{Cc}\[[0-9;]*m/gu, '')), 'error');
    }
    default:
      return dataMarkup(
        (output.data ?? {}) as Readonly<Record<string, unknown>>
      );
  }
}

function dataMarkup(data: Readonly<Record<string, unknown>>): string {
  for (const mediaType of PICTURES) {
    const base64 = joined(data[mediaType]).replace(/\s/g, '');
    if (base64 && BASE64.test(base64)) {
      return `<div class="output"><img alt="" src="data:${mediaType};base64,${base64}"></div>`;
    }
  }
  for (const [mediaType, language] of [
    ['image/svg+xml', 'svg'],
    ['text/html', 'html']
  ] as const) {
    const markup = joined(data[mediaType]);
    if (markup) {
      // In a frame of its own: it cannot change how the other cells look.
      const inner = sandboxedPart(markup, { language, scripts: false });
      return `<div class="output"><iframe sandbox="" srcdoc="${escaped(inner)}"></iframe></div>`;
    }
  }
  return block(escaped(joined(data['text/plain'])));
}

function block(markup: string, style = ''): string {
  return `<div class="output ${style}"><pre>${markup}</pre></div>`;
}

/** nbformat writes text as a string or as a list of lines. */
function joined(value: unknown, between = ''): string {
  return typeof value === 'string'
    ? value
    : Array.isArray(value)
      ? value.map(String).join(between)
      : '';
}

/** Text that stands for itself in HTML. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
