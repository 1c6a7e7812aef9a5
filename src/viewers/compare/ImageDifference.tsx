import * as React from 'react';

import { decodeMimebundle } from '../../codecs/mimebundle';
import type { Artifact } from '../../protocol/generated';
import { displayName, number } from '../../ui/format';
import { readWhole } from '../frame/readWhole';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { useCall } from '../frame/useCall';
import { formsOf } from '../media/FigureViewer';
import { useObjectUrl } from '../media/useObjectUrl';
import type { Format } from '../sniff';
import type { ICall } from '../work/protocol';
import type { IPairProps } from './CompareView';
import { TextButton } from '../../ui/TextButton';

const MOST_BYTES = 64 * 1024 * 1024;
type Mode = 'beside' | 'swipe' | 'difference';

interface IPicture {
  readonly bytes: BlobPart;
  readonly mediaType: string;
}

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

async function pictureOf(
  artifact: Artifact,
  format: Format,
  content: ReturnType<typeof useServices>['content'],
  call: ICall
): Promise<IPicture> {
  const source = content(artifact);
  if (format === 'figure') {
    const [form] = formsOf(await decodeMimebundle(source, call.signal));
    return form ?? { bytes: '', mediaType: 'image/png' };
  }
  const mediaType = format === 'svg' ? 'image/svg+xml' : artifact.media_type;
  return { bytes: await readWhole(source, call, MOST_BYTES), mediaType };
}

function Shown(props: {
  before: IPicture;
  after: IPicture;
  names: readonly [Artifact, Artifact];
}): JSX.Element {
  const { before, after, names } = props;
  const { trans } = useServices();
  const [mode, setMode] = React.useState<Mode>('beside');
  const [place, setPlace] = React.useState(50);
  const [sizes, setSizes] = React.useState<Record<string, string>>({});
  const one = useObjectUrl(before.bytes, before.mediaType);
  const other = useObjectUrl(after.bytes, after.mediaType);
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
            '%1 × %2 pixels',
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
    <section aria-label={trans.__('Difference of the pictures')}>
      <div
        className="ck-Viewer-bar"
        role="group"
        aria-label={trans.__('How they are shown')}
      >
        {modes.map(([value, label]) => (
          <TextButton
            key={value}
            aria-pressed={mode === value}
            onClick={() => setMode(value)}
          >
            {label}
          </TextButton>
        ))}
        {mode === 'swipe' && (
          <input
            type="range"
            min={0}
            max={100}
            value={place}
            aria-label={trans.__('How much of the first is shown')}
            onChange={event => setPlace(Number(event.target.value))}
          />
        )}
        <span className="ck-Viewer-fact">
          {[sizes[0], sizes[1]].filter(Boolean).join(' → ')}
        </span>
      </div>
      <div className={`ck-ImageDifference ck-mod-${mode}`}>
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
        <p className="ck-Viewer-note">
          {trans.__('Black where they are the same.')}
        </p>
      )}
    </section>
  );
}
