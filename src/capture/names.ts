/**
 * The name that an output is given where the person does not say one.
 *
 * A guess, shown before it is used wherever there is a dialog: what the kernel says of the object,
 * the output's own title, the variable or the expression that the cell ends with (`df`, `df.head`),
 * its only line, else 'figure 2 of cell [7]'. Nothing but the variable itself gets its name: a part
 * of a table must not become its next version.
 */

import type * as nbformat from '@jupyterlab/nbformat';

import { liveObjectOf } from './liveObject';
import { multilineText, PLOTLY, representations, WIDGET_VIEW } from './bundle';

/** Long enough to tell things apart, short enough for one row of the sidebar. */
const NAME_CHARACTERS = 60;

/** What a name is made from. */
export interface INamedCell {
  readonly source: string;
  readonly execution_count?: number | null;
}

/**
 * One name for each output of a cell, no two the same.
 *
 * @param outputs - All outputs of the cell.
 * @param cell - Its source and execution count.
 * @returns Names in the order of the outputs.
 */
export function outputNames(
  outputs: readonly nbformat.IOutput[],
  cell: INamedCell
): string[] {
  const shown = shownByEnd(outputs);
  const counts = new Map<string, number>();
  return distinct(
    outputs.map((output, index) => {
      const name = ownName(output, cell, index === shown);
      if (name) {
        return name;
      }
      const word = wordFor(output);
      const count = (counts.get(word) ?? 0) + 1;
      counts.set(word, count);
      return fallbackName(count > 1 ? `${word} ${count}` : word, cell);
    })
  );
}

/** The output that the cell's last line made; a stream or an error is not. */
function shownByEnd(outputs: readonly nbformat.IOutput[]): number {
  const types = outputs.map(output => output.output_type);
  const result = types.indexOf('execute_result');
  return result >= 0 ? result : types.lastIndexOf('display_data');
}

/** The name of a cell's code: its function or class, else its first line. */
export function codeName(cell: INamedCell): string {
  const defined =
    /^(?:async\s+def|def|class)\s+([\p{L}_][\p{L}\p{N}_]*)/mu.exec(cell.source);
  return defined?.[1] ?? firstLine(cell.source) ?? fallbackName('code', cell);
}

/** The names, with ' (2)', ' (3)' and so on after those that came before. */
export function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map(name => {
    let free = name;
    for (let number = 2; taken.has(free); number++) {
      free = `${name} (${number})`;
    }
    taken.add(free);
    return free;
  });
}

function ownName(
  output: nbformat.IOutput,
  { source }: INamedCell,
  isOfEnd: boolean
): string | undefined {
  if (output.output_type === 'stream') {
    // What a cell prints has nothing to do with the variable that it ends with.
    return undefined;
  }
  if (output.output_type === 'error') {
    return clean(multilineText(output['ename']));
  }
  const known = liveObjectOf(output)?.name;
  return (
    (known && clean(known)) ??
    figureTitle(output, source) ??
    heading(output) ??
    (isOfEnd ? (lastExpression(source) ?? describingLine(source)) : undefined)
  );
}

/** The heading that the output itself begins with. */
function heading(output: nbformat.IOutput): string | undefined {
  const data = representations(output);
  const markdown = /^\s*#{1,3} +(.+)/.exec(
    multilineText(data['text/markdown'])
  );
  if (markdown) {
    return clean(markdown[1] ?? '');
  }
  const html = multilineText(data['text/html']).slice(0, HEADING_WITHIN);
  const found = /<(h[1-3]|caption|title)\b[^>]*>([^<]+)<\/\1>/i.exec(html);
  return found ? clean(found[2] ?? '') : undefined;
}

/** A heading further down than this is not that of the whole. */
const HEADING_WITHIN = 4000;

/**
 * The person's own words at the top of the cell, or its only line, where that is more than the call
 * that shows something: `display(HTML(…))`.
 */
function describingLine(source: string): string | undefined {
  const [line, ...others] = codeLines(source);
  if (!line || /^(?:display|show|[A-Z]\w*)\s*\(/.test(line)) {
    return undefined;
  }
  const isComment = line.startsWith('#');
  const isAssignment = /^[\p{L}_][^=()]*[-+*/]?=(?!=)/u.test(line);
  return isComment || (others.length === 0 && !isAssignment)
    ? clean(line.replace(/^[#%!\s]+/, ''))
    : undefined;
}

/** What an output is called where nothing names it. */
function wordFor(output: nbformat.IOutput): string {
  if (output.output_type === 'stream') {
    return 'text';
  }
  if (output.output_type === 'error') {
    return 'error';
  }
  const kind = liveObjectOf(output)?.kind;
  if (kind) {
    return kind === 'plotly' ? 'figure' : kind;
  }
  const data = representations(output);
  const html = multilineText(data['text/html']).slice(0, HEADING_WITHIN);
  for (const tag of ['audio', 'video', 'table'] as const) {
    if (html.includes(`<${tag}`)) {
      return tag;
    }
  }
  const found = WORDS.find(([mediaType]) => mediaType in data);
  return found?.[1] ?? 'output';
}

const WORDS: readonly (readonly [string, string])[] = [
  [WIDGET_VIEW, 'widget'],
  [PLOTLY, 'figure'],
  ['application/geo+json', 'map'],
  ['application/pdf', 'PDF'],
  ['image/svg+xml', 'picture'],
  ['image/png', 'picture'],
  ['image/jpeg', 'picture'],
  ['image/gif', 'picture'],
  ['text/latex', 'formula'],
  ['application/json', 'JSON'],
  ['text/markdown', 'text'],
  ['text/html', 'HTML']
];

function fallbackName(what: string, cell: INamedCell): string {
  const count = cell.execution_count;
  return count ? `${what} of cell [${count}]` : `${what} of a cell`;
}

function figureTitle(
  output: nbformat.IOutput,
  source: string
): string | undefined {
  const data = representations(output);
  const plotly = data[PLOTLY] as
    { layout?: { title?: string | { text?: string } } } | undefined;
  const plotlyTitle = plotly?.layout?.title;
  const title =
    typeof plotlyTitle === 'string' ? plotlyTitle : plotlyTitle?.text;
  if (title) {
    return clean(title.replace(/<[^>]*>/g, ' '));
  }
  const vega = Object.keys(data).find(type => type.includes('.vega'));
  const vegaTitle =
    vega &&
    (data[vega] as { title?: string | { text?: unknown } } | null)?.title;
  const vegaText = typeof vegaTitle === 'object' ? vegaTitle.text : vegaTitle;
  if (typeof vegaText === 'string' && vegaText) {
    return clean(vegaText);
  }
  // A picture does not say its title; the call that set it stands in the cell.
  const isPicture = Object.keys(data).some(type => type.startsWith('image/'));
  const call =
    isPicture &&
    /\b(?:suptitle|set_title|title)\s*\(\s*(['"])((?:\\.|(?!\1).)+)\1/.exec(
      source
    );
  return call ? clean(call[2] ?? '') : undefined;
}

/** The variable that the last line shows (`df`, `display(df)`, `fig.show()`), else `df.head`. */
function lastExpression(source: string): string | undefined {
  const last = source.trimEnd().split('\n').at(-1) ?? '';
  const line = last.replace(/;?\s*(?:#[^'"]*)?$/, '');
  const shown = /^(?:display\(\s*(NAME)\s*\)|(NAME)(?:\.show\(\))?)$/.source;
  const found = new RegExp(shown.replaceAll('NAME', NAME), 'u').exec(line);
  const name = found?.[1] ?? found?.[2] ?? chain(line);
  const root = name && new RegExp(`^${NAME}`, 'u').exec(name)?.[0];
  return name && root && !MODULES.has(root) ? clean(name) : undefined;
}

const NAME = '[\\p{L}_][\\p{L}\\p{N}_]*';

/** `df[mask].head(3)` as `df[…].head`; undefined for anything but one chain from a variable. */
function chain(line: string): string | undefined {
  let rest = line;
  let short = '';
  // From the inside out, as long as there are brackets without brackets in them.
  while (short !== rest) {
    short = rest;
    rest = rest
      .replace(/(['"])(?:\\.|(?!\1).)*\1/g, '')
      .replace(/\([^()[\]]*\)/g, '')
      .replace(/\[[^()[\]]*\]/g, '…');
  }
  const isChain = new RegExp(`^${NAME}(?:\\.${NAME}|…)+$`, 'u').test(rest);
  return isChain ? rest.replaceAll('…', '[…]') : undefined;
}

/** Names that nearly always are a library, not a result. */
const MODULES = new Set(
  'alt display np pd pl plt px print sns torch'.split(' ')
);

function firstLine(source: string): string | undefined {
  const [line] = codeLines(source);
  return line && clean(line.replace(/^[#%!\s]+/, ''));
}

/** The lines that say what the cell does. */
function codeLines(source: string): string[] {
  return source
    .split('\n')
    .map(text => text.trim())
    .filter(text => text && !/^(?:import|from)\s/.test(text));
}

/** Text as it can stand in a name: one line, no slashes, which would make folders of it. */
function clean(text: string): string | undefined {
  const line = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/\s*\/\s*/g, '-')
    .trim();
  const short = [...line].slice(0, NAME_CHARACTERS).join('').trim();
  return short && short !== '.' && short !== '..' ? short : undefined;
}
