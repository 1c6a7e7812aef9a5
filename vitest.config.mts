import { readFileSync } from 'node:fs';

import { defineConfig } from 'vitest/config';

// The types and tables that come from schema/ are not committed.
import './scripts/generate-protocol.mjs';

/** JupyterLab's packages import style sheets, pictures and texts, which tests do not look at. */
const assets = {
  name: 'assets',
  enforce: 'pre' as const,
  load(id: string): string | null {
    const file = id.split('?')[0] ?? '';
    if (file.endsWith('.svg')) {
      return `export default ${JSON.stringify(readFileSync(file, 'utf8'))};`;
    }
    return /\.(md|txt)$/.test(file) ? 'export default "";' : null;
  }
};

/** They are CommonJS or need the plugin above, so they go through vite like our own files. */
const inline = [
  /@jupyterlab\//,
  /@jupyter-widgets\//,
  /@jupyter\//,
  /@lumino\//
];

/** The layers whose tests touch no document, but for what asks for one itself: they run in plain node. */
const DOM_FREE = [
  'json',
  'protocol',
  'workers',
  'codecs',
  'transport',
  'transfer',
  'model',
  'viewers'
];

/**
 * Of each project: a project takes nothing over from the whole. The files of a project share what they
 * import: JupyterLab's packages are loaded once, not for each of them.
 */
const shared = {
  testTimeout: 60_000,
  isolate: false,
  restoreMocks: true,
  server: { deps: { inline } }
};

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [assets],
        test: {
          ...shared,
          name: 'node',
          environment: 'node',
          include: DOM_FREE.map(layer => `test/ts/${layer}/**/*.spec.ts`)
        }
      },
      {
        plugins: [assets],
        test: {
          ...shared,
          name: 'browser',
          environment: 'jsdom',
          include: ['test/ts/**/*.spec.{ts,tsx}'],
          exclude: DOM_FREE.map(layer => `test/ts/${layer}/**`),
          setupFiles: ['test/ts/setup.ts'],
          css: false
        }
      }
    ]
  }
});
