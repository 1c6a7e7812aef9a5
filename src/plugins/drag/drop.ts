import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import {
  IDefaultFileBrowser,
  IFileBrowserFactory
} from '@jupyterlab/filebrowser';
import type {
  ReadonlyJSONObject,
  ReadonlyPartialJSONObject
} from '@lumino/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { DroppedThings } from '../../capture/drag';
import type { Category } from '../../protocol/generated';
import type { DropPlace } from '../../ui/props';
import { CommandIDs } from '../application/commandIds';
import { DropZone } from './dropZone';
import type { CellHosts } from '../outputs/hosts';
import { draggedOutput } from '../outputs/outputDrags';
import { ISidebar } from '../sidebar/sidebar';
import { openWhileDraggedOver } from './springTab';
import { IWorkbench } from '../application/workbench';

/** As many other runs as are offered to a drag. */
const OFFERED_RUNS = 4;

/** The sidebar takes drops, and the commands that save files. */
export const dropPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:drop',
  description:
    'Takes outputs, cells and files that are dropped on the sidebar.',
  autoStart: true,
  requires: [IWorkbench, ISidebar],
  optional: [IDefaultFileBrowser, IFileBrowserFactory, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    workbench: IWorkbench,
    sidebar: ISidebar,
    defaultBrowser: IDefaultFileBrowser | null,
    browsers: IFileBrowserFactory | null,
    palette: ICommandPalette | null
  ) => {
    const { cellkeep, connection, hosts, saver, trans } = workbench;
    const runs = () => cellkeep.catalog.snapshot.runs.map(({ run }) => run);
    const runOf = ({ runId }: DropPlace) =>
      runs().find(({ id }) => id === runId);
    const zone = new DropZone({
      node: sidebar.widget.node,
      trans,
      isReady: () => connection.snapshot.status === 'ready',
      runName: () => saver.currentRun().name,
      otherRuns: () => {
        const { id } = saver.currentRun();
        return runs()
          .filter(run => run.id !== id)
          .slice(0, OFFERED_RUNS);
      },
      draggedPicture: watchPictures(hosts),
      onDrop: (things, place) =>
        void saver.saveDropped(things, place.category, runOf(place)),
      onFiles: (entries, place) =>
        void saver.saveFiles(entries, place.category, 'drop', runOf(place))
    });
    sidebar.widget.disposed.connect(() => zone.dispose());
    openWhileDraggedOver(
      `[data-id='${sidebar.widget.id}']`,
      event => zone.accepts(event),
      () => app.shell.activateById(sidebar.widget.id)
    );

    app.commands.addCommand(CommandIDs.uploadFiles, {
      label: trans.__('Save Files of This Computer…'),
      describedBy: { args: categoryArgs(trans) },
      isEnabled: () => connection.snapshot.status === 'ready',
      execute: async args => {
        const files = await chooseFiles();
        if (files.length > 0) {
          await saver.saveFiles(files, categoryOf(args, 'input'), 'upload');
        }
      }
    });
    const selectedPaths = () => {
      const browser = browsers?.tracker.currentWidget ?? defaultBrowser;
      return browser
        ? Array.from(browser.selectedItems(), ({ path }) => path)
        : [];
    };
    app.commands.addCommand(CommandIDs.saveSelectedFiles, {
      label: trans.__('Save as Artifact'),
      describedBy: { args: categoryArgs(trans) },
      isEnabled: () =>
        connection.snapshot.status === 'ready' && selectedPaths().length > 0,
      execute: args =>
        saver.saveContents(selectedPaths(), categoryOf(args, 'input'))
    });
    palette?.addItem({
      command: CommandIDs.uploadFiles,
      category: trans.__('Cellkeep')
    });
  }
};

function categoryArgs(trans: TranslationBundle): ReadonlyJSONObject {
  return {
    type: 'object',
    properties: {
      category: {
        type: 'string',
        enum: ['code', 'input', 'output'],
        description: trans.__('Category; by default input')
      }
    }
  };
}

function categoryOf(
  args: ReadonlyPartialJSONObject,
  fallback: Category
): Category {
  const { category } = args;
  return category === 'code' || category === 'input' || category === 'output'
    ? category
    : fallback;
}

/**
 * Watch for pictures of outputs that the browser itself drags.
 *
 * The drop would bring the picture as a nameless file; the output that it belongs to says more.
 *
 * @returns What is being dragged now.
 */
function watchPictures(hosts: CellHosts): () => DroppedThings | null {
  let dragged: DroppedThings | null = null;
  document.addEventListener(
    'dragstart',
    event => {
      const located =
        event.target instanceof Node ? hosts.locate(event.target) : undefined;
      dragged = located
        ? { type: 'output', output: draggedOutput(located) }
        : null;
    },
    true
  );
  document.addEventListener('dragend', () => (dragged = null), true);
  return () => dragged;
}

/** The browser's own file dialog; an empty list where nothing was chosen. */
function chooseFiles(): Promise<File[]> {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  return new Promise(resolve => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}
