import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { displayName, number } from '../format';
import type { ImageContent } from '../previewContent';

/** A picture, never larger than its place, on the light ground that it was made for. */
export function ImageView(props: {
  content: ImageContent;
  name: string;
  trans: TranslationBundle;
}): JSX.Element {
  const { content, name, trans } = props;
  const [failed, setFailed] = React.useState(false);
  const [size, setSize] = React.useState<readonly [number, number] | null>(
    null
  );
  if (failed) {
    return (
      <p className="ck-Preview-message" role="alert">
        {trans.__(
          'The browser cannot show this picture (%1).',
          content.mediaType
        )}
      </p>
    );
  }
  const width = content.width ?? size?.[0];
  const height = content.height ?? size?.[1];
  return (
    <figure className="ck-ImageView">
      <img
        src={content.url}
        alt={displayName(name)}
        decoding="async"
        draggable={false}
        onError={() => setFailed(true)}
        onLoad={event => {
          const { naturalHeight, naturalWidth } = event.currentTarget;
          setSize([naturalWidth, naturalHeight]);
        }}
      />
      {width !== undefined && height !== undefined && width > 0 && (
        <figcaption className="ck-Preview-caption">
          <span>
            {trans.__('%1 × %2 pixels', number(width), number(height))}
          </span>
        </figcaption>
      )}
    </figure>
  );
}
