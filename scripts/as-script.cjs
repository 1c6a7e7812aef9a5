/** A loader: makes a module of Vega a script that finds what it needs in Vega's global, and is one. */
module.exports = source =>
  `(() => {${source
    .replace(/^import (\{[^}]*\}) from '[^']*';/gm, 'const $1 = vega;')
    .replace(/^export \{ (\w+) as (\w+) \};/gm, 'globalThis.$2 = $1;')}
})();`;
