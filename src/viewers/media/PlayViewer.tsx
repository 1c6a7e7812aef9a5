import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { displayName } from '../../ui/format';
import { useServices } from '../frame/services';
import { Problem } from '../frame/States';

/** Sound or film, by its address: the browser reads as much as it plays. */
export function PlayViewer(
  props: IViewerProps & { media: 'audio' | 'video' }
): JSX.Element {
  const { artifact, contentUrl, media } = props;
  const { trans } = useServices();
  const [failure, setFailure] = React.useState<'format' | 'network'>();
  return (
    <div className="jp-Cellkeep-Viewer-main jp-Cellkeep-PlayViewer">
      {failure === 'format' && (
        <Problem
          error={{
            code: 'CONTENT_UNREADABLE',
            message: trans.__(
              'The browser cannot play this (%1). Download it to play it elsewhere.',
              artifact.media_type
            ),
            retryable: false
          }}
          offersBytes
        />
      )}
      {failure === 'network' && (
        <Problem
          error={{
            code: 'STORE_UNREACHABLE',
            message: trans.__('The server stopped answering while it played.'),
            hint: trans.__('The stored file is as it was saved.'),
            retryable: true
          }}
          onRetry={() => setFailure(undefined)}
        />
      )}
      {!failure &&
        React.createElement(media, {
          className: 'jp-Cellkeep-MediaView',
          controls: true,
          preload: 'metadata',
          src: contentUrl,
          'aria-label': displayName(artifact.name),
          onError: ({
            currentTarget: { error }
          }: React.SyntheticEvent<HTMLMediaElement>) =>
            setFailure(
              error?.code === MediaError.MEDIA_ERR_NETWORK
                ? 'network'
                : 'format'
            )
        })}
    </div>
  );
}
