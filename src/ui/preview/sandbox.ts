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

const STYLE =
  'html{color-scheme:light}body{margin:8px;font:13px/1.4 system-ui,sans-serif;color:#000;background:#fff}' +
  'svg{max-width:100%;height:auto}';

/** The whole document of a sandboxed frame. The policy stands first, where nothing can come before it. */
export function sandboxedDocument(
  markup: string,
  options: { scripts: boolean }
): string {
  const policy = [
    ...POLICY,
    ...(options.scripts ? ["script-src 'unsafe-inline'"] : [])
  ].join('; ');
  return (
    '<!doctype html><html><head><meta charset="utf-8">' +
    `<meta http-equiv="Content-Security-Policy" content="${policy}">` +
    `<meta name="referrer" content="no-referrer"><style>${STYLE}</style></head><body>` +
    markup +
    '</body></html>'
  );
}

/** Width divided by height of an SVG picture; null where it does not say. */
export function aspectRatioOf(svg: string): number | null {
  const root = /<svg\b[^>]*>/i.exec(svg)?.[0] ?? '';
  const box = /\bviewBox\s*=\s*["']([^"']+)["']/i.exec(root)?.[1];
  const [, , boxWidth, boxHeight] = (box ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const width = boxWidth ?? lengthOf(root, 'width');
  const height = boxHeight ?? lengthOf(root, 'height');
  const ratio = (width ?? NaN) / (height ?? NaN);
  return Number.isFinite(ratio) && ratio > 0 ? ratio : null;
}

function lengthOf(root: string, name: string): number | undefined {
  const value = new RegExp(
    `\\s${name}\\s*=\\s*["']([\\d.]+)(px|pt)?["']`,
    'i'
  ).exec(root)?.[1];
  return value === undefined ? undefined : Number(value);
}
