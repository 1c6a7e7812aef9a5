import * as React from 'react';

import { displayName, number } from '../../ui/format';
import { useServices } from '../frame/services';
import { type ISvgPicture, SvgFrame } from './SvgFrame';

/** A picture, never larger than its place, on the light ground that it was made for. */
export function Picture(props: {
  picture: string | ISvgPicture;
  mediaType: string;
  name: string;
  /** Whether what is beside it says its size. */
  isSizeSaid?: boolean;
}): JSX.Element {
  const { isSizeSaid, mediaType, name, picture } = props;
  const { trans } = useServices();
  const [failed, setFailed] = React.useState(false);
  const [size, setSize] = React.useState<readonly [number, number] | null>(
    typeof picture === 'string' ? null : picture.size
  );
  if (failed) {
    return (
      <p className="jp-Cellkeep-Preview-message" role="alert">
        {trans.__('The browser cannot show this picture (%1).', mediaType)}
      </p>
    );
  }
  return (
    <figure className="jp-Cellkeep-ImageView">
      {typeof picture === 'string' ? (
        <img
          src={picture}
          alt={displayName(name)}
          decoding="async"
          draggable={false}
          onError={() => setFailed(true)}
          onLoad={event => {
            const { naturalHeight, naturalWidth } = event.currentTarget;
            setSize([naturalWidth, naturalHeight]);
          }}
        />
      ) : (
        <SvgFrame picture={picture} name={name} />
      )}
      {!isSizeSaid && size && size[0] > 0 && (
        <figcaption className="jp-Cellkeep-Preview-caption">
          <span>
            {trans.__('%1 × %2 px', number(size[0]), number(size[1]))}
          </span>
        </figcaption>
      )}
    </figure>
  );
}
