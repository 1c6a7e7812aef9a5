import * as React from 'react';

import type { Artifact } from '../../protocol/generated';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { useCall } from '../frame/useCall';
import { useKept } from '../frame/keptState';
import { useBytesUrl } from '../media/useBytesUrl';
import type { Format } from '../sniff';
import { type IPicture, pictureOf } from './pictures';

interface IShown {
  readonly title: string;
  readonly picture: IPicture;
}

/** Pictures of one name in a strip, and one of them large; a slider goes from one to the next. */
export function PictureStrip(props: {
  artifacts: readonly Artifact[];
  formats: readonly Format[];
  /** What each is of. */
  titles: readonly string[];
}): JSX.Element {
  const { artifacts, formats, titles } = props;
  const { content, trans } = useServices();
  const [pictures, retry] = useCall(
    call =>
      Promise.all(
        artifacts.map((artifact, index) =>
          pictureOf(artifact, formats[index] ?? 'image', content, call)
        )
      ),
    [artifacts.map(({ id }) => id).join()]
  );
  return (
    <Awaited
      state={pictures}
      label={trans.__('Loading the pictures:')}
      onRetry={retry}
    >
      {value => (
        <Strip
          shown={value.map((picture, index) => ({
            picture,
            title: titles[index] ?? ''
          }))}
        />
      )}
    </Awaited>
  );
}

function Strip(props: { shown: readonly IShown[] }): JSX.Element {
  const { shown } = props;
  const { trans } = useServices();
  const [chosen, setChosen] = useKept<number>('picture', 0);
  const place = Math.min(chosen, shown.length - 1);
  return (
    <div className="jp-Cellkeep-PictureStrip">
      <label>
        {trans.__('Run')}{' '}
        <input
          type="range"
          min={0}
          max={shown.length - 1}
          value={place}
          aria-valuetext={shown[place]?.title}
          onChange={event => setChosen(Number(event.target.value))}
        />{' '}
        <output>{shown[place]?.title}</output>
      </label>
      {/* All of them are drawn, so that none flashes when the slider comes to it. */}
      <div className="jp-Cellkeep-PictureStrip-large">
        {shown.map((one, index) => (
          <Drawn key={index} {...one} isShown={index === place} />
        ))}
      </div>
      <div className="jp-Cellkeep-PictureStrip-all">
        {shown.map((one, index) => (
          <button
            key={index}
            type="button"
            aria-pressed={index === place}
            onClick={() => setChosen(index)}
          >
            <Drawn {...one} isShown />
            <span>{one.title}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

function Drawn({
  isShown,
  picture,
  title
}: IShown & { isShown: boolean }): JSX.Element {
  const url = useBytesUrl(picture.bytes, picture.mediaType);
  return (
    <img
      src={url}
      alt={title}
      draggable={false}
      style={isShown ? undefined : { visibility: 'hidden' }}
    />
  );
}
