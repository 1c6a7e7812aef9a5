import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import {
  IDefaultFileBrowser,
  IFileBrowserFactory,
  type FileBrowser
} from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { Drag } from '@lumino/dragdrop';

import { ARTIFACTS_MIME } from '../../capture/drag';
import { asCellkeepError } from '../../protocol/errors';
import {
  artifactArgs,
  artifactIds,
  fileName
} from '../artifacts/artifactCommands';
import { CommandIDs } from '../application/commandIds';
import { copyInto } from './copyInto';
import { openWhileDraggedOver } from './springTab';
import { tellFailure } from '../application/tell';
import { IWorkbench } from '../application/workbench';

/** Artifacts out of the sidebar into the file browser. */
export const exportPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:export',
  description: 'Copies artifacts into folders of the file browser.',
  autoStart: true,
  requires: [IWorkbench],
  optional: [IDefaultFileBrowser, IFileBrowserFactory, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    workbench: IWorkbench,
    defaultBrowser: IDefaultFileBrowser | null,
    browsers: IFileBrowserFactory | null,
    palette: ICommandPalette | null
  ) => {
    const { cellkeep, trans } = workbench;
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
      try {
        for (const id of ids) {
          const artifact = await cellkeep.catalog.fetch(id);
          const content = cellkeep.content(artifact);
          await copyInto(contents, folder, fileName(artifact), content);
        }
      } catch (error) {
        tellFailure(asCellkeepError(error), trans);
      }
    };

    app.commands.addCommand(CommandIDs.exportCopy, {
      label: trans.__('Copy into the File Browser'),
      caption: trans.__(
        'Put a copy into the folder that the file browser shows'
      ),
      describedBy: { args: artifactArgs(trans) },
      isEnabled: args => artifactIds(args, workbench).length > 0,
      execute: async args => {
        const { path } = args;
        // Notebook 7 has no file browser beside a notebook: the notebook's own folder is meant.
        const folder =
          typeof path === 'string'
            ? path
            : ((browsers?.tracker.currentWidget ?? defaultBrowser)?.model
                .path ?? folderOf(workbench.hosts.active()?.notebook));
        await exportTo(artifactIds(args, workbench), folder);
      }
    });
    palette?.addItem({
      command: CommandIDs.exportCopy,
      category: trans.__('Cellkeep')
    });
    takeArtifacts(all, contents, exportTo);
    if (defaultBrowser) {
      const { id } = defaultBrowser;
      openWhileDraggedOver(`[data-id='${id}']`, holdsArtifacts, () =>
        app.shell.activateById(id)
      );
    }
  }
};

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
    marked?.classList.remove('ck-mod-exportTarget');
    element?.classList.add('ck-mod-exportTarget');
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
