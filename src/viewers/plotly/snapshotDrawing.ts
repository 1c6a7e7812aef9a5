/**
 * Makes a still picture of a Plotly figure in its frame. It runs there alone: nothing of it can be imported, and it imports nothing.
 */
import type { Draw } from '../markup/libraryFrame';

/** The part of plotly.js that is used here; its script makes it a global. */
interface IPlotly {
  toImage(
    figure: unknown,
    options: { format: 'png'; width: number; height: number }
  ): Promise<string>;
}

const SIZE = { width: 700, height: 450 };

export const draw: Draw<unknown> = async (_place, figure, say) => {
  const { Plotly } = globalThis as unknown as { Plotly: IPlotly };
  const text = await Plotly.toImage(figure, { format: 'png', ...SIZE });
  say({ type: 'picture', number: 0, text });
  say({ type: 'drawn', ...SIZE });
};
