/**
 * The source of each cell as it was executed: what made its outputs, not what was typed since.
 */

import type { CodeCell } from '@jupyterlab/cells';
import { NotebookActions, NotebookPanel } from '@jupyterlab/notebook';

import { Disposable } from '../../transport/disposable';
import { codeCellsOf, type CellHosts, type ICellHost } from './hosts';

/** Remembers sources for as long as the cells' models live. */
export class ExecutedSources extends Disposable {
  constructor(hosts: CellHosts) {
    super();
    NotebookActions.executionScheduled.connect(this._onScheduled, this);
    hosts.all().forEach(host => this._learn(host));
    hosts.added.connect((_, host) => this._learn(host), this);
  }

  /** The source that made the cell's outputs, as far as this page can know. */
  of(cell: CodeCell): string {
    const { model } = cell;
    return (
      (model.isDirty ? this._sources.get(model) : undefined) ??
      model.sharedModel.getSource()
    );
  }

  /** A notebook opens with the sources that it was saved with. */
  private _learn(host: ICellHost): void {
    const { widget } = host;
    if (widget instanceof NotebookPanel) {
      void widget.context.ready.then(() => {
        if (!widget.isDisposed) {
          codeCellsOf(host).forEach(cell => this._remember(cell.model));
        }
      });
    }
  }

  private _onScheduled(
    _: unknown,
    { cell }: { cell: { model: { type: string } } }
  ): void {
    if (cell.model.type === 'code') {
      this._remember(cell.model as CodeCell['model']);
    }
  }

  private _remember(model: CodeCell['model']): void {
    this._sources.set(model, model.sharedModel.getSource());
  }

  private readonly _sources = new WeakMap<CodeCell['model'], string>();
}
