import * as React from 'react';

import { charsetOf } from '../../codecs/text';
import type { IViewerProps } from '../../tokens';
import { bytes, number } from '../../ui/format';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { useCall } from '../frame/useCall';
import { useKeptState } from '../frame/keptState';
import { TextButton } from '../../ui/TextButton';
import { boundedText } from './bounded';
import { Editor } from './Editor';
import { Encoding } from './Encoding';
import { TextView } from './TextView';

/** As much of a text as an editor holds at a time. */
const PART_BYTES = 512 * 1024;
/** As much as a small preview starts with. */
const COMPACT_BYTES = 256 * 1024;
/** As much of a text as says what it is in. */
const HEAD_BYTES = 64 * 1024;
/** A longer line would keep the editor's layout busy; it is shown in pieces. */
const LINE_CHARACTERS = 20_000;

/** Text in JupyterLab's own editor, a part of it at a time where it is long. */
export function TextViewer(props: IViewerProps): JSX.Element {
  const { artifact, compact, content } = props;
  const { editors, trans } = useServices();
  const { get, set } = useKeptState();
  const partBytes = compact ? COMPACT_BYTES : PART_BYTES;
  const parts = Math.max(1, Math.ceil(content.size / partBytes));
  const part = Math.min(get('part', 0), parts - 1);
  const chosen = get('encoding', '');
  const showsWhitespace = get('whitespace', false);
  const [text, retry] = useCall(
    async ({ signal }) => {
      const start = part * partBytes;
      const bytes = await content.read(start, start + partBytes, signal);
      // Only the start of a text says what all of it is in.
      const head =
        part === 0 ? bytes : await content.read(0, HEAD_BYTES, signal);
      const charset = chosen || charsetOf(artifact.media_type, head);
      const whole = shownText(bytes, charset, part === 0, part === parts - 1);
      return { text: whole, charset, isDamaged: whole.includes('\uFFFD') };
    },
    [content, part, partBytes, chosen]
  );
  // The editor stays while the next part is read, and with it a search in it.
  const last = React.useRef<IShownText>();
  if (text.status === 'ready') {
    last.current = text.value;
  }
  if (compact) {
    return (
      <Awaited
        state={text}
        label={trans.__('Reading the text…')}
        onRetry={retry}
      >
        {({ text: shown, ...encoding }) => (
          <>
            <TextView text={shown} isCut={parts > 1} />
            {isUnusual(encoding) && (
              <p className="jp-Cellkeep-Preview-caption">
                <Encoding {...encoding} />
              </p>
            )}
          </>
        )}
      </Awaited>
    );
  }
  return (
    <div className="jp-Cellkeep-Viewer-main">
      {parts > 1 && (
        <div
          className="jp-Cellkeep-Viewer-bar"
          role="group"
          aria-label={trans.__('Part of the text')}
        >
          <TextButton
            disabled={part === 0}
            onClick={() => set('part', part - 1)}
          >
            {trans.__('Earlier')}
          </TextButton>
          <input
            type="range"
            min={0}
            max={parts - 1}
            value={part}
            aria-label={trans.__('Part of the text')}
            onChange={event => set('part', Number(event.target.value))}
          />
          <TextButton
            disabled={part === parts - 1}
            onClick={() => set('part', part + 1)}
          >
            {trans.__('Later')}
          </TextButton>
          <span className="jp-Cellkeep-Viewer-fact">
            {trans.__(
              'part %1 of %2, from %3 of %4',
              number(part + 1),
              number(parts),
              bytes(part * partBytes),
              bytes(content.size)
            )}
          </span>
          {editors && (
            <span className="jp-Cellkeep-Viewer-fact">
              {trans.__('Find looks through this part.')}
            </span>
          )}
        </div>
      )}
      <Awaited
        state={
          text.status === 'busy' && last.current
            ? { status: 'ready', value: last.current }
            : text
        }
        label={trans.__('Reading the text…')}
        onRetry={retry}
      >
        {({ text: shown, ...encoding }) => (
          <>
            {(isUnusual(encoding) || chosen) && (
              <p className="jp-Cellkeep-Viewer-note">
                <Encoding
                  {...encoding}
                  onChoose={charset => set('encoding', charset)}
                />
              </p>
            )}
            {editors ? (
              <>
                <Editor
                  editors={editors}
                  text={shown}
                  name={artifact.name}
                  mediaType={artifact.media_type}
                  showsWhitespace={showsWhitespace}
                  label={trans.__('Text')}
                />
                <p className="jp-Cellkeep-Viewer-foot">
                  <label>
                    <input
                      type="checkbox"
                      checked={showsWhitespace}
                      onChange={event =>
                        set('whitespace', event.target.checked)
                      }
                    />{' '}
                    {trans.__('Show spaces and tabs')}
                  </label>
                </p>
              </>
            ) : (
              <TextView text={shown} isCut={false} />
            )}
          </>
        )}
      </Awaited>
    </div>
  );
}

interface IShownText {
  readonly text: string;
  readonly charset: string;
  readonly isDamaged: boolean;
}

/** Whether there is something to be said of how a text is read. */
function isUnusual(encoding: { charset: string; isDamaged: boolean }): boolean {
  return encoding.charset !== 'utf-8' || encoding.isDamaged;
}

/** The text of a part: characters that were cut in two at its ends are left out. */
function shownText(
  head: Uint8Array,
  charset: string,
  isFirst: boolean,
  isLast: boolean
): string {
  let from = 0;
  while (
    !isFirst &&
    charset === 'utf-8' &&
    from < 3 &&
    ((head[from] ?? 0) & 0xc0) === 0x80
  ) {
    from += 1;
  }
  const text = new TextDecoder(charset).decode(head.subarray(from), {
    stream: !isLast
  });
  return boundedText(text, LINE_CHARACTERS);
}
