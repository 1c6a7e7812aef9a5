import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  IDefaultFileBrowser,
  IFileBrowserFactory
} from '@jupyterlab/filebrowser';
import type {
  ReadonlyJSONObject,
  ReadonlyPartialJSONObject
} from '@lumino/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Widget } from '@lumino/widgets';

import type { DroppedThings } from '../../capture/drag';
import type { Category } from '../../protocol/generated';
import { CATEGORIES, isCategory } from '../../protocol/labels';
import { ICellkeep } from '../../tokens';
import type { DropPlace } from '../../ui/drop/props';
import { chooseFiles } from '../application/chooseFiles';
import { CommandIDs } from '../application/commandIds';
import { ICommands } from '../application/commands';
import { type ConnectionModel, IConnection } from '../application/connection';
import { type CellHosts, ICellHosts } from '../outputs/hosts';
import { draggedOutput } from '../outputs/outputDrags';
import type { Saver } from '../outputs/saver';
import { ISaver } from '../outputs/saving';
import { ISidebar } from '../sidebar/sidebar';
import { DropZone } from './dropZone';
import { openWhileDraggedOver } from './springTab';

/** The most other runs that a drag is offered. */
const OFFERED_RUNS = 4;

/** The sidebar takes drops, and the commands that save files. */
export const dropPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:drop',
  description:
    'Takes outputs, cells and files that are dropped on the sidebar.',
  autoStart: true,
  requires: [ICellkeep, IConnection, ICellHosts, ISaver, ICommands],
  optional: [ISidebar, IDefaultFileBrowser, IFileBrowserFactory],
  activate: (
    app: JupyterFrontEnd,
    shown: ICellkeep,
    connection: ConnectionModel,
    hosts: CellHosts,
    saver: Saver,
    ours: ICommands,
    sidebar: ISidebar | null,
    defaultBrowser: IDefaultFileBrowser | null,
    browsers: IFileBrowserFactory | null
  ) => {
    // What is saved, and where it is found again, whichever store is shown.
    const cellkeep = shown.at('team');
    const { add, trans } = ours;
    // What is dropped while nobody is signed in waits until somebody is.
    const isReady = () =>
      ['ready', 'signed-out'].includes(connection.snapshot.status);
    if (sidebar) {
      const { widget } = sidebar;
      const zone = dropZoneOf(widget, {
        cellkeep,
        hosts,
        isReady,
        saver,
        trans
      });
      openWhileDraggedOver(
        `[data-id='${widget.id}']`,
        event => zone.accepts(event),
        () => app.shell.activateById(widget.id)
      );
    }

    add(CommandIDs.uploadFiles, {
      label: trans.__('Save Files of This Computer…'),
      args: categoryArgs(trans),
      inPalette: true,
      isEnabled: isReady,
      whyNot: trans.__('The store cannot be reached'),
      execute: async args => {
        const files = await chooseFiles({ multiple: true });
        if (files.length > 0) {
          await saver.saveFiles(files, categoryOf(args), 'upload');
        }
      }
    });
    const selectedPaths = () => {
      const browser = browsers?.tracker.currentWidget ?? defaultBrowser;
      return browser
        ? Array.from(browser.selectedItems(), ({ path }) => path)
        : [];
    };
    add(CommandIDs.saveSelectedFiles, {
      label: trans.__('Save as Artifact'),
      args: categoryArgs(trans),
      isEnabled: () => isReady() && selectedPaths().length > 0,
      execute: args => saver.saveContents(selectedPaths(), categoryOf(args))
    });
  }
};

/** Lets the sidebar take drops as long as it is there. */
function dropZoneOf(
  widget: Widget,
  parts: {
    readonly cellkeep: ICellkeep;
    readonly hosts: CellHosts;
    readonly isReady: () => boolean;
    readonly saver: Saver;
    readonly trans: TranslationBundle;
  }
): DropZone {
  const { cellkeep, hosts, isReady, saver, trans } = parts;
  const runs = () => cellkeep.catalog.snapshot.runs.map(({ run }) => run);
  const runOf = ({ runId }: DropPlace) => runs().find(({ id }) => id === runId);
  const zone = new DropZone({
    node: widget.node,
    trans,
    isReady,
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
  widget.disposed.connect(() => zone.dispose());
  return zone;
}

function categoryArgs(trans: TranslationBundle): ReadonlyJSONObject {
  return {
    category: {
      type: 'string',
      enum: [...CATEGORIES],
      description: trans.__('Category; by default input')
    }
  };
}

function categoryOf({ category }: ReadonlyPartialJSONObject): Category {
  return isCategory(category) ? category : 'input';
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
