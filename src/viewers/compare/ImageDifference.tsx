import * as React from 'react';

import type { Artifact } from '../../protocol/generated';
import { displayName, number } from '../../ui/format';
import { Choices } from '../../ui/Choices';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { useCall } from '../frame/useCall';
import { useKept } from '../frame/keptState';
import { useBytesUrl } from '../media/useBytesUrl';
import type { IPairProps } from './Compared';
import { pictureOf, type IPicture } from './pictures';

type Mode = 'beside' | 'swipe' | 'difference';

/** Two pictures side by side, one over the other behind a slider, or what differs in them. */
export function ImageDifference(props: IPairProps): JSX.Element {
  const { before, after, formats } = props;
  const { content, trans } = useServices();
  const [pictures, retry] = useCall(
    call =>
      Promise.all(
        (
          [
            [before, formats[0]],
            [after, formats[1]]
          ] as const
        ).map(([artifact, format]) =>
          pictureOf(artifact, format, content, call)
        )
      ),
    [before.id, after.id]
  );
  return (
    <Awaited
      state={pictures}
      label={trans.__('Loading the pictures:')}
      onRetry={retry}
    >
      {([one, other]) =>
        one &&
        other && <Shown before={one} after={other} names={[before, after]} />
      }
    </Awaited>
  );
}

function Shown(props: {
  before: IPicture;
  after: IPicture;
  names: readonly [Artifact, Artifact];
}): JSX.Element {
  const { before, after, names } = props;
  const { trans } = useServices();
  const [mode, setMode] = useKept<string>('mode', 'beside');
  const [place, setPlace] = useKept<number>('place', 50);
  const [sizes, setSizes] = React.useState<Record<string, string>>({});
  const one = useBytesUrl(before.bytes, before.mediaType);
  const other = useBytesUrl(after.bytes, after.mediaType);
  const picture = (
    url: string | undefined,
    which: 0 | 1,
    style?: React.CSSProperties
  ): JSX.Element => (
    <img
      src={url}
      alt={displayName(`${names[which].name} v${names[which].version}`)}
      draggable={false}
      style={style}
      onLoad={event => {
        const { naturalHeight, naturalWidth } = event.currentTarget;
        setSizes(known => ({
          ...known,
          [which]: trans.__(
            '%1 × %2 px',
            number(naturalWidth),
            number(naturalHeight)
          )
        }));
      }}
    />
  );
  const modes: readonly [Mode, string][] = [
    ['beside', trans.__('Side by side')],
    ['swipe', trans.__('Swipe')],
    ['difference', trans.__('Difference')]
  ];
  return (
    <section role="group" aria-label={trans.__('Difference of the pictures')}>
      <div
        className="jp-Cellkeep-Viewer-bar"
        role="group"
        aria-label={trans.__('View')}
      >
        <Choices choices={modes} value={mode} onChoose={setMode} />
        {mode === 'swipe' && (
          <input
            type="range"
            min={0}
            max={100}
            value={place}
            aria-label={trans.__('How much of the first picture is shown')}
            onChange={event => setPlace(Number(event.target.value))}
          />
        )}
        <span className="jp-Cellkeep-Viewer-fact">
          {[sizes[0], sizes[1]].filter(Boolean).join(' → ')}
        </span>
      </div>
      <div className={`jp-Cellkeep-ImageDifference jp-Cellkeep-mod-${mode}`}>
        {picture(one, 0)}
        {picture(
          other,
          1,
          mode === 'swipe'
            ? { clipPath: `inset(0 0 0 ${place}%)` }
            : mode === 'difference'
              ? { mixBlendMode: 'difference' }
              : undefined
        )}
      </div>
      {mode === 'difference' && (
        <p className="jp-Cellkeep-Viewer-note">
          {trans.__('Black where they are the same.')}
        </p>
      )}
    </section>
  );
}
