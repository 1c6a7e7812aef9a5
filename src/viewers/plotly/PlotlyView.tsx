import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { displayName } from '../../ui/format';
import { useServices } from '../frame/services';
import type { ILibrary } from '../markup/libraryFrame';
import { LibraryView } from '../markup/LibraryView';
import { TooMuch } from '../markup/TooMuch';
import type { IDrawnFigure } from './plotlyDrawing';
import { PLOTLY_LIBRARY } from './library';
import { FigureProblem, safeFigure, type SafeFigure } from './plotlyFigure';

const LIBRARY: ILibrary = {
  ...PLOTLY_LIBRARY,
  drawing: new URL('./plotlyDrawing.js', import.meta.url).toString()
};

/** A Plotly figure, drawn by plotly.js, which is loaded when the first one is shown. */
export function PlotlyView(props: {
  /** Parsed JSON of `application/vnd.plotly.v1+json`; checked before it is drawn. */
  figure: unknown;
  name: string;
  /** In the size that it was made in, not in the size of its place. */
  isExact?: boolean;
}): JSX.Element {
  const { figure, isExact = false, name } = props;
  const { trans } = useServices();
  const [allowed, setAllowed] = React.useState(false);
  const [isLargeWanted, setLargeWanted] = React.useState(false);
  const checked = React.useMemo(() => check(figure), [figure]);
  const isLarge =
    checked instanceof FigureProblem && checked.reason === 'too-large';
  const drawn = React.useMemo(
    () => (isLarge ? figure : checked) as Partial<IDrawnFigure>,
    [checked, figure, isLarge]
  );
  const content = React.useMemo(
    () => ({ data: drawn.data, layout: drawn.layout ?? {}, isExact }),
    [drawn, isExact]
  );
  if (checked instanceof FigureProblem && !isLarge) {
    return (
      <p className="jp-Cellkeep-Preview-message">
        {problemWords(checked, trans)}
      </p>
    );
  }
  if (isLarge && !isLargeWanted) {
    return (
      <TooMuch
        words={trans.__(
          'This figure is very large. Drawing it may take minutes; you can go on working.'
        )}
        button={trans.__('Draw it anyway')}
        onShow={() => setLargeWanted(true)}
      />
    );
  }
  if ('reachesOut' in checked && checked.reachesOut && !allowed) {
    return (
      <TooMuch
        words={trans.__(
          'This figure loads a map or a picture from other servers. They would see that you are viewing it.'
        )}
        button={trans.__('Draw it anyway')}
        onShow={() => setAllowed(true)}
      />
    );
  }
  const traces = content.data?.length ?? 0;
  return (
    <LibraryView
      key={String(isExact)}
      library={LIBRARY}
      content={content}
      name={name}
      label={trans.__('Plotly figure %1', displayName(name))}
      className="jp-Cellkeep-PlotlyView"
      busy={trans._n('Drawing %1 trace…', 'Drawing %1 traces…', traces)}
      asksServers={allowed}
      isExact={isExact}
    />
  );
}

function check(figure: unknown): SafeFigure | FigureProblem {
  try {
    return safeFigure(figure);
  } catch (problem) {
    if (problem instanceof FigureProblem) {
      return problem;
    }
    throw problem;
  }
}

function problemWords(
  problem: FigureProblem,
  trans: TranslationBundle
): string {
  return problem.reason === 'not-a-figure'
    ? trans.__('This is not a Plotly figure. Download it to look inside.')
    : trans.__(
        'This figure is too large to be drawn here. Load it in the notebook instead.'
      );
}
