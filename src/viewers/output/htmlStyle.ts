/** How HTML and Markdown look in their frame: as JupyterLab shows them under a cell. */
import * as React from 'react';

/** HTML that chooses colours itself was made for white paper. */
const CHOOSES_COLOURS = /\b(color|background|bgcolor|filter|fill)\b/i;

/** JupyterLab's variables that the frame, which has none of them, is given the values of. */
const VARIABLES = [
  '--jp-ui-font-family',
  '--jp-content-font-size1',
  '--jp-content-font-color1',
  '--jp-content-link-color',
  '--jp-layout-color0',
  '--jp-layout-color2',
  '--jp-border-color1',
  '--jp-content-font-color2',
  '--jp-code-font-family',
  '--jp-rendermime-error-background',
  '--jp-rendermime-table-row-background',
  '--jp-rendermime-table-row-hover-background'
];

const RULES = `
body{font-family:var(--jp-ui-font-family)}
table{border-collapse:collapse;border:none;font-size:12px}
thead{border-bottom:1px solid var(--jp-border-color1);vertical-align:bottom}
td,th,tr{padding:.5em;border:none;text-align:right;vertical-align:middle;line-height:normal}
th{font-weight:bold}`;

/** Of a table that leaves its colours to the page. */
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
  language: 'html' | 'markdown' = 'html'
): string {
  const theme = getComputedStyle(document.body);
  const isDark = document.body.dataset['jpThemeLight'] === 'false';
  const values = VARIABLES.map(
    name => `${name}:${theme.getPropertyValue(name).replace(/[<>{};]/g, '')}`
  ).join(';');
  const isMarkdown = language === 'markdown';
  const takesColours = isMarkdown || !CHOOSES_COLOURS.test(html);
  const scheme = takesColours && isDark ? 'dark' : 'light';
  return (
    `<style>:root{${values}}html{color-scheme:${scheme}}${RULES}` +
    `${takesColours ? COLOURS : ''}${isMarkdown ? MARKDOWN : ''}</style>${html}`
  );
}

/** Which theme JupyterLab has; what is made by it is made anew when it changes. */
export function useTheme(): string {
  return React.useSyncExternalStore(onTheme, themeName);
}

function themeName(): string {
  return document.body.dataset['jpThemeName'] ?? '';
}

function onTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  const attributeFilter = ['data-jp-theme-name'];
  observer.observe(document.body, { attributeFilter });
  return () => observer.disconnect();
}
