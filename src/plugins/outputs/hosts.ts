/**
 * The places in the page where cells with outputs are: notebooks and consoles.
 */

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import type { ISessionContext } from '@jupyterlab/apputils';
import { type Cell, CodeCell } from '@jupyterlab/cells';
import { type ConsolePanel, IConsoleTracker } from '@jupyterlab/console';
import {
  INotebookTracker,
  NotebookActions,
  NotebookPanel
} from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import { Token } from '@lumino/coreutils';
import { type ISignal, Signal } from '@lumino/signaling';

import type { ICapturedCell } from '../../capture/outputs';
import type { ICellPlace } from '../../capture/cells';

/** A notebook or a console. */
export interface ICellHost {
  readonly widget: NotebookPanel | ConsolePanel;
  readonly sessionContext: ISessionContext;
  /** Path of the notebook as the server names it; undefined for a console. */
  readonly notebook: string | undefined;
}

/** An output in the page: where it is, and which it is. */
export interface ILocatedOutput {
  readonly host: ICellHost;
  readonly cell: CodeCell;
  readonly index: number;
}

/** Every notebook and console that is open. */
export class CellHosts {
  /**
   * @param contents - Knows the drive in a path, such as 'RTC:analysis.ipynb'.
   */
  constructor(
    notebooks: INotebookTracker | null,
    consoles: IConsoleTracker | null,
    contents: Contents.IManager
  ) {
    this._notebooks = notebooks;
    this._consoles = consoles;
    this._contents = contents;
    const onAdded = (_: unknown, widget: NotebookPanel | ConsolePanel) =>
      this._added.emit(this._hostOf(widget));
    notebooks?.widgetAdded.connect(onAdded);
    consoles?.widgetAdded.connect(onAdded);
  }

  /** Fires for each notebook or console that opens. */
  get added(): ISignal<this, ICellHost> {
    return this._added;
  }

  /** All that are open now. */
  all(): ICellHost[] {
    const hosts: ICellHost[] = [];
    this._notebooks?.forEach(panel => hosts.push(this._hostOf(panel)));
    this._consoles?.forEach(panel => hosts.push(this._hostOf(panel)));
    return hosts;
  }

  /** The one that a person works in: the console they type in, else the active notebook. */
  active(): ICellHost | undefined {
    const notebook = this._notebooks?.currentWidget;
    const codeConsole = this._consoles?.currentWidget;
    const panel = codeConsole?.node.contains(document.activeElement)
      ? codeConsole
      : (notebook ?? codeConsole);
    return panel ? this._hostOf(panel) : undefined;
  }

  /** The active cell of the active host. */
  activeCell(): { host: ICellHost; cell: Cell } | undefined {
    const host = this.active();
    if (!host) {
      return undefined;
    }
    const cell =
      host.widget instanceof NotebookPanel
        ? host.widget.content.activeCell
        : codeCellsOf(host).at(-1);
    return cell ? { host, cell } : undefined;
  }

  /** The output that a node of the page belongs to. */
  locate(node: Node): ILocatedOutput | undefined {
    const element = node instanceof Element ? node : node.parentElement;
    const child = element?.closest('.jp-OutputArea-child');
    const found = child && this.cellAt(child);
    if (!found) {
      return undefined;
    }
    const index = outputIndexOf(found.cell, child);
    return index >= 0 ? { ...found, index } : undefined;
  }

  /** The code cell that a node of the page belongs to. */
  cellAt(node: Node): { host: ICellHost; cell: CodeCell } | undefined {
    const element = node instanceof Element ? node : node.parentElement;
    const cellNode = element?.closest('.jp-CodeCell');
    const host =
      cellNode &&
      this.all().find(({ widget }) => widget.node.contains(cellNode));
    const cell =
      host && codeCellsOf(host).find(({ node }) => node === cellNode);
    return host && cell ? { host, cell } : undefined;
  }

  /** Where a cell of the page is. */
  of(cell: Cell): { host: ICellHost; cell: CodeCell } | undefined {
    for (const host of this.all()) {
      // A cell that is scrolled away is not on the page.
      const code = codeCellsOf(host).find(one => one === cell);
      if (code) {
        return { host, cell: code };
      }
    }
    return undefined;
  }

  /**
   * A cell by its id, in the notebook of a path, else in the one that a person works in. An id
   * alone says too little: a notebook's duplicate has the same.
   */
  find(
    cellId: string,
    path?: string
  ): { host: ICellHost; cell: CodeCell } | undefined {
    const active = this.active();
    const host =
      path === undefined || active?.notebook === path
        ? active
        : this.all().find(({ notebook }) => notebook === path);
    const cell = host && cellIn(host, cellId);
    return cell && { host, cell };
  }

  private _hostOf(widget: NotebookPanel | ConsolePanel): ICellHost {
    if (widget instanceof NotebookPanel) {
      const { sessionContext, context } = widget;
      const contents = this._contents;
      return {
        widget,
        sessionContext,
        // It may be renamed at any time.
        get notebook() {
          return contents.localPath(context.path);
        }
      };
    }
    const { sessionContext } = widget.console;
    return { widget, sessionContext, notebook: undefined };
  }

  private readonly _notebooks: INotebookTracker | null;
  private readonly _consoles: IConsoleTracker | null;
  private readonly _contents: Contents.IManager;
  private readonly _added = new Signal<this, ICellHost>(this);
}

/** Only for the plugins of this extension. */
export const ICellHosts = new Token<CellHosts>(
  'cellkeep:ICellHosts',
  'The notebooks and consoles that are open.'
);

export const hostsPlugin: JupyterFrontEndPlugin<CellHosts> = {
  id: 'cellkeep:hosts',
  description: 'Finds cells and outputs in notebooks and consoles.',
  autoStart: true,
  optional: [INotebookTracker, IConsoleTracker],
  provides: ICellHosts,
  activate: (
    app: JupyterFrontEnd,
    notebooks: INotebookTracker | null,
    consoles: IConsoleTracker | null
  ) => new CellHosts(notebooks, consoles, app.serviceManager.contents)
};

/** The cells of a host, in order. */
export function cellsOf(host: ICellHost): Cell[] {
  return host.widget instanceof NotebookPanel
    ? [...host.widget.content.widgets]
    : Array.from(host.widget.console.cells);
}

/** Give the keyboard to a cell, so that the next key is its: to the prompt in a console. */
export function focusCell({ widget }: ICellHost, cell: Cell): void {
  if (widget instanceof NotebookPanel) {
    const { content } = widget;
    content.activeCellIndex = content.widgets.indexOf(cell);
    content.mode = 'command';
    void NotebookActions.focusActiveCell(content, {
      waitUntilReady: false,
      preventScroll: true
    });
  } else {
    widget.console.promptCell?.editor?.focus();
  }
}

/** The code cells of a host, in order. */
export function codeCellsOf(host: ICellHost): CodeCell[] {
  return cellsOf(host).filter(cell => cell instanceof CodeCell);
}

/** The cell of a host that has an id. */
export function cellIn(host: ICellHost, cellId: string): CodeCell | undefined {
  return codeCellsOf(host).find(({ model }) => model.id === cellId);
}

/**
 * The index of an output by its node, or -1 for what only looks like one: the line that says
 * that more outputs are hidden, or a waiting `input()`.
 */
export function outputIndexOf(cell: CodeCell, child: Element): number {
  const { widgets, model, maxNumberOutputs } = cell.outputArea;
  const index = widgets.findIndex(({ node }) => node === child);
  return index < Math.min(model.length, maxNumberOutputs) ? index : -1;
}

/**
 * The id of the kernel that a host has, or is about to have: a notebook that has just been opened
 * asks the server for it, and what is saved meanwhile belongs to the kernel's run too.
 */
export async function kernelIdOf({
  sessionContext
}: ICellHost): Promise<string | undefined> {
  const idNow = () => sessionContext.session?.kernel?.id;
  // Where a person has yet to choose a kernel, or wants none, there is nothing to wait for.
  if (
    idNow() ||
    sessionContext.isReady ||
    sessionContext.isDisposed ||
    sessionContext.kernelPreference.shouldStart === false
  ) {
    return idNow();
  }
  await new Promise<void>(resolve => {
    const end = () => {
      clearTimeout(timer);
      sessionContext.kernelChanged.disconnect(onKernel);
      sessionContext.disposed.disconnect(end);
      resolve();
    };
    const onKernel = (_: unknown, { newValue }: { newValue: unknown }) => {
      // It is told of a null too, when a kernel begins to start.
      if (newValue) {
        end();
      }
    };
    const timer = setTimeout(end, KERNEL_MS);
    sessionContext.kernelChanged.connect(onKernel);
    sessionContext.disposed.connect(end);
    void sessionContext.ready.then(end);
  });
  return idNow();
}

/** How long a save waits to know its notebook's kernel. */
const KERNEL_MS = 20_000;

/** What the JSON of a cell does not say of it. */
export async function placeOf(host: ICellHost): Promise<ICellPlace> {
  return {
    notebook: host.notebook,
    kernelId: await kernelIdOf(host),
    language: await languageOf(host)
  };
}

/** A cell of the page in the form that outputs are saved from. */
export async function captureLiveCell(
  host: ICellHost,
  cell: CodeCell
): Promise<ICapturedCell> {
  // Before anything is awaited: the cell may be run again at any moment.
  const captured: ICapturedCell = {
    outputs: cell.model.outputs.toJSON(),
    source: cell.model.sharedModel.getSource(),
    cellId: cell.model.id,
    executionCount: cell.model.executionCount
  };
  return { ...captured, ...(await placeOf(host)) };
}

/** 'python 3.11.7': from the notebook, where the kernel wrote it, else from the kernel. */
async function languageOf(host: ICellHost): Promise<string | undefined> {
  if (host.widget instanceof NotebookPanel) {
    const info = host.widget.content.model?.getMetadata('language_info') as
      { name?: string; version?: string } | undefined;
    if (info?.name) {
      return nameOf(info);
    }
  }
  const kernel = host.sessionContext.session?.kernel;
  if (!kernel) {
    return undefined;
  }
  // A busy kernel answers only after its cell, and a save does not wait for that.
  const patience = new Promise<undefined>(resolve =>
    setTimeout(() => resolve(undefined), 500)
  );
  const info = await Promise.race([kernel.info, patience]);
  return info && nameOf(info.language_info);
}

/** Not every kernel tells its version, such as that of bash. */
function nameOf({ name, version }: { name?: string; version?: string }) {
  return version ? `${name} ${version}` : name;
}
