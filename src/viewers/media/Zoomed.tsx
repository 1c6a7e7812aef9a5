import * as React from 'react';

import { displayName, number, percent } from '../../ui/format';
import { useServices } from '../frame/services';
import { TextButton } from '../../ui/TextButton';
import { type ISvgPicture, SvgFrame } from './SvgFrame';

const STEPS: readonly number[] = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 8, 16];

/** A picture that fits its place, or is shown at any size. */
export function Zoomed(props: {
  /** Where a picture's bytes are, or an SVG, which is drawn in a frame. */
  picture: string | ISvgPicture;
  name: string;
  zoom: number;
  /** 0 makes it fit. */
  onZoom: (zoom: number) => void;
  onStep?: (step: -1 | 1) => void;
  /** Whether what is beside it says its size. */
  isSizeSaid?: boolean;
  children?: React.ReactNode;
}): JSX.Element {
  const { name, onStep, onZoom, picture, zoom } = props;
  const svg = typeof picture === 'string' ? undefined : picture;
  const { trans } = useServices();
  const [size, setSize] = React.useState<readonly [number, number]>(
    svg?.size ?? [0, 0]
  );
  const [failed, setFailed] = React.useState(false);
  const image = React.useRef<HTMLImageElement & HTMLIFrameElement>(null);
  const step = (direction: -1 | 1): void => {
    const shown = image.current?.clientWidth ?? size[0];
    const now = zoom || shown / Math.max(1, size[0]);
    const next =
      direction > 0
        ? STEPS.find(value => value > now * 1.01)
        : [...STEPS].reverse().find(value => value < now * 0.99);
    onZoom(next ?? now);
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const action = {
      '+': () => step(1),
      '=': () => step(1),
      '-': () => step(-1),
      '0': () => onZoom(0),
      '1': () => onZoom(1),
      PageDown: () => onStep?.(1),
      PageUp: () => onStep?.(-1)
    }[event.key];
    if (action && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      action();
    }
  };
  return (
    <div className="jp-Cellkeep-Viewer-main" onKeyDown={onKeyDown}>
      <div
        className="jp-Cellkeep-Viewer-bar"
        role="toolbar"
        aria-label={trans.__('Picture')}
      >
        {props.children}
        {onStep && (
          <>
            <TextButton onClick={() => onStep(-1)} title={trans.__('Page Up')}>
              {trans.__('Previous')}
            </TextButton>
            <TextButton onClick={() => onStep(1)} title={trans.__('Page Down')}>
              {trans.__('Next')}
            </TextButton>
          </>
        )}
        <TextButton aria-pressed={zoom === 0} onClick={() => onZoom(0)}>
          {trans.__('Fit')}
        </TextButton>
        <TextButton aria-label={trans.__('Zoom out')} onClick={() => step(-1)}>
          −
        </TextButton>
        <TextButton aria-label={trans.__('Zoom in')} onClick={() => step(1)}>
          +
        </TextButton>
        <TextButton aria-pressed={zoom === 1} onClick={() => onZoom(1)}>
          {percent(1)}
        </TextButton>
        <span className="jp-Cellkeep-Viewer-fact" aria-live="polite">
          {[
            !props.isSizeSaid &&
              size[0] > 0 &&
              trans.__('%1 × %2 px', number(size[0]), number(size[1])),
            zoom > 0 && `${Math.round(zoom * 100)}%`
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      {failed ? (
        <p className="jp-Cellkeep-Viewer-problem" role="alert">
          {trans.__('The browser cannot show this picture.')}
        </p>
      ) : (
        <div
          className={`jp-Cellkeep-Zoomed ${zoom === 0 ? 'jp-Cellkeep-mod-fit' : ''}`}
          tabIndex={0}
          role="group"
          aria-label={displayName(name)}
        >
          {typeof picture === 'string' ? (
            <img
              ref={image}
              src={picture}
              alt={displayName(name)}
              decoding="async"
              draggable={false}
              style={
                zoom > 0
                  ? {
                      width: size[0] * zoom,
                      maxWidth: 'none',
                      imageRendering: zoom >= 3 ? 'pixelated' : 'auto'
                    }
                  : undefined
              }
              onError={() => setFailed(true)}
              onLoad={event => {
                const { naturalHeight, naturalWidth } = event.currentTarget;
                setFailed(false);
                setSize([naturalWidth, naturalHeight]);
              }}
            />
          ) : (
            <SvgFrame
              ref={image}
              picture={picture}
              name={name}
              width={zoom > 0 ? size[0] * zoom : undefined}
            />
          )}
        </div>
      )}
    </div>
  );
}
