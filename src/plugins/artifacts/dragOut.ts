/**
 * Dragging stored artifacts out of the sidebar: dropped in a notebook or an editor they become
 * the code that loads them.
 */

import type * as nbformat from '@jupyterlab/nbformat';
import { MimeData } from '@lumino/coreutils';
import { Drag } from '@lumino/dragdrop';

import { ARTIFACTS_MIME, CELLS_MIME, RUN_MIME } from '../../capture/drag';
import type { Artifact, Run } from '../../protocol/generated';
import type { DraggedOut } from '../../ui/props';
import { downloadOf } from './download';
import { loadCode, loadExpression, variableName } from './loadCode';

/**
 * Fill a drag that leaves the page: on the desktop it becomes a download, in an editor the code
 * that loads the artifact.
 *
 * @param url - Absolute address of the bytes.
 */
export function fillNativeDrag(
  artifact: Artifact,
  url: string,
  transfer: DataTransfer
): void {
  const file = downloadOf(artifact, url);
  // A colon would end the name.
  const name = file.name.replace(/[:/\\]/g, '_');
  transfer.effectAllowed = 'copy';
  transfer.setData('DownloadURL', `${file.mediaType}:${name}:${file.url}`);
  transfer.setData('text/plain', loadCode(artifact));
}

/** Begin a drag of artifacts, or of a run; it disposes of itself when it ends. */
export function dragOut(dragged: DraggedOut, event: MouseEvent): Drag {
  const drag = new Drag({
    mimeData:
      'run' in dragged ? runData(dragged.run) : dataOf(dragged.artifacts),
    supportedActions: 'copy',
    proposedAction: 'copy'
  });
  void drag.start(event.clientX, event.clientY);
  return drag;
}

/** A run goes to the other of two stores, and nowhere else. */
function runData(run: Run): MimeData {
  const mimeData = new MimeData();
  mimeData.setData(RUN_MIME, run.id);
  return mimeData;
}

function dataOf(artifacts: readonly Artifact[]): MimeData {
  const source = [
    'import cellkeep',
    '',
    ...artifacts.map(
      artifact => `${variableName(artifact.name)} = ${loadExpression(artifact)}`
    )
  ].join('\n');
  const cell: nbformat.ICodeCell = {
    cell_type: 'code',
    source,
    metadata: {},
    outputs: [],
    execution_count: null
  };
  const mimeData = new MimeData();
  mimeData.setData(
    ARTIFACTS_MIME,
    artifacts.map(({ id }) => id)
  );
  // A notebook takes cells, an editor takes text.
  mimeData.setData(CELLS_MIME, [cell]);
  mimeData.setData('text/plain', source);
  return mimeData;
}
