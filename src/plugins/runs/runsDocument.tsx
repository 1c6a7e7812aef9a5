import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyJSONObject } from '@lumino/coreutils';
import { Throttler } from '@lumino/polling';
import * as React from 'react';

import { type IRunQuestion, RunTableModel } from '../../model/runTable';
import type { RunInfo } from '../../protocol/generated';
import { ViewerServices } from '../../viewers/frame/services';
import { Busy } from '../../viewers/frame/States';
import { Work } from '../../viewers/work/client';
import { CommandIDs } from '../application/commandIds';
import { actionOf } from '../application/commands';
import { TabDocument } from '../application/tabDocument';
import { useSnapshot } from '../application/useSnapshot';
import {
  type IDocumentParts,
  viewerServices
} from '../documents/viewerServices';

/** What changes while saves go on is asked for so often. */
const REFRESH_MS = 2000;

/** Not loaded before somebody opens the table. */
const RunsTable = React.lazy(async () => {
  const { RunsTable: view } = await import('../../viewers/runs/RunsTable');
  return { default: view };
});

/** What the document works with. */
export interface IRunsDocumentOptions {
  readonly parts: IDocumentParts;
  readonly commands: CommandRegistry;
  /** What a person set the last time. */
  readonly state: ReadonlyJSONObject;
  readonly onState: (state: ReadonlyJSONObject) => void;
  readonly onOpen: (info: RunInfo) => void;
}

/** The table of runs in a tab; it follows what is saved while it is looked at. */
export class RunsDocument extends TabDocument {
  constructor(private readonly _options: IRunsDocumentOptions) {
    super();
    const { cellkeep } = _options.parts.services;
    this._model = new RunTableModel(cellkeep.api.library);
    this._services = viewerServices(_options.parts, this._work, {
      show: () => undefined
    });
    cellkeep.library.changed.connect(this._onChange, this);
    cellkeep.library.missed.connect(this._onChange, this);
  }

  override dispose(): void {
    this._refresh.dispose();
    this._model.dispose();
    this._work.dispose();
    super.dispose();
  }

  /** What happened while another tab was in front was not asked for. */
  protected override looked(): void {
    this._onChange();
  }

  protected override onActivateRequest(): void {
    const grid = this.node.querySelector<HTMLElement>('[role=grid]');
    (grid ?? this.node).focus();
  }

  protected override render(): JSX.Element {
    return (
      <ViewerServices.Provider value={this._services}>
        <Connected {...this._options} model={this._model} />
      </ViewerServices.Provider>
    );
  }

  private _onChange(): void {
    if (this.isVisible) {
      void this._refresh.invoke();
    }
  }

  private readonly _model: RunTableModel;
  private readonly _work = new Work();
  private readonly _services;
  private readonly _refresh = new Throttler(
    () => this._model.refresh(),
    REFRESH_MS
  );
}

function Connected(
  props: IRunsDocumentOptions & { model: RunTableModel }
): JSX.Element {
  const { commands, model, parts } = props;
  const snapshot = useSnapshot(model);
  const ask = React.useCallback(
    (question: IRunQuestion) => model.ask(question),
    [model]
  );
  const look = React.useCallback(
    (places: readonly number[]) => model.look(places),
    [model]
  );
  return (
    <React.Suspense
      fallback={
        <Busy
          state={{ done: 0, total: 0 }}
          label={parts.services.trans.__('Loading the table…')}
        />
      }
    >
      <RunsTable
        snapshot={snapshot}
        state={props.state}
        onState={props.onState}
        onAsk={ask}
        onLook={look}
        onRead={places => model.read(places)}
        onRetry={() => model.refresh()}
        onOpen={props.onOpen}
        onCompare={actionOf(
          commands,
          CommandIDs.compareRuns,
          (runIds: readonly string[]) => ({ runIds: [...runIds] })
        )}
      />
    </React.Suspense>
  );
}
