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
        test: /((plotly-strict|vega|vega-lite)\.min\.js|pdf(\.worker)?\.min\.mjs|[dD]rawing\.js)$/,
        dependency: 'url',
        type: 'asset/resource'
      },
      {
        test: /vega-interpreter\.js$/,
        dependency: 'url',
        type: 'asset/resource',
        use: [join(__dirname, 'scripts', 'as-script.cjs')]
      }
    ]
  }
};
