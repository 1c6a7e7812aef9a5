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
/** Where a person agreed that a figure loads its map or pictures. */
const FROM_SERVERS = 'https: http:';

/**
 * Browsers have no policy that they heed for WebRTC (`webrtc 'block'` is for those to come), so a
 * frame's own is taken away before its scripts run. One that they make inside has it again: what is
 * left to them is said in SECURITY.md.
 */
const NO_CALLS =
  '<script>for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "WebTransport"])' +
  'Object.defineProperty(window, name, { value: undefined });</script>';

const STYLES = {
  html:
    'html{color-scheme:light}' +
    'body{margin:8px;font:13px/1.4 system-ui,sans-serif;color:#000;background:#fff}',
  svg:
    'html{color-scheme:light}body{margin:0;background:#fff}' +
    'body>svg{display:block;width:100%;height:auto}' +
    // All of it, also where the frame is lower than it is wide.
    'body>img{display:block;width:100%;height:100vh;object-fit:contain}'
};
const GUARD_STYLE =
  'html,body{margin:0;height:100%;overflow:hidden}' +
  'iframe{display:block;border:0;width:100%;height:100%}';

/** What the markup of a frame is, and what it may do. */
export interface ISandboxed {
  readonly language: 'html' | 'svg';
  /** Whether its scripts run. */
  readonly scripts: boolean;
  /** Whether its scripts may run WebAssembly that they were given. */
  readonly compiles?: boolean;
  /** Whether a person agreed that it asks other servers. */
  readonly asksServers?: boolean;
}

/**
 * The whole document of a sandboxed frame.
 *
 * It is a frame in a frame: a policy forbids its own document to load, but only that of the
 * document around it forbids it to go elsewhere by a link or a script.
 */
export function sandboxedDocument(markup: string, options: ISandboxed): string {
  const inner = sandboxedPart(markup, options);
  return document(
    [...policyOf(options), "frame-src 'none'"],
    GUARD_STYLE,
    `<iframe srcdoc="${inner.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`
  );
}

/** The same for a frame that stands in a sandboxed document already. */
export function sandboxedPart(markup: string, options: ISandboxed): string {
  const before = options.scripts ? NO_CALLS : '';
  return document(policyOf(options), STYLES[options.language], before + markup);
}

function policyOf(options: ISandboxed): string[] {
  const { asksServers, compiles, scripts } = options;
  const compiled = compiles ? " 'wasm-unsafe-eval'" : '';
  return [
    ...POLICY.map(rule =>
      asksServers && rule.startsWith('img-src')
        ? `${rule} ${FROM_SERVERS}`
        : rule
    ),
    ...(asksServers ? [`connect-src data: blob: ${FROM_SERVERS}`] : []),
    ...(scripts
      ? [`script-src 'unsafe-inline' blob:${compiled}`, "webrtc 'block'"]
      : [])
  ];
}

/** The policy stands first, where nothing can come before it. */
function document(
  policy: readonly string[],
  style: string,
  body: string
): string {
  return (
    '<!doctype html><html><head><meta charset="utf-8">' +
    `<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">` +
    '<meta name="referrer" content="no-referrer">' +
    `<meta http-equiv="x-dns-prefetch-control" content="off"><style>${style}</style></head>` +
    `<body>${body}</body></html>`
  );
}

/** Whether HTML has scripts, which run only where a person wants them. */
export function hasScripts(html: string): boolean {
  return /<script\b/i.test(html);
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
