import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import { Throttler } from '@lumino/polling';
import * as React from 'react';

import { type IPiece, type SizesBy, StorageModel } from '../../model/storage';
import type { ICellkeep } from '../../tokens';
import type { IArtifactFilter } from '../../transport/queries';
import { StorageView } from '../../ui/storage/StorageView';
import { CommandIDs } from '../application/commandIds';
import { TabDocument } from '../application/tabDocument';
import { useSnapshot } from '../application/useSnapshot';

/** What changes while saves go on is measured so often. */
const MEASURE_MS = 3000;

/** What the document works with. */
export interface IStorageDocumentOptions {
  readonly cellkeep: ICellkeep;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
  readonly by?: SizesBy;
  /** Shows a part of the store in the sidebar. */
  readonly onShow: (piece: IPiece, by: SizesBy) => void;
  readonly onByChanged: () => void;
}

/** What takes how much room, and the trash, in one tab. */
export class StorageDocument extends TabDocument {
  constructor(private readonly _options: IStorageDocumentOptions) {
    super();
    const { api, catalog } = _options.cellkeep;
    this._model = new StorageModel(api, _options.by);
    catalog.stateChanged.connect(this._onChange, this);
  }

  get by(): SizesBy {
    return this._model.snapshot.by;
  }

  override dispose(): void {
    this._measure.dispose();
    this._model.dispose();
    super.dispose();
  }

  /** What happened while another tab was in front was not measured. */
  protected override looked(): void {
    this._onChange();
  }

  protected override render(): JSX.Element {
    const { commands, onByChanged, onShow, trans } = this._options;
    const run = async (command: string, args = {}): Promise<void> => {
      await commands.execute(command, args);
      await this._model.refresh();
    };
    return (
      <Connected
        model={this._model}
        trans={trans}
        commands={commands}
        run={(command, args) => void run(command, args)}
        onShow={piece => onShow(piece, this.by)}
        onBy={by => {
          this._model.setBy(by);
          onByChanged();
        }}
      />
    );
  }

  private _onChange(): void {
    if (this.isVisible) {
      void this._measure.invoke();
    }
  }

  private readonly _model: StorageModel;
  private readonly _measure = new Throttler(
    () => this._model.refresh(),
    MEASURE_MS
  );
}

function Connected(props: {
  model: StorageModel;
  trans: TranslationBundle;
  commands: CommandRegistry;
  run: (command: string, args?: object) => void;
  onShow: (piece: IPiece) => void;
  onBy: (by: SizesBy) => void;
}): JSX.Element {
  const { commands, model, onShow, run, trans } = props;
  const snapshot = useSnapshot(model);
  const { by } = snapshot;
  // What is left of the store is shown after the command has run: not by `actionOf`.
  const on = (command: string, argsOf: (piece: IPiece) => object) =>
    commands.isVisible(command)
      ? (piece: IPiece) => run(command, argsOf(piece))
      : undefined;
  return (
    <StorageView
      snapshot={snapshot}
      trans={trans}
      onBy={props.onBy}
      onRetry={() => void model.refresh()}
      onShow={commands.isVisible(CommandIDs.showSidebar) ? onShow : undefined}
      onExport={on(CommandIDs.exportArchive, piece => ({
        filter: filterOfPiece(piece, by)
      }))}
      onDelete={
        by === 'run'
          ? on(CommandIDs.deleteRun, ({ key }) => ({ runId: key }))
          : on(CommandIDs.deleteFound, piece => ({
              filter: filterOfPiece(piece, by)
            }))
      }
      onRetention={on(CommandIDs.runSettings, ({ key }) => ({ runId: key }))}
      onCleanUp={() => run(CommandIDs.cleanUp)}
      onLimit={
        commands.isEnabled(CommandIDs.openSettings)
          ? () => run(CommandIDs.openSettings)
          : undefined
      }
      trash={{
        onLoadMore: () => void model.moreTrash(),
        onRestore: ids => run(CommandIDs.restore, { artifactIds: ids }),
        onPurge: ids =>
          run(CommandIDs.emptyTrash, ids ? { artifactIds: ids } : {})
      }}
    />
  );
}

function filterOfPiece({ key = '' }: IPiece, by: SizesBy): IArtifactFilter {
  return by === 'run' ? { run: key } : { kind: [key] };
}
