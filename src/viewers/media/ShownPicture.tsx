import * as React from 'react';

import type { IViewerProps } from '../../tokens';
import { useServices } from '../frame/services';
import { useCall } from '../frame/useCall';
import { useKept } from '../frame/keptState';
import { tooMuchSvg } from '../markup/SandboxedView';
import { drawnElements } from '../markup/svgCost';
import { TooMuch } from '../markup/TooMuch';
import { Picture } from './Picture';
import { svgPicture } from './SvgFrame';
import { useBytesUrl } from './useBytesUrl';
import { Zoomed } from './Zoomed';

interface IShownProps {
  viewer: IViewerProps;
  bytes: Uint8Array<ArrayBuffer> | string;
  mediaType: string;
  /** What else stands in its bar. */
  children?: React.ReactNode;
}

/** A picture with zoom, and the ones before and after it in its run; small without either. */
export function ShownPicture(props: IShownProps): JSX.Element | null {
  const { bytes, mediaType } = props;
  const { trans } = useServices();
  const [isWanted, setWanted] = React.useState(false);
  const markup = React.useMemo(
    () =>
      isSvg(mediaType)
        ? typeof bytes === 'string'
          ? bytes
          : new TextDecoder().decode(bytes)
        : undefined,
    [bytes, mediaType]
  );
  const isTooMuch = React.useMemo(
    () => markup !== undefined && drawnElements(markup) === Infinity,
    [markup]
  );
  return isTooMuch && !isWanted ? (
    <TooMuch words={tooMuchSvg(trans)} onShow={() => setWanted(true)} />
  ) : (
    <Drawn {...props} markup={markup} />
  );
}

/** Whether a browser would draw these bytes as elements, and not as pixels. */
export function isSvg(mediaType: string): boolean {
  return /^image\/svg\b/i.test(mediaType);
}

function Drawn(
  props: IShownProps & { markup: string | undefined }
): JSX.Element | null {
  const { bytes, children, markup, mediaType, viewer } = props;
  const { kind, name } = viewer.artifact;
  // A figure has its own; its pictures are cut to what is drawn, and an SVG has no pixels.
  const isSizeSaid = kind === 'figure';
  const [zoom, setZoom] = useKept<number>('zoom', 0);
  const url = useBytesUrl(bytes, mediaType);
  const onStep = useSteps(viewer);
  if (url === undefined) {
    return null;
  }
  const picture = markup === undefined ? url : svgPicture(url, markup);
  if (viewer.compact) {
    return (
      <Picture
        picture={picture}
        mediaType={mediaType}
        name={name}
        isSizeSaid={isSizeSaid}
      />
    );
  }
  return (
    <Zoomed
      picture={picture}
      name={name}
      zoom={zoom}
      onZoom={setZoom}
      onStep={onStep}
      isSizeSaid={isSizeSaid}
    >
      {children}
    </Zoomed>
  );
}

/** Steps among the pictures of the run; undefined where there is one only. */
function useSteps({
  artifact,
  compact
}: IViewerProps): ((step: -1 | 1) => void) | undefined {
  const services = useServices();
  const [pictures] = useCall(
    compact ? undefined : ({ signal }) => services.pictures(artifact, signal),
    [artifact.run_id, artifact.kind, compact]
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
