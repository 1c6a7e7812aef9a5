/** Outputs of a cell: which of their representations is shown. */
import { withoutColours } from '../../codecs/terminal';

/** One output in several representations by media type, as nbformat has them. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** A representation that is shown. */
export type Representation =
  | { view: 'plotly'; figure: unknown }
  | { view: 'vega'; spec: unknown; isLite: boolean }
  | { view: 'markup'; language: 'html' | 'svg'; markup: string }
  | { view: 'image'; picture: string; mediaType: string }
  | { view: 'json'; value: unknown }
  | { view: 'markdown'; text: string }
  | { view: 'text'; text: string };

const VEGA = /^application\/vnd\.vega(lite)?\.v\d+\+json$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
/** Pictures that a browser shows and that cannot hold a script. */
const PICTURES: readonly string[] = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/bmp'
];

/** The best of what a bundle offers: a figure, a picture, markup, a value, and last its text. */
export function bestOf(bundle: MimeBundle): Representation | null {
  return figureOf(bundle) ?? bestStill(bundle);
}

function figureOf(bundle: MimeBundle): Representation | null {
  const plotly = bundle['application/vnd.plotly.v1+json'];
  if (plotly !== undefined) {
    return { view: 'plotly', figure: plotly };
  }
  const vega = Object.keys(bundle).find(type => VEGA.test(type));
  if (vega !== undefined) {
    return {
      view: 'vega',
      spec: bundle[vega],
      isLite: vega.startsWith('application/vnd.vegalite')
    };
  }
  return null;
}

/** The best of what is shown without a library of its own. */
export function bestStill(bundle: MimeBundle): Representation | null {
  const svg = textOf(bundle['image/svg+xml']);
  if (svg !== null) {
    return { view: 'markup', language: 'svg', markup: svg };
  }
  for (const mediaType of PICTURES) {
    const data = textOf(bundle[mediaType])?.replace(/\s/g, '');
    if (data && BASE64.test(data)) {
      const picture = `data:${mediaType};base64,${data}`;
      return { view: 'image', picture, mediaType };
    }
  }
  const html = textOf(bundle['text/html']);
  if (html !== null) {
    return { view: 'markup', language: 'html', markup: html };
  }
  if (bundle['application/json'] !== undefined) {
    return { view: 'json', value: bundle['application/json'] };
  }
  const markdown = textOf(bundle['text/markdown'] ?? bundle['text/latex']);
  if (markdown !== null) {
    return { view: 'markdown', text: markdown };
  }
  const text = textOf(bundle['text/plain']);
  return text === null ? null : { view: 'text', text: withoutColours(text) };
}

/** nbformat writes text as a string or as a list of lines. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') {
    return value;
  }
  const lines: unknown[] = Array.isArray(value) ? value : [];
  return lines.length > 0 && lines.every(line => typeof line === 'string')
    ? lines.join('')
    : null;
}

/** An nbformat output as one bundle, whatever its type. */
export function bundleOf(
  output: Readonly<Record<string, unknown>>
): MimeBundle {
  switch (output.output_type) {
    case 'stream':
      return { 'text/plain': output.text };
    case 'error':
      return { 'text/plain': tracebackOf(output) };
    default:
      return isBundle(output.data) ? output.data : {};
  }
}

function isBundle(value: unknown): value is MimeBundle {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function tracebackOf(output: Readonly<Record<string, unknown>>): string {
  const lines: unknown[] = Array.isArray(output.traceback)
    ? output.traceback
    : [];
  return lines.length > 0
    ? lines.join('\n')
    : `${String(output.ename) || 'error'}: ${String(output.evalue)}`;
}
