import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { PlotlyView } from '../../ui/preview/PlotlyView';
import { useServices } from '../frame/services';
import { useViewerState } from '../frame/useViewerState';

/** A Plotly figure in the size that it was made in, or in the size of its tab. */
export function PlotlyViewer(props: IViewerProps): JSX.Element {
  const { artifact, view } = props;
  const { trans } = useServices();
  const { get, set } = useViewerState(props);
  const isFitted = get('fitted', false);
  return (
    <div className="ck-Viewer-main">
      <div className="ck-Viewer-bar">
        <button
          type="button"
          className="ck-TextButton ck-mod-framed"
          aria-pressed={!isFitted}
          onClick={() => set('fitted', false)}
        >
          {trans.__('As it was made')}
        </button>
        <button
          type="button"
          className="ck-TextButton ck-mod-framed"
          aria-pressed={isFitted}
          onClick={() => set('fitted', true)}
        >
          {trans.__('Fit')}
        </button>
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
