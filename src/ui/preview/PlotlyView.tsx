import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { displayName } from '../format';
import type { PlotlyContent } from '../previewContent';
import { FigureProblem, safeFigure, type SafeFigure } from './plotlyFigure';
import { TextButton } from '../TextButton';

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

/** A Plotly figure, drawn by plotly.js, which is loaded when the first one is shown. */
export function PlotlyView(props: {
  content: PlotlyContent;
  name: string;
  trans: TranslationBundle;
  /** In the size that it was made in, not in the size of its place. */
  isExact?: boolean;
}): JSX.Element {
  const { content, name, trans } = props;
  const [allowed, setAllowed] = React.useState(false);
  const [isLargeWanted, setLargeWanted] = React.useState(false);
  const most = isLargeWanted ? Infinity : undefined;
  const checked = React.useMemo(
    () => check(content.figure, most),
    [content.figure, most]
  );
  if (checked instanceof FigureProblem) {
    return checked.reason === 'too-large' ? (
      <Question
        words={trans.__(
          'This figure has millions of values. The page stands still while it is drawn.'
        )}
        trans={trans}
        onDraw={() => setLargeWanted(true)}
      />
    ) : (
      <p className="ck-Preview-message">{problemWords(checked, trans)}</p>
    );
  }
  if (checked.reachesOut && !allowed) {
    return (
      <Question
        words={trans.__(
          'This figure loads a map or a picture from other servers. They would see that you look at it.'
        )}
        trans={trans}
        onDraw={() => setAllowed(true)}
      />
    );
  }
  return (
    <Drawing
      figure={checked}
      name={name}
      trans={trans}
      isExact={props.isExact ?? false}
    />
  );
}

/** Says what drawing would do, before it is done. */
function Question(props: {
  words: string;
  trans: TranslationBundle;
  onDraw: () => void;
}): JSX.Element {
  return (
    <div className="ck-Preview-message">
      <p>{props.words}</p>
      <TextButton onClick={props.onDraw}>
        {props.trans.__('Draw it anyway')}
      </TextButton>
    </div>
  );
}

function check(
  figure: unknown,
  mostValues: number | undefined
): SafeFigure | FigureProblem {
  try {
    return safeFigure(figure, mostValues);
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
  switch (problem.reason) {
    case 'not-a-figure':
      return trans.__(
        'This is not a Plotly figure. Download it to look inside.'
      );
    case 'too-large':
    case 'too-deep':
      return trans.__(
        'This figure is too large to be drawn here. Load it in the notebook instead.'
      );
  }
}

function Drawing(props: {
  figure: SafeFigure;
  name: string;
  trans: TranslationBundle;
  isExact: boolean;
}): JSX.Element {
  const { figure, isExact, name, trans } = props;
  const box = React.useRef<HTMLDivElement>(null);
  const [failure, setFailure] = React.useState<string | null>(null);
  const [drawn, setDrawn] = React.useState(false);

  React.useEffect(() => {
    const element = box.current;
    if (!element) {
      return;
    }
    let gone = false;
    let stop = (): void => undefined;
    const draw = async (): Promise<void> => {
      const { default: Plotly } = await import('plotly.js-strict-dist-min');
      if (gone) {
        return;
      }
      // plotly.js writes into what it is given, and may be drawn more than once.
      const { data, layout } = structuredClone(figure);
      await Plotly.newPlot(
        element,
        data,
        isExact ? layout : fitted(layout, element.clientWidth),
        configFor(element.clientWidth)
      );
      const resizes = new ResizeObserver(() => {
        if (element.offsetParent !== null && !isExact) {
          void Plotly.Plots.resize(element);
        }
      });
      stop = () => {
        resizes.disconnect();
        Plotly.purge(element);
      };
      if (gone) {
        stop();
        return;
      }
      resizes.observe(element);
      setDrawn(true);
    };
    draw().catch((reason: unknown) => {
      if (!gone) {
        setFailure(reason instanceof Error ? reason.message : String(reason));
      }
    });
    return () => {
      gone = true;
      stop();
    };
  }, [figure, isExact]);

  if (failure !== null) {
    return (
      <p className="ck-Preview-message" role="alert">
        {trans.__('plotly.js could not draw it: %1', failure)}
      </p>
    );
  }
  return (
    <>
      {!drawn && (
        <p className="ck-Preview-message">
          {trans._n(
            'Drawing %1 trace…',
            'Drawing %1 traces…',
            figure.data.length
          )}
        </p>
      )}
      <div
        ref={box}
        className="ck-PlotlyView"
        role="img"
        aria-label={trans.__('Plotly figure %1', displayName(name))}
      />
    </>
  );
}

/** The tools would lie over the title where there is little room. */
function configFor(width: number): Record<string, unknown> {
  return { ...CONFIG, displayModeBar: width < NARROW ? false : 'hover' };
}

/** The layout in the size of the place it is shown in, not the one it was made for. */
function fitted(
  layout: SafeFigure['layout'],
  width: number
): SafeFigure['layout'] {
  const { width: _width, height: _height, ...rest } = layout;
  const fit: SafeFigure['layout'] = { ...rest, autosize: true };
  if (width < NARROW) {
    fit.margin = { l: 44, r: 12, t: layout.title ? 44 : 20, b: 36 };
    // Beside the figure the legend would take half of the width.
    fit.legend = { orientation: 'h', y: -0.25 };
  }
  return fit;
}
