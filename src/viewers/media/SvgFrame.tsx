import * as React from 'react';

import { displayName } from '../../ui/format';
import { sandboxedDocument, sizeOfSvg } from '../markup/sandbox';

/** Without a size of its own a picture is as large as browsers make it. */
const WIDTH = 300;
const HEIGHT = 150;

/** An SVG picture as its bytes say it, and its size in pixels. */
export interface ISvgPicture {
  readonly url: string;
  readonly size: readonly [number, number];
}

/** Returns an SVG that is drawn from a `data:` URL. */
export function svgPicture(url: string, markup: string): ISvgPicture {
  const { ratio, width } = sizeOfSvg(markup);
  const across = width ?? (ratio === null ? WIDTH : HEIGHT * ratio);
  const size = [across, ratio === null ? HEIGHT : across / ratio];
  return { url, size: size.map(Math.round) as [number, number] };
}

/** An SVG picture in a frame of its own process: how long it draws is its own business. */
export const SvgFrame = React.forwardRef<
  HTMLIFrameElement,
  {
    picture: ISvgPicture;
    name: string;
    /** By default as wide as there is room, and as it is. */
    width?: number;
  }
>(function SvgFrame({ name, picture, width }, ref) {
  const { size, url } = picture;
  return (
    <iframe
      ref={ref}
      className="jp-Cellkeep-SvgFrame"
      title={displayName(name)}
      sandbox=""
      referrerPolicy="no-referrer"
      srcDoc={sandboxedDocument(`<img alt="" src="${url}">`, {
        language: 'svg',
        scripts: false
      })}
      style={{
        width: width ?? size[0],
        aspectRatio: `${size[0]} / ${size[1]}`,
        maxWidth: width === undefined ? '100%' : 'none'
      }}
    />
  );
});
