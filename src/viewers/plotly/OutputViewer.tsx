import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { contentOfView } from '../../ui/contentOfView';
import { Preview } from '../../ui/preview/Preview';
import { useServices } from '../frame/services';

/** Outputs of a cell, each in its best representation. */
export function OutputViewer(props: IViewerProps): JSX.Element {
  const { artifact, contentUrl, view } = props;
  const { trans } = useServices();
  return (
    <div className="ck-Viewer-main ck-OutputViewer">
      {view && (
        <Preview
          name={artifact.name}
          trans={trans}
          content={{
            status: 'ready',
            value: contentOfView(view, artifact, { url: contentUrl })
          }}
        />
      )}
    </div>
  );
}
