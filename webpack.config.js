const { join } = require('node:path');

const { CopyRspackPlugin } = require('@rspack/core');

const built = name => join(__dirname, 'node_modules', name);
/** By this name the pages of exported zips find them (see python-bridge/cellkeep_store/forms/front_end.py). */
const NAMED = 'library-[name].[contenthash][ext]';

module.exports = {
  // Their packages name only the modules as what may be asked for.
  resolve: {
    alias: {
      'vega-script': built('vega/build/vega.min.js'),
      'vega-lite-script': built('vega-lite/build/vega-lite.min.js'),
      'vega-interpreter-script': built(
        'vega-interpreter/build/vega-interpreter.js'
      )
    }
  },
  plugins: [
    // The page has it as a module; an exported zip has only scripts.
    new CopyRspackPlugin({
      patterns: [{ from: built('katex/dist/katex.min.js'), to: NAMED }]
    })
  ],
  module: {
    rules: [
      // What frames are given as bytes (see src/viewers/markup/libraryFrame.ts) stays the files that they are.
      {
        test: /((vega|vega-lite|mermaid|plotly-strict)\.min\.js|pdf(\.worker)?\.min\.mjs|Drawing\.js)$/,
        dependency: 'url',
        type: 'asset/resource',
        generator: { filename: NAMED }
      },
      // A page gives these on to a frame that asks for one of them (see src/viewers/media/pdfFiles.ts).
      {
        test: /pdfjs-dist[\\/](cmaps|standard_fonts|wasm)[\\/]/,
        type: 'asset/resource',
        generator: { filename: 'pdf-[name].[contenthash][ext]' }
      },
      {
        test: /vega-interpreter\.js$/,
        dependency: 'url',
        type: 'asset/resource',
        use: [join(__dirname, 'scripts', 'as-script.cjs')],
        generator: { filename: NAMED }
      }
    ]
  }
};
