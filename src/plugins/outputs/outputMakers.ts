/**
 * Which process of a kernel made each output that this page shows.
 *
 * A notebook's file cannot say it, since two equal runs give equal files. So the page remembers what
 * it saw executed, and the browser what the page saw. Of any other output the process that the kernel
 * has now is taken for the maker.
 */

import type { CodeCell } from '@jupyterlab/cells';
import { NotebookActions, NotebookPanel } from '@jupyterlab/notebook';
import type { IOutputModel } from '@jupyterlab/rendermime';
import type { Event } from '@jupyterlab/services';

import type { ICellkeep } from '../../tokens';
import { Disposable } from '../../transport/disposable';
import { BrowserNotes } from './browserNotes';
import { codeCellsOf, type CellHosts, type ICellHost } from './hosts';

/** Jupyter Server's own events of files that are renamed or moved, by whichever page or program. */
const CONTENTS_SCHEMA =
  'https://events.jupyter.org/jupyter_server/contents_service/v1';

/** Remembers makers for as long as the outputs live, and in the browser's storage. */
export class OutputMakers extends Disposable {
  constructor(
    private readonly _cellkeep: Pick<ICellkeep, 'processOf'>,
    private readonly _hosts: CellHosts,
    serverUrl: string,
    events: Pick<Event.IManager, 'stream'>
  ) {
    super();
    events.stream.connect(this._onEvent, this);
    this._notes = new BrowserNotes('makers', serverUrl);
    NotebookActions.executed.connect(this._onExecuted, this);
    _hosts.all().forEach(host => this._recall(host));
    _hosts.added.connect((_, host) => this._recall(host), this);
  }

  /** The process that made an output, by its id; undefined where nobody can know. */
  of(host: ICellHost, output: IOutputModel): string | undefined {
    return this._makers.get(output) ?? this.now(host);
  }

  /** The process that the host's kernel has now. */
  now({ sessionContext }: ICellHost): string | undefined {
    const kernelId = sessionContext.session?.kernel?.id;
    return kernelId === undefined
      ? undefined
      : this._cellkeep.processOf(kernelId);
  }

  /** The outputs that a notebook opens with. */
  private _recall(host: ICellHost): void {
    const { widget } = host;
    if (!(widget instanceof NotebookPanel)) {
      return;
    }
    widget.context.pathChanged.connect(() => this._noteAll(host), this);
    void widget.context.ready.then(() => {
      if (widget.isDisposed || host.notebook === undefined) {
        return;
      }
      for (const cell of codeCellsOf(host)) {
        const maker = this._notes.get(keyOf(host.notebook, cell.model.id));
        if (maker !== undefined) {
          this._remember(cell, maker);
        }
      }
    });
  }

  /** The notebook has another path. */
  private _noteAll(host: ICellHost): void {
    for (const { model } of codeCellsOf(host)) {
      const maker =
        model.outputs.length > 0 && this._makers.get(model.outputs.get(0));
      if (maker && host.notebook !== undefined) {
        this._notes.set(keyOf(host.notebook, model.id), maker);
      }
    }
  }

  /** A notebook that is not open here may have another path, or its folder. */
  private _onEvent(_: unknown, event: Event.Emission): void {
    const { schema_id: schema, action, source_path: from, path: to } = event;
    if (
      schema !== CONTENTS_SCHEMA ||
      action !== 'rename' ||
      typeof from !== 'string' ||
      typeof to !== 'string'
    ) {
      return;
    }
    const [before, after] = [withoutSlashes(from), withoutSlashes(to)];
    this._notes.rename(key => {
      const end = key.lastIndexOf(' ');
      const notebook = key.slice(0, end);
      return notebook === before || notebook.startsWith(`${before}/`)
        ? after + key.slice(before.length)
        : undefined;
    });
  }

  private _onExecuted(
    _: unknown,
    { notebook, cell }: { notebook: unknown; cell: { model: { id: string } } }
  ): void {
    const host = this._hosts
      .all()
      .find(({ widget }) => widget.content === notebook);
    const code =
      host && codeCellsOf(host).find(({ model }) => model === cell.model);
    const maker = host && this.now(host);
    if (!code || host.notebook === undefined) {
      return;
    }
    if (maker !== undefined) {
      this._remember(code, maker);
    }
    this._notes.set(keyOf(host.notebook, code.model.id), maker);
  }

  private _remember({ model }: CodeCell, maker: string): void {
    for (let index = 0; index < model.outputs.length; index++) {
      const output = model.outputs.get(index);
      if (!this._makers.has(output)) {
        this._makers.set(output, maker);
      }
    }
  }

  private readonly _notes: BrowserNotes<string>;
  private readonly _makers = new WeakMap<IOutputModel, string>();
}

function keyOf(notebook: string, cellId: string): string {
  return `${notebook} ${cellId}`;
}

function withoutSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}
