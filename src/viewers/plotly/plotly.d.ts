/** The part of plotly.js that is used here. The distribution has no types of its own. */
declare module 'plotly.js-strict-dist-min' {
  interface Plotly {
    newPlot(
      element: HTMLElement,
      data: unknown[],
      layout: Record<string, unknown>,
      config: Record<string, unknown>
    ): Promise<HTMLElement>;
    toImage(
      figure: { data: unknown[]; layout: Record<string, unknown> },
      options: { format: 'png'; width: number; height: number }
    ): Promise<string>;
    purge(element: HTMLElement): void;
    Plots: { resize(element: HTMLElement): Promise<void> };
  }
  const Plotly: Plotly;
  export default Plotly;
}
