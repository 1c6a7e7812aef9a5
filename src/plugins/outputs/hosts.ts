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
import { type IOutputAreaModel, OutputArea } from '@jupyterlab/outputarea';
import type { Contents } from '@jupyterlab/services';
import { Token } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';

/** A notebook or a console. */
export interface ICellHost {
  readonly widget: NotebookPanel | ConsolePanel;
  readonly sessionContext: ISessionContext;
  /** Path of the notebook as the server names it; undefined for a console. */
  readonly notebook: string | undefined;
  /** Reads a picture by its path from the notebook, as base64. */
  readonly readPicture?: (path: string) => Promise<string | undefined>;
}

/** An output in the page: where it is, and which it is. */
export interface ILocatedOutput {
  readonly host: ICellHost;
  readonly cell: CodeCell;
  /** Which of its area's outputs. */
  readonly index: number;
  /** Where it is shown inside a widget, such as `Output` or `interact`; else by the cell itself. */
  readonly inner?: OutputArea;
}

/** Every notebook and console that is open. */
export class CellHosts {
  /**
   * @param _contents - Knows the drive in a path, such as 'RTC:analysis.ipynb'.
   */
  constructor(
    private readonly _notebooks: INotebookTracker | null,
    private readonly _consoles: IConsoleTracker | null,
    private readonly _contents: Contents.IManager
  ) {
    const onAdded = (_: unknown, widget: NotebookPanel | ConsolePanel) =>
      this.added.emit(this._hostOf(widget));
    _notebooks?.widgetAdded.connect(onAdded);
    _consoles?.widgetAdded.connect(onAdded);
  }

  /** Fires for each notebook or console that opens. */
  readonly added = new Signal<this, ICellHost>(this);

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
    const inner = innerArea(found.cell.outputArea, child);
    const index = outputIndexOf(inner ?? found.cell.outputArea, child);
    return index >= 0
      ? { ...found, index, ...(inner && { inner }) }
      : undefined;
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
        },
        readPicture: async path => {
          // From the notebook, as if it were a folder.
          const at = contents.resolvePath(context.path, `../${path}`);
          const file = await contents
            .get(at, { type: 'file', format: 'base64', content: true })
            .catch(() => undefined);
          return typeof file?.content === 'string' ? file.content : undefined;
        }
      };
    }
    const { sessionContext } = widget.console;
    return { widget, sessionContext, notebook: undefined };
  }
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
export function outputIndexOf(
  { widgets, model, maxNumberOutputs }: OutputArea,
  child: Element
): number {
  const index = widgets.findIndex(({ node }) => node === child);
  return index < Math.min(model.length, maxNumberOutputs) ? index : -1;
}

/** The outputs that one is among. */
export function outputsAround({
  cell,
  inner
}: Pick<ILocatedOutput, 'cell' | 'inner'>): IOutputAreaModel {
  return inner?.model ?? cell.model.outputs;
}

/** The innermost output area in which a widget such as `Output` shows an output. */
function innerArea(outer: OutputArea, child: Element): OutputArea | undefined {
  let found: OutputArea | undefined;
  const waiting: Widget[] = [...outer.widgets];
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    if (one.node !== child && one.node.contains(child)) {
      found = one instanceof OutputArea ? one : found;
      waiting.push(...one.children());
    }
  }
  return found;
}
