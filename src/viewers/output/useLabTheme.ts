import * as React from 'react';

import { VARIABLES, type ILabTheme } from './htmlStyle';

/** JupyterLab's theme, for what stands in a frame; another object when a person chooses another one. */
export function useLabTheme(): ILabTheme {
  const name = React.useSyncExternalStore(onTheme, themeName);
  // The theme's values stand in the page, under its name.
  return React.useMemo(readTheme, [name]);
}

function readTheme(): ILabTheme {
  const style = getComputedStyle(document.body);
  return {
    isDark: document.body.dataset['jpThemeLight'] === 'false',
    values: Object.fromEntries(
      VARIABLES.map(name => [
        name,
        style.getPropertyValue(name).replace(/[<>{};]/g, '')
      ])
    )
  };
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
