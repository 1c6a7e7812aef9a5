import { CodeEditor, type IEditorServices } from '@jupyterlab/codeeditor';
import * as React from 'react';

import { charsetOf } from '../../codecs/text';
import type { IViewerProps } from '../../tokens';
import { bytes, number } from '../../ui/format';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { useCall } from '../frame/useCall';
import { useViewerState } from '../frame/useViewerState';
import { TextButton } from '../../ui/TextButton';

/** As much of a text as an editor holds at a time. */
const PART_BYTES = 512 * 1024;
/** A longer line would keep the editor's layout busy; it is shown in pieces. */
const LINE_CHARACTERS = 20_000;

/** Text in JupyterLab's own editor, a part of it at a time where it is long. */
export function TextViewer(props: IViewerProps): JSX.Element {
  const { artifact, content } = props;
  const { editors, trans } = useServices();
  const { get, set } = useViewerState(props);
  const parts = Math.max(1, Math.ceil(content.size / PART_BYTES));
  const part = Math.min(get('part', 0), parts - 1);
  const [text, retry] = useCall(
    async ({ signal }) => {
      const start = part * PART_BYTES;
      const head = await content.read(start, start + PART_BYTES, signal);
      return shownText(
        head,
        artifact.media_type,
        part === 0,
        part === parts - 1
      );
    },
    [content, part]
  );
  return (
    <div className="ck-Viewer-main">
      {parts > 1 && (
        <div
          className="ck-Viewer-bar"
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
          <span className="ck-Viewer-fact">
            {trans.__(
              'part %1 of %2, from %3 of %4',
              number(part + 1),
              number(parts),
              bytes(part * PART_BYTES),
              bytes(content.size)
            )}
          </span>
        </div>
      )}
      <Awaited
        state={text}
        label={trans.__('Reading the text…')}
        onRetry={retry}
      >
        {shown =>
          editors ? (
            <Editor
              key={part}
              editors={editors}
              text={shown}
              name={artifact.name}
              mediaType={artifact.media_type}
              label={trans.__('Text')}
            />
          ) : (
            <pre className="ck-TextView" tabIndex={0}>
              {shown}
            </pre>
          )
        }
      </Awaited>
    </div>
  );
}

/** The text of a part: characters that were cut in two at its ends are left out. */
function shownText(
  head: Uint8Array,
  mediaType: string,
  isFirst: boolean,
  isLast: boolean
): string {
  const charset = charsetOf(mediaType, head);
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
  return text
    .split('\n')
    .map(line =>
      line.length > LINE_CHARACTERS
        ? (line.match(new RegExp(`.{1,${LINE_CHARACTERS}}`, 'gsu')) ?? []).join(
            '\n'
          )
        : line
    )
    .join('\n');
}

function Editor(props: {
  editors: IEditorServices;
  text: string;
  name: string;
  mediaType: string;
  label: string;
}): JSX.Element {
  const { editors, label, mediaType, name, text } = props;
  const host = React.useRef<HTMLDivElement>(null);
  React.useEffect(() => {
    if (!host.current) {
      return;
    }
    const byName = editors.mimeTypeService.getMimeTypeByFilePath(name);
    const model = new CodeEditor.Model({
      mimeType: byName === 'text/plain' ? mediaType : byName
    });
    model.sharedModel.setSource(text);
    const editor = editors.factoryService.newDocumentEditor({
      host: host.current,
      model,
      config: { readOnly: true, lineNumbers: true, lineWrap: true }
    });
    return () => {
      editor.dispose();
      model.dispose();
    };
  }, [editors, mediaType, name, text]);
  return (
    <div
      ref={host}
      className="ck-TextEditor"
      role="region"
      aria-label={label}
    />
  );
}
