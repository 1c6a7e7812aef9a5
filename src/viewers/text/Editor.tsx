import { CodeEditor, type IEditorServices } from '@jupyterlab/codeeditor';
import * as React from 'react';

import { useServices } from '../frame/services';

/** Text in an editor of JupyterLab's, to read and to search. */
export function Editor(props: {
  editors: IEditorServices;
  text: string;
  name: string;
  mediaType: string;
  showsWhitespace: boolean;
  label: string;
}): JSX.Element {
  const { editors, label, mediaType, name, showsWhitespace, text } = props;
  const { onEditor } = useServices();
  const host = React.useRef<HTMLDivElement>(null);
  const shown = React.useRef<CodeEditor.IEditor>();
  React.useEffect(() => {
    if (!host.current) {
      return;
    }
    const byName = editors.mimeTypeService.getMimeTypeByFilePath(name);
    const model = new CodeEditor.Model({
      mimeType: byName === 'text/plain' ? mediaType : byName
    });
    const editor = editors.factoryService.newDocumentEditor({
      host: host.current,
      model,
      config: { readOnly: true, lineNumbers: true, lineWrap: true }
    });
    const content = editor.host.querySelector('.cm-content');
    content?.setAttribute('aria-label', label);
    shown.current = editor;
    onEditor?.(editor);
    return () => {
      onEditor?.(null);
      shown.current = undefined;
      editor.dispose();
      model.dispose();
    };
  }, [editors, label, mediaType, name, onEditor]);
  React.useEffect(() => {
    shown.current?.model.sharedModel.setSource(text);
    shown.current?.setCursorPosition({ line: 0, column: 0 });
  }, [editors, label, mediaType, name, onEditor, text]);
  React.useEffect(() => {
    shown.current?.setOption('highlightWhitespace', showsWhitespace);
  }, [editors, label, mediaType, name, onEditor, showsWhitespace]);
  return (
    <div
      ref={host}
      className="jp-Cellkeep-TextEditor"
      role="region"
      aria-label={label}
    />
  );
}
