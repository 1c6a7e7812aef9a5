import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { MainAreaWidget } from '@jupyterlab/apputils';
import type { CodeEditor } from '@jupyterlab/codeeditor';
import { EditorSearchProvider } from '@jupyterlab/codemirror';
import {
  type IFilters,
  type ISearchProvider,
  ISearchProviderRegistry
} from '@jupyterlab/documentsearch';
import type { Widget } from '@lumino/widgets';

import { ArtifactDocument } from './artifactDocument';

/** JupyterLab's own search, in the text that a tab shows. */
class TextSearch extends EditorSearchProvider implements ISearchProvider {
  constructor(
    private readonly _document: ArtifactDocument,
    editor: CodeEditor.IEditor
  ) {
    super();
    this._model = editor.model;
  }

  readonly isReadOnly = true;

  getInitialQuery(): string {
    const { editor } = this;
    if (!editor) {
      return '';
    }
    const { end, start } = editor.getSelection();
    return editor.model.sharedModel
      .getSource()
      .slice(editor.getOffsetAt(start), editor.getOffsetAt(end));
  }

  override async startQuery(
    query: RegExp | null,
    filters?: IFilters
  ): Promise<void> {
    await super.startQuery(query, filters);
    // The first one is shown while a person still types.
    await this.highlightNext(true, { from: 'selection-start' });
  }

  protected override get editor(): CodeEditor.IEditor | null {
    return this._document.editor;
  }

  protected override get model(): CodeEditor.IModel {
    return this._model;
  }

  private readonly _model: CodeEditor.IModel;
}

export const searchPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:search',
  description: 'Finds words in artifacts that are text.',
  autoStart: true,
  optional: [ISearchProviderRegistry],
  activate: (_: JupyterFrontEnd, registry: ISearchProviderRegistry | null) => {
    registry?.add('cellkeep-text', {
      isApplicable: (widget: Widget): widget is Widget =>
        editorIn(widget) !== undefined,
      createNew: widget => {
        const found = editorIn(widget);
        if (!found) {
          throw new Error('There is no text to search.');
        }
        return new TextSearch(...found);
      }
    });
  }
};

/** The document in a tab and the editor that shows it; undefined where that is no text. */
function editorIn(
  widget: Widget
): readonly [ArtifactDocument, CodeEditor.IEditor] | undefined {
  const content: unknown =
    widget instanceof MainAreaWidget ? widget.content : undefined;
  return content instanceof ArtifactDocument && content.editor
    ? [content, content.editor]
    : undefined;
}
