/**
 * Draws a Plotly figure in its frame. It runs there alone: nothing of it can be imported, and it imports nothing.
 */
import type { Draw } from '../markup/libraryFrame';

/** What is drawn. */
export interface IDrawnFigure {
  readonly data: unknown[];
  readonly layout: Readonly<Record<string, unknown>>;
  /** In the size that it was made in, not in that of the frame. */
  readonly isExact: boolean;
}

/** The part of plotly.js that is used here; its script makes it a global. */
interface IPlotly {
  newPlot(
    place: HTMLElement,
    data: unknown[],
    layout: Record<string, unknown>,
    config: Record<string, unknown>
  ): Promise<unknown>;
  Plots: { resize(place: HTMLElement): Promise<void> };
}

/** Nothing that leaves the page: no cloud, no sharing, no logo with a link. */
const CONFIG: Readonly<Record<string, unknown>> = {
  responsive: false,
  displaylogo: false,
  showLink: false,
  showSendToCloud: false,
  plotlyServerURL: '',
  modeBarButtonsToRemove: ['sendChartToCloud', 'sendDataToCloud'],
  displayNotifier: false
};
/** Below this width a figure's own margins would leave no room for the figure. */
const NARROW = 420;
/** A figure says its own size, which may be any number. */
const MOST_PIXELS = 8000;

export const draw: Draw<IDrawnFigure> = async (place, content, say) => {
  const { Plotly } = globalThis as unknown as { Plotly: IPlotly };
  const { data, isExact, layout } = content;
  document.body.style.margin = '0';
  place.style.cssText = isExact ? '' : 'width:100%;height:100vh';
  const width = place.clientWidth;
  await Plotly.newPlot(
    place,
    data,
    isExact ? bounded(layout) : fitted(layout, width),
    {
      ...CONFIG,
      // The tools would lie over the title where there is little room.
      displayModeBar: width < NARROW ? false : 'hover'
    }
  );
  const { height, width: drawn } = (
    place.querySelector('.main-svg') ?? place
  ).getBoundingClientRect();
  say({ type: 'drawn', width: drawn, height });
  if (!isExact) {
    addEventListener('resize', () => void Plotly.Plots.resize(place));
  }
};

function bounded(layout: IDrawnFigure['layout']): Record<string, unknown> {
  const size = (value: unknown): unknown =>
    typeof value === 'number' ? Math.min(value, MOST_PIXELS) : value;
  const { height, width } = layout;
  return { ...layout, width: size(width), height: size(height) };
}

/** The layout in the size of the place it is shown in, not the one it was made for. */
function fitted(
  layout: IDrawnFigure['layout'],
  width: number
): Record<string, unknown> {
  const { width: _width, height: _height, ...rest } = layout;
  const fit: Record<string, unknown> = { ...rest, autosize: true };
  if (width < NARROW) {
    fit.margin = { l: 44, r: 12, t: layout.title ? 44 : 20, b: 36 };
    // Beside the figure the legend would take half of the width.
    fit.legend = { orientation: 'h', y: -0.25 };
  }
  return fit;
}
