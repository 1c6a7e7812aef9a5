import {
  IDefaultFileBrowser,
  IFileBrowserFactory,
  type FileBrowser
} from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { Drag } from '@lumino/dragdrop';

import { ARTIFACTS_MIME } from '../../capture/drag';
import type { IContentSource } from '../../codecs/view';
import { artifactPlugin } from '../application/artifactPlugin';
import { CommandIDs } from '../application/commandIds';
import { artifactIds, onSelected, textOf } from '../application/commandTargets';
import { tellIfFails } from '../application/tell';
import { downloadOf } from '../artifacts/download';
import { ICellHosts } from '../outputs/hosts';
import { copyInto } from './copyInto';
import { openWhileDraggedOver } from './springTab';

/** Artifacts out of the sidebar into the file browser. */
export const exportPlugin = artifactPlugin({
  id: 'cellkeep:export',
  description: 'Copies artifacts into folders of the file browser.',
  optional: [ICellHosts, IDefaultFileBrowser, IFileBrowserFactory],
  activate: ({ app, add, services }, hosts, defaultBrowser, browsers) => {
    const { cellkeep, trans } = services;
    const { contents } = app.serviceManager;
    const all = (): FileBrowser[] => {
      const found: FileBrowser[] = defaultBrowser ? [defaultBrowser] : [];
      browsers?.tracker.forEach(one => {
        if (!found.includes(one)) {
          found.push(one);
        }
      });
      return found;
    };
    const exportTo = async (ids: readonly string[], folder: string) => {
      for (const id of ids) {
        const artifact = await cellkeep.catalog.fetch(id);
        const file = downloadOf(artifact, cellkeep.contentUrl(artifact));
        const content = file.isKept
          ? cellkeep.content(artifact)
          : contentOfBlob(await cellkeep.api.download(file.url));
        await copyInto(contents, folder, file.name, content);
      }
    };

    add(CommandIDs.exportCopy, {
      ...onSelected(services),
      label: trans.__('Copy to File Browser'),
      caption: trans.__(
        'Copy the file to the folder that the file browser shows'
      ),
      inPalette: true,
      execute: async args => {
        // Notebook 7 has no file browser beside a notebook: the notebook's own folder is meant.
        const folder =
          textOf(args, 'path') ??
          (browsers?.tracker.currentWidget ?? defaultBrowser)?.model.path ??
          folderOf(hosts?.active()?.notebook);
        await exportTo(artifactIds(args, services), folder);
      }
    });
    takeArtifacts(all, contents, (ids, folder) =>
      tellIfFails(trans, () => exportTo(ids, folder))
    );
    if (defaultBrowser) {
      const { id } = defaultBrowser;
      openWhileDraggedOver(`[data-id='${id}']`, holdsArtifacts, () =>
        app.shell.activateById(id)
      );
    }
  }
});

function contentOfBlob(blob: Blob): IContentSource {
  return {
    size: blob.size,
    read: async (start, end) =>
      new Uint8Array(await blob.slice(start, end).arrayBuffer())
  };
}

/** Whether a Lumino drag holds artifacts. */
function holdsArtifacts(event: Event): boolean {
  return (
    event.type.startsWith('lm-') &&
    (event as Drag.Event).mimeData.hasData(ARTIFACTS_MIME)
  );
}

function folderOf(path: string | undefined): string {
  return path?.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

/**
 * Let the file browser take artifacts that are dragged out of the sidebar.
 *
 * It knows only drags of its own, so it is answered before it hears of the drag.
 */
function takeArtifacts(
  browsers: () => FileBrowser[],
  contents: Contents.IManager,
  exportTo: (ids: readonly string[], folder: string) => Promise<void>
): void {
  let marked: Element | null = null;
  const mark = (element: Element | null) => {
    marked?.classList.remove('jp-Cellkeep-mod-exportTarget');
    element?.classList.add('jp-Cellkeep-mod-exportTarget');
    marked = element;
  };
  const onDrag = (event: Event): void => {
    const drag = event as Drag.Event;
    const target = event.target instanceof Element ? event.target : null;
    const listing = target?.closest('.jp-DirListing') ?? null;
    const browser =
      listing && browsers().find(({ node }) => node.contains(listing));
    if (!browser || !holdsArtifacts(event)) {
      return mark(null);
    }
    event.preventDefault();
    event.stopPropagation();
    if (event.type === 'lm-dragleave') {
      return mark(null);
    }
    drag.dropAction = 'copy';
    const item = target?.closest('.jp-DirListing-item[data-isdir="true"]');
    if (event.type !== 'lm-drop') {
      return mark(item ?? listing);
    }
    mark(null);
    const name = item?.querySelector('.jp-DirListing-itemName')?.textContent;
    const { path } = browser.model;
    const folder = name ? `${path.replace(/\/$/, '')}/${name}` : path;
    const ids = drag.mimeData.getData(ARTIFACTS_MIME) as string[];
    void exportTo(ids, contents.normalize(folder));
  };
  for (const type of [
    'lm-dragenter',
    'lm-dragover',
    'lm-dragleave',
    'lm-drop'
  ]) {
    document.addEventListener(type, onDrag, true);
  }
}
