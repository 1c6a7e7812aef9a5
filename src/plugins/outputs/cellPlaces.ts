/**
 * Where a cell of the page stands: its notebook, kernel and language.
 */

import type { CodeCell } from '@jupyterlab/cells';
import { NotebookPanel } from '@jupyterlab/notebook';
import type { Widget } from '@lumino/widgets';

import type { ICellPlace } from '../../capture/cells';
import type { ICapturedCell } from '../../capture/outputs';
import { outputsAround, type ICellHost, type ILocatedOutput } from './hosts';

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
    language: await languageOf(host),
    readPicture: host.readPicture
  };
}

/** A cell of the page in the form that outputs are saved from. */
export async function captureLiveCell(
  located: ILocatedOutput
): Promise<ICapturedCell> {
  const { host, cell, inner } = located;
  // Before anything is awaited: the cell may be run again at any moment.
  const captured: ICapturedCell = {
    outputs: outputsAround(located).toJSON(),
    ...(inner && { within: outputIndexAt(cell, inner) }),
    source: cell.model.sharedModel.getSource(),
    cellId: cell.model.id,
    executionCount: cell.model.executionCount
  };
  return { ...captured, ...(await placeOf(host)) };
}

/** Which of a cell's outputs something is in. */
function outputIndexAt(
  { outputArea }: CodeCell,
  { node }: Widget
): number | undefined {
  const index = outputArea.widgets.findIndex(one => one.node.contains(node));
  return index >= 0 ? index : undefined;
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
