/**
 * Markup of unknown origin, wrapped so that a frame can show it and it can reach nothing.
 */

/** Nothing is loaded from anywhere; pictures, styles and fonts only as they stand in the markup. */
const POLICY = [
  "default-src 'none'",
  'img-src data: blob:',
  'media-src data: blob:',
  'font-src data:',
  "style-src 'unsafe-inline'",
  "form-action 'none'",
  "base-uri 'none'"
];

const STYLES = {
  html:
    'html{color-scheme:light}' +
    'body{margin:8px;font:13px/1.4 system-ui,sans-serif;color:#000;background:#fff}',
  svg:
    'html{color-scheme:light}body{margin:0;background:#fff}' +
    'body>svg{display:block;width:100%;height:auto}'
};

/** The whole document of a sandboxed frame. The policy stands first, where nothing can come before it. */
export function sandboxedDocument(
  markup: string,
  options: { language: 'html' | 'svg'; scripts: boolean }
): string {
  const policy = [
    ...POLICY,
    ...(options.scripts ? ["script-src 'unsafe-inline'"] : [])
  ].join('; ');
  return (
    '<!doctype html><html><head><meta charset="utf-8">' +
    `<meta http-equiv="Content-Security-Policy" content="${policy}">` +
    `<meta name="referrer" content="no-referrer"><style>${STYLES[options.language]}</style></head><body>` +
    markup +
    '</body></html>'
  );
}

/** Width in pixels and width divided by height of an SVG picture, as far as it says. */
export interface SvgSize {
  width: number | null;
  ratio: number | null;
}

/** Reads the size of an SVG picture from its outermost element. */
export function sizeOfSvg(svg: string): SvgSize {
  const root = /<svg\b[^>]*>/i.exec(svg)?.[0] ?? '';
  const width = lengthOf(root, 'width');
  const height = lengthOf(root, 'height');
  const box = /\bviewBox\s*=\s*["']([^"']+)["']/i.exec(root)?.[1] ?? '';
  const [, , boxWidth, boxHeight] = box
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const ratio = (boxWidth ?? width ?? NaN) / (boxHeight ?? height ?? NaN);
  return {
    width,
    ratio: Number.isFinite(ratio) && ratio > 0 ? ratio : null
  };
}

/** Pixels of each unit that SVG writers use. */
const UNITS: Readonly<Record<string, number>> = { '': 1, px: 1, pt: 96 / 72 };

function lengthOf(root: string, name: 'width' | 'height'): number | null {
  const length = new RegExp(
    `\\s${name}\\s*=\\s*["']([\\d.]+)(px|pt)?["']`,
    'i'
  ).exec(root);
  const pixels = Number(length?.[1]) * (UNITS[length?.[2] ?? ''] ?? NaN);
  return pixels > 0 ? pixels : null;
}
