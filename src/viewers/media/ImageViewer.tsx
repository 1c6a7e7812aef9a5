import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { readWhole } from '../frame/readWhole';
import { useCall } from '../frame/useCall';
import { useViewerState } from '../frame/useViewerState';
import { useObjectUrl } from './useObjectUrl';
import { Zoomed } from './Zoomed';

const MOST_BYTES = 128 * 1024 * 1024;
const SVG = 'image/svg+xml';

/**
 * A picture with zoom, and the ones before and after it in its run.
 *
 * An SVG is drawn as a picture too: there its scripts never run and it loads nothing.
 */
export function ImageViewer(
  props: IViewerProps & { isSvg: boolean }
): JSX.Element {
  const { artifact, content, isSvg } = props;
  const { trans } = useServices();
  const { get, set } = useViewerState(props);
  const [bytes, retry] = useCall(
    call => readWhole(content, call, MOST_BYTES),
    [content]
  );
  const mediaType = isSvg ? SVG : artifact.media_type;
  const url = useObjectUrl(
    bytes.status === 'ready' ? bytes.value : undefined,
    mediaType
  );
  const onStep = useSteps(props);
  return (
    <Awaited
      state={bytes}
      label={trans.__('Loading the picture:')}
      onRetry={retry}
    >
      {() =>
        url && (
          <Zoomed
            url={url}
            name={artifact.name}
            zoom={get('zoom', 0)}
            onZoom={zoom => set('zoom', zoom)}
            onStep={onStep}
          />
        )
      }
    </Awaited>
  );
}

/** Steps among the pictures of the run; undefined where there is one only. */
export function useSteps({
  artifact
}: IViewerProps): ((step: -1 | 1) => void) | undefined {
  const services = useServices();
  const [pictures] = useCall(
    ({ signal }) => services.pictures(artifact, signal),
    [artifact.run_id, artifact.kind]
  );
  if (pictures.status !== 'ready' || pictures.value.length < 2) {
    return undefined;
  }
  const all = pictures.value;
  return step => {
    const index = all.findIndex(({ id }) => id === artifact.id);
    const next = all[(index + step + all.length) % all.length];
    if (next) {
      services.show(next);
    }
  };
}
