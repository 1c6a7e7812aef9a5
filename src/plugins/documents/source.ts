/**
 * Going to the cell that an artifact came from. Its notebook may have been moved outside of
 * Jupyter, or deleted, and no server tells of that.
 */

import { Dialog, showDialog } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import { NotebookPanel } from '@jupyterlab/notebook';
import { type Contents, ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Artifact } from '../../protocol/generated';
import { displayName } from '../../ui/format';
import { tellDone } from '../application/tell';

/** Folders that are looked into for a notebook that is gone. */
const MOST_FOLDERS = 300;

/** Show the cell that an artifact came from, or say that its notebook is gone. */
export async function goToSource(
  { name, provenance }: Artifact,
  documents: IDocumentManager,
  trans: TranslationBundle
): Promise<void> {
  const { notebook, cell_id: cellId } = provenance;
  if (!notebook) {
    tellDone(
      trans.__('“%1” was not saved from a notebook.', displayName(name))
    );
    return;
  }
  const { contents } = documents.services;
  const path = (await isThere(contents, notebook))
    ? notebook
    : await searchInstead(contents, notebook, trans);
  const widget = path === undefined ? undefined : documents.openOrReveal(path);
  if (!(widget instanceof NotebookPanel) || !cellId) {
    return;
  }
  await widget.revealed;
  const { content } = widget;
  const index = content.widgets.findIndex(({ model }) => model.id === cellId);
  if (index >= 0) {
    content.activeCellIndex = index;
    await content.scrollToItem(index, 'smart');
  } else {
    tellDone(
      trans.__(
        'Cellkeep: the cell it came from is not in this notebook any more.'
      )
    );
  }
}

async function isThere(
  contents: Contents.IManager,
  path: string
): Promise<boolean> {
  try {
    await contents.get(path, { content: false });
    return true;
  } catch (error) {
    const isGone =
      error instanceof ServerConnection.ResponseError &&
      error.response.status === 404;
    // Of anything else the document manager says why it cannot be opened.
    return !isGone;
  }
}

/** Say that a notebook is gone, and look for one of its name where a person wants that. */
async function searchInstead(
  contents: Contents.IManager,
  notebook: string,
  trans: TranslationBundle
): Promise<string | undefined> {
  const name = PathExt.basename(notebook);
  const answer = await showDialog({
    title: trans.__('The Notebook Is Gone'),
    body: trans.__(
      '“%1” is not there any more. It was moved or renamed outside of Jupyter, or deleted. What was saved from it is safe.',
      notebook
    ),
    buttons: [
      Dialog.cancelButton(),
      Dialog.okButton({ label: trans.__('Look for “%1”', name) })
    ]
  });
  if (!answer.button.accept) {
    return undefined;
  }
  const found = await firstOfName(contents, name);
  if (found === undefined) {
    tellDone(
      trans.__('Cellkeep: no notebook with the name “%1” was found.', name)
    );
  }
  return found;
}

/** The path of the first file of a name, the nearest to the root. */
async function firstOfName(
  contents: Contents.IManager,
  name: string
): Promise<string | undefined> {
  const folders = [''];
  for (
    let looked = 0;
    looked < folders.length && looked < MOST_FOLDERS;
    looked++
  ) {
    const listed = await contents
      .get(folders[looked] ?? '', { type: 'directory', content: true })
      .catch(() => undefined);
    const items = (listed?.content ?? []) as Contents.IModel[];
    const found = items.find(
      one => one.type !== 'directory' && one.name === name
    );
    if (found) {
      return found.path;
    }
    folders.push(
      ...items
        .filter(one => one.type === 'directory' && one.name !== 'node_modules')
        .map(one => one.path)
    );
  }
  return undefined;
}
