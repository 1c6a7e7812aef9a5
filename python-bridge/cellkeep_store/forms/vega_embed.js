'use strict';
// The part of vega-embed that pages of Altair use: a chart of Vega or Vega-Lite in an element.
globalThis.vegaEmbed = async (place, spec, options = {}) => {
  const container = typeof place === 'string' ? document.querySelector(place) : place;
  const isLite = options.mode ? options.mode === 'vega-lite' : /vega-lite/.test(spec.$schema);
  const vgSpec = isLite ? vegaLite.compile(spec).spec : spec;
  const view = new vega.View(vega.parse(vgSpec, {}, { ast: true }), {
    container,
    expr: expressionInterpreter,
    hover: true,
    renderer: options.renderer ?? 'canvas'
  });
  await view.runAsync();
  return { view, spec, vgSpec };
};
