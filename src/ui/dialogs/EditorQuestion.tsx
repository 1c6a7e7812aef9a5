import * as React from 'react';
import { CodeEditor, type IEditorServices } from '@jupyterlab/codeeditor';

import type { ErrorInfo } from '../../protocol/generated';
import { Failure } from '../details/Failure';

export interface EditorQuestionProps {
  label: string;
  text: string;
  mimeType: string;
  /** JupyterLab's editor; without it a plain field. */
  editors: IEditorServices | null;
  /** What is good to know before writing. */
  note?: string;
  /** Why the last try failed; what was written stands there again. */
  error: ErrorInfo | null;
  /** Says what is wrong with a text; null for a good one. */
  problem: (text: string) => string | null;
  /** Called with every change; null while the text is not good. */
  onAnswer: (text: string | null) => void;
}

/** Some lines to be written, with what is wrong with them while they are written. */
export function EditorQuestion(props: EditorQuestionProps): JSX.Element {
  const { editors, error, label, note } = props;
  const [text, setText] = React.useState(props.text);
  const problem = props.problem(text);
  const id = React.useId();
  const change = (value: string): void => {
    setText(value);
    props.onAnswer(props.problem(value) === null ? value : null);
  };
  return (
    <div className="jp-Cellkeep-Question jp-Cellkeep-mod-wide">
      <Failure error={error} />
      {editors ? (
        <Editor {...props} editors={editors} onChange={change} />
      ) : (
        <textarea
          className="jp-mod-styled jp-Cellkeep-Edit-input"
          aria-label={label}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-problem`}
          rows={12}
          value={text}
          onChange={event => change(event.target.value)}
        />
      )}
      <p
        id={`${id}-problem`}
        className="jp-Cellkeep-Edit-problem"
        aria-live="polite"
      >
        {problem}
      </p>
      {note && <p className="jp-Cellkeep-Edit-hint">{note}</p>}
    </div>
  );
}

function Editor(
  props: EditorQuestionProps & {
    editors: IEditorServices;
    onChange: (text: string) => void;
  }
): JSX.Element {
  const host = React.useRef<HTMLDivElement>(null);
  const first = React.useRef(props);
  const onChange = React.useRef(props.onChange);
  onChange.current = props.onChange;
  React.useEffect(() => {
    if (!host.current) {
      return;
    }
    const { editors, label, mimeType, text } = first.current;
    const model = new CodeEditor.Model({ mimeType });
    model.sharedModel.setSource(text);
    const editor = editors.factoryService.newDocumentEditor({
      host: host.current,
      model,
      config: { lineNumbers: mimeType !== 'text/plain', lineWrap: true }
    });
    host.current
      .querySelector('.cm-content')
      ?.setAttribute('aria-label', label);
    // The dialog looked for it before it was there.
    editor.focus();
    const onText = (): void => onChange.current(model.sharedModel.getSource());
    model.sharedModel.changed.connect(onText);
    return () => {
      model.sharedModel.changed.disconnect(onText);
      editor.dispose();
      model.dispose();
    };
  }, []);
  return <div ref={host} className="jp-Cellkeep-Question-editor" />;
}
