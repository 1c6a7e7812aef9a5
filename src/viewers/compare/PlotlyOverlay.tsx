import * as React from 'react';

import { decodePlotly } from '../../codecs/text';
import { LinkButton } from '../../ui/LinkButton';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { useCall } from '../frame/useCall';
import { useKept } from '../frame/keptState';
import { PlotlyView } from '../plotly/PlotlyView';
import type { IPairProps } from './Compared';
import { TextDifference } from './TextDifference';

/** The traces of two figures in one, those of the second dashed. */
export function PlotlyOverlay(props: IPairProps): JSX.Element {
  const { before, after } = props;
  const { content, trans } = useServices();
  const [showsText, setShowsText] = useKept<boolean>('lines', false);
  const [figure, retry] = useCall(
    async ({ signal }) => {
      const [one, other] = await Promise.all(
        [before, after].map(artifact => decodePlotly(content(artifact), signal))
      );
      return overlaid(one?.figure, other?.figure, [
        `v${before.version}`,
        `v${after.version}`
      ]);
    },
    [before.id, after.id]
  );
  return (
    <section aria-label={trans.__('Both figures')}>
      <Awaited
        state={figure}
        label={trans.__('Loading the figures…')}
        onRetry={retry}
      >
        {value => (
          <div
            className="jp-Cellkeep-PlotlyViewer jp-Cellkeep-mod-overlay"
            role="region"
            aria-label={trans.__('Figure')}
            tabIndex={0}
          >
            <PlotlyView figure={value} name={before.name} />
          </div>
        )}
      </Awaited>
      <LinkButton onClick={() => setShowsText(!showsText)}>
        {showsText
          ? trans.__('Hide the lines that differ')
          : trans.__('Show the lines that differ')}
      </LinkButton>
      {showsText && <TextDifference {...props} />}
    </section>
  );
}

type Json = Readonly<Record<string, unknown>>;

/** Returns one figure of two; the layout is that of the first. */
export function overlaid(
  one: Json | undefined,
  other: Json | undefined,
  marks: readonly [string, string]
): Json {
  const tracesOf = (figure: Json | undefined): unknown[] =>
    Array.isArray(figure?.data) ? (figure.data as unknown[]) : [];
  const marked = (
    traces: unknown[],
    mark: string,
    isSecond: boolean
  ): unknown[] =>
    traces.map((trace, index) => {
      const { name, line, ...rest } = objectOf(trace);
      const words = typeof name === 'string' && name ? name : String(index + 1);
      return {
        ...rest,
        name: `${words} (${mark})`,
        showlegend: true,
        ...(isSecond
          ? { opacity: 0.65, line: { ...objectOf(line), dash: 'dash' } }
          : line === undefined
            ? {}
            : { line })
      };
    });
  return {
    data: [
      ...marked(tracesOf(one), marks[0], false),
      ...marked(tracesOf(other), marks[1], true)
    ],
    layout: one?.layout ?? {}
  };
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}
