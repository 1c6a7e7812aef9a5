import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { PlotlyView } from '../../ui/preview/PlotlyView';
import { useServices } from '../frame/services';
import { useViewerState } from '../frame/useViewerState';
import { TextButton } from '../../ui/TextButton';

/** A Plotly figure in the size that it was made in, or in the size of its tab. */
export function PlotlyViewer(props: IViewerProps): JSX.Element {
  const { artifact, view } = props;
  const { trans } = useServices();
  const { get, set } = useViewerState(props);
  const isFitted = get('fitted', false);
  return (
    <div className="ck-Viewer-main">
      <div className="ck-Viewer-bar">
        <TextButton
          aria-pressed={!isFitted}
          onClick={() => set('fitted', false)}
        >
          {trans.__('As it was made')}
        </TextButton>
        <TextButton aria-pressed={isFitted} onClick={() => set('fitted', true)}>
          {trans.__('Fit')}
        </TextButton>
      </div>
      <div className="ck-PlotlyViewer">
        <PlotlyView
          key={String(isFitted)}
          content={{
            view: 'plotly',
            figure: view?.type === 'plotly' ? view.figure : undefined
          }}
          name={artifact.name}
          trans={trans}
          isExact={!isFitted}
        />
      </div>
    </div>
  );
}
