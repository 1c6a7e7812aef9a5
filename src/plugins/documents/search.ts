import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { MainAreaWidget } from '@jupyterlab/apputils';
import type { CodeEditor } from '@jupyterlab/codeeditor';
import { EditorSearchProvider } from '@jupyterlab/codemirror';
import {
  type IFilters,
  type ISearchMatch,
  type ISearchProvider,
  ISearchProviderRegistry,
  SearchProvider
} from '@jupyterlab/documentsearch';
import type { Widget } from '@lumino/widgets';

import type { IFinder } from '../../viewers/frame/services';
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

/** The same, in what a viewer draws by itself. */
class DrawnSearch extends SearchProvider {
  constructor(
    widget: Widget,
    private readonly _finder: IFinder
  ) {
    super(widget);
  }

  readonly isReadOnly = true;

  override get currentMatchIndex(): number | null {
    return this._finder.at;
  }

  override get matchesCount(): number | null {
    return this._finder.count;
  }

  startQuery(query: RegExp): Promise<void> {
    return this._finder.find(query);
  }

  endQuery(): Promise<void> {
    return this._finder.find(null);
  }

  clearHighlight(): Promise<void> {
    return this.endQuery();
  }

  async highlightNext(): Promise<ISearchMatch | undefined> {
    await this._finder.step(1);
    return undefined;
  }

  async highlightPrevious(): Promise<ISearchMatch | undefined> {
    await this._finder.step(-1);
    return undefined;
  }

  replaceCurrentMatch(): Promise<boolean> {
    return Promise.resolve(false);
  }

  replaceAllMatches(): Promise<boolean> {
    return Promise.resolve(false);
  }
}

export const searchPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:search',
  description: 'Finds words in artifacts that are text or PDFs.',
  autoStart: true,
  optional: [ISearchProviderRegistry],
  activate: (_: JupyterFrontEnd, registry: ISearchProviderRegistry | null) => {
    registry?.add('cellkeep-text', {
      isApplicable: (widget: Widget): widget is Widget =>
        !!documentIn(widget)?.editor,
      createNew: widget => {
        const found = documentIn(widget);
        if (!found?.editor) {
          throw new Error('There is no text to search.');
        }
        return new TextSearch(found, found.editor);
      }
    });
    registry?.add('cellkeep-drawn', {
      isApplicable: (widget: Widget): widget is Widget =>
        !!documentIn(widget)?.finder,
      createNew: widget => {
        const finder = documentIn(widget)?.finder;
        if (!finder) {
          throw new Error('There is nothing to search.');
        }
        return new DrawnSearch(widget, finder);
      }
    });
  }
};

/** The document in a tab; undefined where the tab has something else. */
function documentIn(widget: Widget): ArtifactDocument | undefined {
  const content: unknown =
    widget instanceof MainAreaWidget ? widget.content : undefined;
  return content instanceof ArtifactDocument ? content : undefined;
}
