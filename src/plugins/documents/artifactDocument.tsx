import { ReactWidget } from '@jupyterlab/apputils';
import type { CodeEditor } from '@jupyterlab/codeeditor';
import type { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import * as React from 'react';

import { HistoryModel } from '../../model/history';
import type { Artifact, StorePlace } from '../../protocol/generated';
import type { IViewerRegistry } from '../../tokens';
import { type IFinder, ViewerServices } from '../../viewers/frame/services';
import { formatSaid, WORKED } from '../../viewers/sniff';
import { Work } from '../../viewers/work/client';
import { DocumentView, type ISavedDocument } from './documentView';
import { LiveArtifact } from './liveArtifact';
import { type IDocumentParts, viewerServices } from './viewerServices';

/** JupyterLab's own mark of what Ctrl+F searches. */
const SEARCHABLE = 'jp-mod-searchable';
const FIND = 'documentsearch:start';

/** What a document is opened with. */
export interface IArtifactDocumentOptions extends IDocumentParts {
  readonly artifact: Artifact;
  readonly viewers: IViewerRegistry;
  readonly commands: CommandRegistry;
  /** As `saved` gave it, of a document that was open before. */
  readonly saved?: ISavedDocument;
}

/** One artifact in a tab, by the viewer that fits it best or that a person chose. */
export class ArtifactDocument extends ReactWidget {
  constructor(private readonly _options: IArtifactDocumentOptions) {
    super();
    this.addClass('jp-Cellkeep-Document');
    this._artifact = _options.artifact;
    const { cellkeep } = _options.services;
    this._history = new HistoryModel(cellkeep);
    this._live = new LiveArtifact(cellkeep, _options.artifact, true);
    this._live.changed.connect(() => this._save(this._saved, true));
    this._saved = _options.saved ?? {};
    // Commands are about the store that is shown: that of the document which a person works in.
    for (const type of ['pointerdown', 'focusin']) {
      this.node.addEventListener(type, () => {
        if (this.place !== undefined) {
          _options.services.cellkeep.show(this.place);
        }
      });
    }
    if (WORKED.has(formatSaid(_options.artifact))) {
      // It loads while the first bytes are on their way.
      this._work.warm();
    }
    this._services = viewerServices(_options, this._work, {
      onEditor: editor => {
        this._editor = editor;
        this._markSearchable();
      },
      onFinder: finder => {
        this._finder = finder;
        this._markSearchable();
      },
      startFind: () => {
        const { commands } = _options;
        if (this.isVisible && commands.hasCommand(FIND)) {
          void commands.execute(FIND);
        }
      },
      show: artifact => this.showOther(artifact),
      showWith: viewer =>
        this._save({ ...this._saved, viewer, state: {} }, true)
    });
  }

  /** The artifact as it is called now. */
  get artifact(): Artifact {
    return this._live.artifact;
  }

  /** The store that it is in, of two. */
  get place(): StorePlace | undefined {
    return this._options.services.cellkeep.place;
  }

  /** The editor that shows it, where it is text. */
  get editor(): CodeEditor.IEditor | null {
    return this._editor;
  }

  /** What finds words in it, where it is no text but has some. */
  get finder(): IFinder | null {
    return this._finder;
  }

  get saved(): ISavedDocument {
    return this._saved;
  }

  /** Emitted when there is something else to keep, or another artifact. */
  readonly changed = new Signal<this, void>(this);

  override dispose(): void {
    this._history.dispose();
    this._live.dispose();
    this._work.dispose();
    super.dispose();
  }

  /** Shows another artifact in this tab; `show` is what Lumino's widgets call being visible. */
  showOther(artifact: Artifact): void {
    this._artifact = artifact;
    this._saved = { ...this._saved, state: {} };
    this._live.show(artifact);
  }

  protected override render(): JSX.Element {
    const { commands, viewers, services } = this._options;
    return (
      <ViewerServices.Provider value={this._services}>
        <DocumentView
          key={this._artifact.id}
          artifact={this._artifact}
          live={this._live}
          history={this._history}
          saved={this._saved}
          viewers={viewers}
          services={services}
          commands={commands}
          onSave={(saved, isAnother) => this._save(saved, isAnother)}
          onShow={version => this.showOther(version)}
        />
      </ViewerServices.Provider>
    );
  }

  private _markSearchable(): void {
    // JupyterLab asks whether a tab can be searched only when one comes to the front.
    this.parent?.toggleClass(SEARCHABLE, !!(this._editor ?? this._finder));
  }

  private _save(saved: ISavedDocument, draws: boolean): void {
    this._saved = saved;
    this.changed.emit();
    if (draws) {
      this.update();
    }
  }
  private readonly _work = new Work();
  private readonly _services;
  private readonly _history: HistoryModel;
  private readonly _live: LiveArtifact;
  private _editor: CodeEditor.IEditor | null = null;
  private _finder: IFinder | null = null;
  private _artifact: Artifact;
  private _saved: ISavedDocument;
}
