/**
 * Which output a command is about.
 */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  ReadonlyJSONObject,
  ReadonlyPartialJSONObject
} from '@lumino/coreutils';

import type { CellHosts, ILocatedOutput } from './hosts';

/** What the commands on one output have in common. */
export function outputCommand(
  app: JupyterFrontEnd,
  hosts: CellHosts,
  trans: TranslationBundle
) {
  /** The output of the context menu, of the arguments, or the active cell's last one. */
  const find = (args: ReadonlyPartialJSONObject) =>
    args['fromMenu']
      ? outputOfMenu(app, hosts)
      : args['cellId']
        ? outputOfArgs(args, hosts)
        : lastOutput(hosts);
  return {
    find,
    /** A command that does something with the output, where it is one that the command is for. */
    does: (
      action: (located: ILocatedOutput) => Promise<unknown>,
      isFor: (located: ILocatedOutput) => boolean = () => true
    ) => {
      const findFit = (args: ReadonlyPartialJSONObject) => {
        const located = find(args);
        return located && isFor(located) ? located : undefined;
      };
      return {
        args: outputArgs(trans),
        whyNot: trans.__('Go to a cell of a notebook with an output first'),
        isEnabled: (args: ReadonlyPartialJSONObject) =>
          findFit(args) !== undefined,
        execute: async (args: ReadonlyPartialJSONObject): Promise<void> => {
          const located = findFit(args);
          if (located) {
            await action(located);
          }
        }
      };
    }
  };
}

function outputArgs(trans: TranslationBundle): ReadonlyJSONObject {
  return {
    cellId: trans.__('Id of the cell'),
    path: trans.__('Path of its notebook; by default the active one'),
    outputIndex: {
      type: 'integer',
      minimum: 0,
      description: trans.__('Which of its outputs, from 0')
    },
    fromMenu: {
      type: 'boolean',
      description: trans.__('Take the output of the context menu')
    }
  };
}

function outputOfArgs(
  args: ReadonlyPartialJSONObject,
  hosts: CellHosts
): ILocatedOutput | undefined {
  const { cellId, outputIndex, path } = args;
  if (typeof cellId !== 'string') {
    return undefined;
  }
  const found = hosts.find(cellId, typeof path === 'string' ? path : undefined);
  const index = typeof outputIndex === 'number' ? outputIndex : 0;
  return found && index < found.cell.model.outputs.length
    ? { ...found, index }
    : undefined;
}

/**
 * The output on which the context menu was opened. Asked only for commands out of that menu:
 * JupyterLab remembers the place for ever.
 */
function outputOfMenu(
  app: JupyterFrontEnd,
  hosts: CellHosts
): ILocatedOutput | undefined {
  const node = app.contextMenuHitTest(({ classList }) =>
    classList.contains('jp-OutputArea-child')
  );
  return node?.isConnected ? hosts.locate(node) : undefined;
}

/** From the palette there is no output under the pointer: the active cell's last one is meant. */
function lastOutput(hosts: CellHosts): ILocatedOutput | undefined {
  const active = hosts.activeCell();
  const found = active && hosts.of(active.cell);
  const count = found?.cell.model.outputs.length ?? 0;
  return found && count > 0 ? { ...found, index: count - 1 } : undefined;
}
