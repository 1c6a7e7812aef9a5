import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { readWhole } from '../frame/readWhole';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { useCall } from '../frame/useCall';
import { ShownPicture } from './ShownPicture';

const MOST_BYTES = 128 * 1024 * 1024;
const SVG = 'image/svg+xml';

/**
 * A picture in a file.
 *
 * An SVG is drawn as a picture too: there its scripts never run and it loads nothing.
 */
export function ImageViewer(
  props: IViewerProps & { isSvg: boolean }
): JSX.Element {
  const { artifact, content, isSvg } = props;
  const { trans } = useServices();
  const [bytes, retry] = useCall(
    call => readWhole(content, call, MOST_BYTES),
    [content]
  );
  return (
    <Awaited
      state={bytes}
      label={trans.__('Loading the picture:')}
      onRetry={retry}
    >
      {value => (
        <ShownPicture
          viewer={props}
          bytes={value}
          mediaType={isSvg ? SVG : artifact.media_type}
        />
      )}
    </Awaited>
  );
}
