/**
 * The commands that group and sort the sidebar's list, and that save and open searches.
 */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import { InputDialog } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { ICatalogView } from '../../model/view';
import { groupingWord, orderWord } from '../../ui/sidebar/viewWords';
import { CommandIDs } from '../application/commandIds';
import {
  isSameView,
  withName,
  withSearch,
  type ISavedSearch
} from '../application/savedSearches';
import { tellFailure } from '../application/tell';
import { asCellkeepError } from '../../protocol/errors';
import { isGrouping, isSort } from './viewValues';
import type { IWorkbench } from '../application/workbench';

/** Adds the commands. */
export function addViewCommands(
  app: JupyterFrontEnd,
  workbench: IWorkbench
): void {
  const { commands } = app;
  const { cellkeep, sidebar, trans } = workbench;
  const view = (): ICatalogView => cellkeep.catalog.snapshot.view;

  commands.addCommand(CommandIDs.groupArtifacts, {
    label: ({ by }) =>
      isGrouping(by) ? groupingWord(by, trans) : trans.__('Group Artifacts'),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          by: {
            type: 'string',
            description: trans.__(
              'run, notebook, folder, day, kind, or none for a flat list'
            )
          }
        }
      }
    },
    isEnabled: ({ by }) => isGrouping(by),
    isToggleable: true,
    isToggled: ({ by }) => view().groupBy === by,
    execute: ({ by }) => {
      if (isGrouping(by)) {
        sidebar.show({ ...view(), groupBy: by });
      }
    }
  });

  commands.addCommand(CommandIDs.sortArtifacts, {
    label: ({ sort, descending }) =>
      isSort(sort)
        ? orderWord(sort, descending === true, trans)
        : trans.__('Sort Artifacts'),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          sort: {
            type: 'string',
            description: trans.__('time, name or size')
          },
          descending: {
            type: 'boolean',
            description: trans.__('Whether the latest, or largest, come first')
          }
        }
      }
    },
    isEnabled: ({ sort }) => isSort(sort),
    isToggleable: true,
    isToggled: ({ sort, descending }) =>
      view().sort === sort && view().descending === (descending === true),
    execute: ({ sort, descending }) => {
      if (isSort(sort)) {
        sidebar.show({ ...view(), sort, descending: descending === true });
      }
    }
  });

  addSearchCommands(app, workbench);
}

function addSearchCommands(app: JupyterFrontEnd, workbench: IWorkbench): void {
  const { commands } = app;
  const { cellkeep, settings, sidebar, trans } = workbench;
  const view = (): ICatalogView => cellkeep.catalog.snapshot.view;
  const named = ({ name }: ReadonlyPartialJSONObject) =>
    settings.current.savedSearches.find(search => search.name === name);
  const keep = async (searches: ReadonlyArray<ISavedSearch>) => {
    try {
      await settings.saveSearches(searches);
    } catch (error) {
      tellFailure(asCellkeepError(error), trans);
    }
  };
  const describedBy = {
    args: {
      type: 'object',
      properties: {
        name: { type: 'string', description: trans.__('Name of the search') }
      }
    }
  };

  commands.addCommand(CommandIDs.saveSearch, {
    label: trans.__('Save This Search…'),
    describedBy,
    execute: async args => {
      const name =
        typeof args['name'] === 'string'
          ? args['name']
          : await askName(trans.__('Save search'), '', workbench);
      if (name) {
        const search = { name, view: view() };
        await keep(withSearch(settings.current.savedSearches, search));
      }
    }
  });
  commands.addCommand(CommandIDs.openSearch, {
    label: args => named(args)?.name ?? trans.__('Open Saved Search'),
    describedBy,
    isEnabled: args => named(args) !== undefined,
    isToggleable: true,
    isToggled: args => {
      const search = named(args);
      return search !== undefined && isSameView(search.view, view());
    },
    execute: args => {
      const search = named(args);
      if (search) {
        sidebar.show(search.view);
      }
    }
  });
  commands.addCommand(CommandIDs.renameSearch, {
    label: args => named(args)?.name ?? trans.__('Rename Saved Search'),
    describedBy,
    isEnabled: args => named(args) !== undefined,
    execute: async args => {
      const old = named(args)?.name;
      const title = trans.__('Rename saved search');
      const name = old && (await askName(title, old, workbench));
      if (old && name) {
        await keep(withName(settings.current.savedSearches, old, name));
      }
    }
  });
  commands.addCommand(CommandIDs.deleteSearch, {
    label: args => named(args)?.name ?? trans.__('Delete Saved Search'),
    describedBy,
    isEnabled: args => named(args) !== undefined,
    execute: async args => {
      const gone = named(args);
      const { savedSearches } = settings.current;
      await keep(savedSearches.filter(search => search !== gone));
    }
  });
}

async function askName(
  title: string,
  text: string,
  { trans }: IWorkbench
): Promise<string | undefined> {
  const { value } = await InputDialog.getText({
    title,
    text,
    label: trans.__('Name'),
    okLabel: trans.__('Save')
  });
  return value?.trim() || undefined;
}
