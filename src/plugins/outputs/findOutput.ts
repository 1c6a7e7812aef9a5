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

/** The output of the context menu, of the arguments, or the active cell's last one. */
export function findOutput(
  args: ReadonlyPartialJSONObject,
  app: JupyterFrontEnd,
  hosts: CellHosts
): ILocatedOutput | undefined {
  return args['fromMenu']
    ? outputOfMenu(app, hosts)
    : args['cellId']
      ? outputOfArgs(args, hosts)
      : lastOutput(hosts);
}

/** Arguments of a command on one output. */
export function outputArgs(trans: TranslationBundle): ReadonlyJSONObject {
  return {
    type: 'object',
    properties: {
      cellId: { type: 'string', description: trans.__('Id of the cell') },
      outputIndex: {
        type: 'integer',
        minimum: 0,
        description: trans.__('Which of its outputs, from 0')
      },
      fromMenu: {
        type: 'boolean',
        description: trans.__('Take the output of the context menu')
      }
    }
  };
}

function outputOfArgs(
  args: ReadonlyPartialJSONObject,
  hosts: CellHosts
): ILocatedOutput | undefined {
  const { cellId, outputIndex } = args;
  if (typeof cellId !== 'string') {
    return undefined;
  }
  const found = hosts.find(cellId);
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
  const found = active && hosts.find(active.cell.model.id);
  const count = found?.cell.model.outputs.length ?? 0;
  return found && count > 0 ? { ...found, index: count - 1 } : undefined;
}
