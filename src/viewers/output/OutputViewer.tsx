import * as React from 'react';

import type { IOutputsView } from '../../codecs/view';
import { widgetOf } from '../../codecs/widgets';
import type { IViewerProps } from '../../tokens';
import { number } from '../../ui/format';
import { LinkButton } from '../../ui/LinkButton';
import { useServices } from '../frame/services';
import { ValueTree } from '../../ui/json/TreeView';
import { contentOf } from '../frame/textContent';
import { MarkupPage } from '../markup/MarkupViewer';
import { hasScripts } from '../markup/sandbox';
import { SandboxedView } from '../markup/SandboxedView';
import { Picture } from '../media/Picture';
import { PlotlyView } from '../plotly/PlotlyView';
import { TextView } from '../text/TextView';
import { VegaView } from '../vega/VegaView';
import { roughHeight, withLabStyle } from './htmlStyle';
import { bestOf, bundleOf, type Representation } from './representation';
import { useLabTheme } from './useLabTheme';
import { WidgetView } from './WidgetView';

/** Outputs that are drawn at a time: each may be a frame of its own. */
const PARTS = 20;
/** Types that are named where there is no viewer for any. */
const MOST_TYPES = 10;

/** Outputs of a cell, each in its best representation. */
export function OutputViewer(props: IViewerProps): JSX.Element {
  const { artifact, view } = props;
  return (
    <div className="jp-Cellkeep-Viewer-main jp-Cellkeep-OutputViewer">
      {view?.type === 'outputs' && <Outputs view={view} name={artifact.name} />}
    </div>
  );
}

/** Outputs one under the other. */
export function Outputs(props: {
  view: IOutputsView;
  name: string;
}): JSX.Element {
  const { name, view } = props;
  const { trans } = useServices();
  const [most, setMost] = React.useState(PARTS);
  const count = view.outputs.length;
  return (
    <div className="jp-Cellkeep-OutputView">
      {view.outputs.slice(0, most).map((output, index) => {
        const bundle = bundleOf(output);
        const widget = widgetOf(bundle, view.widgets);
        const best = widget ? null : bestOf(bundle);
        return (
          <React.Fragment key={index}>
            {widget && <WidgetView widget={widget} />}
            {best && <Represented best={best} name={name} />}
            {!widget && !best && (
              <p className="jp-Cellkeep-Preview-message">
                {trans.__(
                  'There is no viewer for %1.',
                  Object.keys(bundle).slice(0, MOST_TYPES).join(', ')
                )}
              </p>
            )}
          </React.Fragment>
        );
      })}
      {most < count && (
        <p className="jp-Cellkeep-Preview-caption">
          <span>
            {trans.__('first %1 of %2 outputs', number(most), number(count))}
          </span>
          <LinkButton onClick={() => setMost(most + PARTS)}>
            {trans.__('Show more')}
          </LinkButton>
        </p>
      )}
    </div>
  );
}

function Represented(props: {
  best: Representation;
  name: string;
}): JSX.Element {
  const { best, name } = props;
  const { trans } = useServices();
  switch (best.view) {
    case 'plotly':
      return <PlotlyView figure={best.figure} name={name} />;
    case 'vega':
      return <VegaView {...best} name={name} />;
    case 'markup':
      return best.language === 'html' ? (
        <HtmlOutput markup={best.markup} name={name} />
      ) : (
        <SandboxedView {...best} name={name} />
      );
    case 'image':
      return <Picture {...best} name={name} />;
    case 'json':
      return <ValueTree value={best.value} trans={trans} />;
    case 'markdown':
      return <MarkdownOutput text={best.text} name={name} />;
    case 'text':
      return <TextView text={best.text} isCut={false} />;
  }
}

/** HTML as JupyterLab shows it, in the colours of its theme where it has none of its own. */
function HtmlOutput(props: { markup: string; name: string }): JSX.Element {
  const { markup, name } = props;
  const theme = useLabTheme();
  const styled = React.useMemo(
    () => withLabStyle(markup, theme),
    [markup, theme]
  );
  const height = React.useMemo(
    () => (hasScripts(markup) ? undefined : roughHeight(markup)),
    [markup]
  );
  return (
    <SandboxedView
      language="html"
      markup={styled}
      name={name}
      height={height}
    />
  );
}

/** Markdown or a formula, as JupyterLab shows it. */
function MarkdownOutput(props: { text: string; name: string }): JSX.Element {
  const { name, text } = props;
  const content = React.useMemo(() => contentOf(text), [text]);
  return <MarkupPage language="markdown" content={content} name={name} />;
}
