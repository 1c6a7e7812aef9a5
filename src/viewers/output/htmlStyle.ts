/** How HTML and Markdown look in their frame: as JupyterLab shows them under a cell. */

/** What a frame is told of JupyterLab's theme, which it sees nothing of. */
export interface ILabTheme {
  readonly isDark: boolean;
  /** The values of the theme's variables, by their names. */
  readonly values: Readonly<Record<string, string>>;
}

/** HTML that chooses colours itself was made for white paper, */
const CHOOSES_COLOURS =
  /\b(color|background|background-color|background-image|filter|fill)\s*:|\b(bgcolor|color|background|fill)\s*=/i;
/** unless it takes them from JupyterLab's theme. */
const KNOWS_THEMES = /\bvar\(\s*--jp-/;

const LEVELS = ['0', '1', '2', '3'] as const;
const FONTS = [
  '--jp-ui-font-family',
  '--jp-content-font-size1',
  '--jp-code-font-family'
];
const COLOURS_OF_THEME = [
  ...[
    '--jp-content-font-color',
    '--jp-ui-font-color',
    '--jp-layout-color',
    '--jp-border-color'
  ].flatMap(name => LEVELS.map(level => name + level)),
  '--jp-content-link-color',
  '--jp-rendermime-error-background',
  '--jp-rendermime-table-row-background',
  '--jp-rendermime-table-row-hover-background'
];
/** JupyterLab's variables that a frame is given the values of. */
export const VARIABLES: readonly string[] = [...FONTS, ...COLOURS_OF_THEME];

const RULES = `
body{font-family:var(--jp-ui-font-family)}
table{border-collapse:collapse;border:none;font-size:12px}
thead{border-bottom:1px solid var(--jp-border-color1,#bdbdbd);vertical-align:bottom}
td,th,tr{padding:.5em;border:none;text-align:right;vertical-align:middle;line-height:normal}
th{font-weight:bold}`;

/** Of a page that leaves its colours to the theme. */
const COLOURS = `
body{background:var(--jp-layout-color0);color:var(--jp-content-font-color1)}
a{color:var(--jp-content-link-color)}
tbody tr:nth-child(even){background:var(--jp-rendermime-table-row-background)}
tbody tr:hover{background:var(--jp-rendermime-table-row-hover-background)}`;

/** Of Markdown, which has no colours of its own; a picture without a ground was made for white. */
const MARKDOWN = `
code{padding:1px 4px;background:var(--jp-layout-color2);font-family:var(--jp-code-font-family)}
pre{padding:6px 8px;overflow:auto;background:var(--jp-layout-color2)}
pre code{padding:0}
blockquote{margin-inline:0;padding-inline-start:12px;border-inline-start:3px solid var(--jp-border-color1)}
img{background:#fff}`;

/** Returns the HTML with the look of JupyterLab's own outputs; its own styles come after and win. */
export function withLabStyle(
  html: string,
  { isDark, values }: ILabTheme,
  language: 'html' | 'markdown' = 'html'
): string {
  const isMarkdown = language === 'markdown';
  const takesColours =
    isMarkdown || KNOWS_THEMES.test(html) || !CHOOSES_COLOURS.test(html);
  // On white paper the colours of a dark theme could not be read.
  const given = takesColours ? VARIABLES : FONTS;
  const variables = given.map(name => `${name}:${values[name] ?? ''}`);
  const scheme = takesColours && isDark ? 'dark' : 'light';
  return (
    `<style>:root{${variables.join(';')}}html{color-scheme:${scheme}}${RULES}` +
    `${takesColours ? COLOURS : ''}${isMarkdown ? MARKDOWN : ''}</style>${html}`
  );
}

/** What begins a line of a page. */
const LINES = /<(?:tr|p|div|li|h[1-6]|br|pre|hr|summary)\b/gi;
const LINE_PIXELS = 27;
const PICTURES = /<(?:img|svg|canvas|iframe|video|object|embed)\b/i;

/**
 * About how high a frame must be for some HTML, which cannot be measured without running scripts in it.
 *
 * @returns In pixels; undefined where its pictures decide. What is higher scrolls.
 */
export function roughHeight(html: string): number | undefined {
  return PICTURES.test(html)
    ? undefined
    : 40 + LINE_PIXELS * [...html.matchAll(LINES)].length;
}
