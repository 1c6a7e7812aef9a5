/**
 * Asking for the state of widgets: the kernel where it has any, else what the notebook keeps.
 */

import { NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel, KernelMessage } from '@jupyterlab/services';
import type { JSONObject, JSONValue } from '@lumino/coreutils';

import {
  readWidgetState,
  WIDGET_STATE,
  type IWidgetModel,
  type IWidgetState
} from '../../capture/widgets';
import { bytesOf, toBase64 } from '../../protocol/bytes';
import type { ICellHost } from './hosts';

/** The comm on which ipywidgets 8 tells its state. */
const CONTROL = 'jupyter.widget.control';
/** A busy kernel without subshells answers only after its cell, and a save does not wait for that. */
const PATIENCE_MS = 2000;

/** What all widgets of a notebook or console hold now; undefined where nobody can tell. */
export async function widgetStateOf(
  host: ICellHost
): Promise<IWidgetState | undefined> {
  const kernel = host.sessionContext.session?.kernel;
  const live = kernel?.handleComms ? await askKernel(kernel) : undefined;
  if (live && Object.keys(live.state).length > 0) {
    return live;
  }
  if (host.widget instanceof NotebookPanel) {
    const widgets = host.widget.content.model?.getMetadata('widgets') as
      Readonly<Record<string, unknown>> | undefined;
    return readWidgetState(widgets?.[WIDGET_STATE]);
  }
  return undefined;
}

function askKernel(
  kernel: Kernel.IKernelConnection
): Promise<IWidgetState | undefined> {
  return new Promise(resolve => {
    const comm = kernel.createComm(CONTROL);
    const end = (state: IWidgetState | undefined) => {
      clearTimeout(timer);
      comm.onMsg = comm.onClose = () => undefined;
      if (!comm.isDisposed && !kernel.isDisposed) {
        comm.close();
      }
      comm.dispose();
      resolve(state);
    };
    const timer = setTimeout(() => end(undefined), PATIENCE_MS);
    comm.onMsg = message => end(readAnswer(message));
    // A kernel that knows no such comm closes it at once.
    comm.onClose = () => {
      clearTimeout(timer);
      resolve(undefined);
    };
    comm.open({}, { version: '1.0.0' });
    comm.send({ method: 'request_states' });
  });
}

function readAnswer(
  message: KernelMessage.ICommMsgMsg
): IWidgetState | undefined {
  const data = message.content.data as {
    method?: string;
    states?: { [id: string]: IWidgetModel };
    buffer_paths?: JSONValue[][];
  };
  if (data.method !== 'update_states' || !data.states) {
    return undefined;
  }
  const state = readWidgetState({
    version_major: 2,
    version_minor: 0,
    state: data.states
  });
  (data.buffer_paths ?? []).forEach((path, position) => {
    const buffer = message.buffers?.[position];
    const model = state?.state[path[0] as string];
    if (model && buffer) {
      addBuffer(model, path.slice(1), bytesOf(buffer));
    }
  });
  return state;
}

/** Binary parts of a state, in the form in which notebooks keep them. */
function addBuffer(
  model: IWidgetModel,
  path: JSONValue[],
  bytes: Uint8Array
): void {
  const buffers = (model['buffers'] ??= []) as JSONObject[];
  buffers.push({
    path: path[0] === 'state' ? path.slice(1) : path,
    encoding: 'base64',
    data: toBase64(bytes)
  });
}
