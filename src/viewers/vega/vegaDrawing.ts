/**
 * Draws a chart of Vega or Vega-Lite in its frame. It runs there alone: nothing of it can be imported, and it imports nothing.
 */
import type { Draw } from '../markup/libraryFrame';

/** What is drawn. */
export interface IDrawnChart {
  readonly spec: unknown;
  /** Whether it is a specification of Vega-Lite, which is compiled to one of Vega. */
  readonly isLite: boolean;
}

/** The parts of Vega that are used here; its scripts make them globals. */
interface IVega {
  vega: {
    parse(spec: unknown, config: object, options: { ast: boolean }): unknown;
    View: new (
      program: unknown,
      options: Readonly<Record<string, unknown>>
    ) => { runAsync(): Promise<unknown> };
  };
  vegaLite: { compile(spec: unknown): { spec: unknown } };
  /** Evaluates expressions without making code of them. */
  expressionInterpreter: unknown;
}

export const draw: Draw<IDrawnChart> = async (place, content, say) => {
  const { expressionInterpreter, vega, vegaLite } =
    globalThis as unknown as IVega;
  document.body.style.margin = '4px';
  const spec = content.isLite
    ? vegaLite.compile(content.spec).spec
    : content.spec;
  const view = new vega.View(vega.parse(spec, {}, { ast: true }), {
    container: place,
    expr: expressionInterpreter,
    hover: true,
    renderer: 'canvas'
  });
  await view.runAsync();
  // The place is as wide as the frame; what stands in it may be wider or narrower.
  const { scrollHeight, scrollWidth } = place;
  const drawn = [...place.querySelectorAll('canvas, form')].map(
    part => part.getBoundingClientRect().right
  );
  say({
    type: 'drawn',
    width: Math.max(...drawn, Math.min(scrollWidth, 60)) + 8,
    height: scrollHeight + 8
  });
};
