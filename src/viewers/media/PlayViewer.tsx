import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { displayName } from '../../ui/format';
import { useServices } from '../frame/services';

/** Sound or film, by its address: the browser reads as much as it plays. */
export function PlayViewer(
  props: IViewerProps & { media: 'audio' | 'video' }
): JSX.Element {
  const { artifact, contentUrl, media } = props;
  const { trans } = useServices();
  const [failed, setFailed] = React.useState(false);
  return (
    <div className="jp-Cellkeep-Viewer-main jp-Cellkeep-PlayViewer">
      {failed && (
        <p className="jp-Cellkeep-Viewer-problem" role="alert">
          {trans.__(
            'The browser cannot play this (%1). Download it to play it elsewhere.',
            artifact.media_type
          )}
        </p>
      )}
      {React.createElement(media, {
        className: 'jp-Cellkeep-MediaView',
        controls: true,
        preload: 'metadata',
        src: contentUrl,
        'aria-label': displayName(artifact.name),
        onError: () => setFailed(true)
      })}
    </div>
  );
}
