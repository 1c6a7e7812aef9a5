import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { Choices } from '../../ui/Choices';
import { useServices } from '../frame/services';
import { useKeptState } from '../frame/keptState';
import { PlotlyView } from './PlotlyView';

/** A Plotly figure in the size that it was made in, or in the size of its tab. */
export function PlotlyViewer(props: IViewerProps): JSX.Element {
  const { artifact, compact, view } = props;
  const figure = view?.type === 'plotly' ? view.figure : undefined;
  const { trans } = useServices();
  const { get, set } = useKeptState();
  const isFitted = get('fitted', false);
  if (compact) {
    return <PlotlyView figure={figure} name={artifact.name} />;
  }
  return (
    <div className="jp-Cellkeep-Viewer-main">
      <div className="jp-Cellkeep-Viewer-bar">
        <Choices
          choices={[
            [false, trans.__('Original size')],
            [true, trans.__('Fit')]
          ]}
          value={isFitted}
          onChoose={value => set('fitted', value)}
        />
      </div>
      <div
        className="jp-Cellkeep-PlotlyViewer"
        role="region"
        aria-label={trans.__('Figure')}
        tabIndex={0}
      >
        <PlotlyView
          key={String(isFitted)}
          figure={figure}
          name={artifact.name}
          isExact={!isFitted}
        />
      </div>
    </div>
  );
}
