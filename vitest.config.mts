import { readFileSync } from 'node:fs';

import { defineConfig } from 'vitest/config';

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
  /@lumino\//,
  /tus-js-client/
];

/** What the bundler takes too: tus has another build for node, which knows no Blob. */
const alias = {
  'tus-js-client': 'tus-js-client/lib.esm/browser/index.js'
};

/** The layers whose tests touch no document, but for what asks for one itself: they run in plain node. */
const DOM_FREE = [
  'json',
  'protocol',
  'codecs',
  'transport',
  'transfer',
  'model',
  'viewers'
];

export default defineConfig({
  test: {
    testTimeout: 10_000,
    projects: [
      {
        plugins: [assets],
        resolve: { alias },
        test: {
          name: 'node',
          environment: 'node',
          include: DOM_FREE.map(layer => `test/ts/${layer}/**/*.spec.ts`),
          server: { deps: { inline } }
        }
      },
      {
        plugins: [assets],
        resolve: { alias },
        test: {
          name: 'browser',
          environment: 'jsdom',
          include: ['test/ts/**/*.spec.{ts,tsx}'],
          exclude: DOM_FREE.map(layer => `test/ts/${layer}/**`),
          setupFiles: ['test/ts/setup.ts'],
          css: false,
          server: { deps: { inline } }
        }
      }
    ]
  }
});
