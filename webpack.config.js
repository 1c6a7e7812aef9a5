const { join } = require('node:path');

const built = name => join(__dirname, 'node_modules', name);

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
  module: {
    rules: [
      // What frames are given as bytes (see src/viewers/markup/libraryFrame.ts) stays the files that they are.
      {
        test: /(mermaid\.min\.js|pdf(\.worker)?\.min\.mjs|[dD]rawing\.js)$/,
        dependency: 'url',
        type: 'asset/resource'
      },
      // By their names: pages that are downloaded have them in them (see python-bridge/cellkeep_store/forms/libraries.py).
      {
        test: /plotly-strict\.min\.js$/,
        dependency: 'url',
        type: 'asset/resource',
        generator: { filename: 'plotly.[contenthash].js' }
      },
      {
        test: /(vega|vega-lite)\.min\.js$/,
        dependency: 'url',
        type: 'asset/resource',
        generator: { filename: '[name].[contenthash].js' }
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
        generator: { filename: '[name].[contenthash].js' },
        use: [join(__dirname, 'scripts', 'as-script.cjs')]
      }
    ]
  }
};
