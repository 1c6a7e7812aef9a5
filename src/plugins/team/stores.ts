/**
 * Two stores in one sidebar: the folder of a person's own server, and the service that saves go to.
 */

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { CopyRequest, StorePlace } from '../../protocol/generated';
import { ICellkeep } from '../../tokens';
import { displayName } from '../../ui/format';
import { confirm } from '../application/ask';
import { CommandIDs } from '../application/commandIds';
import { ICommands } from '../application/commands';
import {
  artifactArgs,
  artifactIds,
  runArgs,
  runOf
} from '../application/commandTargets';
import { ISidebarState, type SidebarState } from '../application/sidebarState';
import { inWords } from '../application/tell';

const KEY = 'cellkeep:place';

/** Shows one of two stores, and copies from one to the other. A server with one store shows none of it. */
export const storesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:stores',
  description: "Shows a person's own folder beside a team's library.",
  autoStart: true,
  requires: [ICellkeep, ISidebarState, ICommands],
  optional: [IStateDB],
  activate: (
    app: JupyterFrontEnd,
    cellkeep: ICellkeep,
    sidebar: SidebarState,
    ours: ICommands,
    state: IStateDB | null
  ) => {
    const { add, trans } = ours;
    const changes = [
      CommandIDs.showHere,
      CommandIDs.showTeam,
      CommandIDs.copyHere,
      CommandIDs.copyToTeam
    ];
    cellkeep.placeChanged.connect(() => {
      sidebar.select([]);
      sidebar.notify(null);
      changes.forEach(id => app.commands.notifyCommandChanged(id));
    });
    if (state && cellkeep.place !== undefined) {
      rememberPlace(cellkeep, state);
    }
    const isOther = (place: StorePlace): boolean =>
      cellkeep.place !== undefined && cellkeep.place !== place;

    const addShow = (id: string, place: StorePlace, label: string): void =>
      add(id, {
        label,
        inPalette: true,
        isVisible: () => cellkeep.place !== undefined,
        isEnabled: () => isOther(place),
        execute: () => cellkeep.show(place)
      });
    addShow(
      CommandIDs.showHere,
      'here',
      trans.__('Show the Artifacts of This Server')
    );
    addShow(
      CommandIDs.showTeam,
      'team',
      trans.__('Show the Artifacts of the Team')
    );

    /** The run of the menu, else the selected artifacts. */
    const wanted = (args: ReadonlyPartialJSONObject) => {
      const run = runOf(args, sidebar);
      const [first, ...others] = artifactIds(args, { sidebar });
      return run && args['artifactIds'] === undefined
        ? { run }
        : first !== undefined
          ? { ids: [first, ...others] satisfies CopyRequest['artifact_ids'] }
          : undefined;
    };
    const addCopy = (
      id: string,
      to: StorePlace,
      words: { label: string; caption: string; what: string; button: string }
    ): void =>
      add(id, {
        label: words.label,
        caption: words.caption,
        args: { ...artifactArgs(trans), ...runArgs(trans) },
        inPalette: true,
        isVisible: () => isOther(to),
        isEnabled: args => isOther(to) && wanted(args) !== undefined,
        whyNot: trans.__('Select an artifact, or the menu of a run, first'),
        execute: async args => {
          const its = wanted(args);
          if (!its) {
            return;
          }
          const isSure =
            args['asks'] === false ||
            (await confirm(trans, {
              title: its.run
                ? trans.__('Copy %1?', displayName(its.run.name ?? ''))
                : trans._n(
                    'Copy %1 artifact?',
                    'Copy %1 artifacts?',
                    its.ids.length
                  ),
              body: words.what,
              label: words.button,
              isHarmless: true
            }));
          if (isSure) {
            const what = its.run
              ? { run_id: its.run.id }
              : { artifact_ids: its.ids };
            await inWords(cellkeep.copy({ to, ...what }), message =>
              trans.__(
                'Nothing was copied, and nothing was changed. %1',
                message
              )
            );
          }
        }
      });
    addCopy(CommandIDs.copyToTeam, 'team', {
      label: trans.__('Copy to Team…'),
      caption: trans.__("Copy to the team's service"),
      what: trans.__(
        'Names, versions, tags, notes and metadata come along. It belongs to you there, and nobody else sees it until you share its run. What is here stays.'
      ),
      button: trans.__('Copy to Team')
    });
    addCopy(CommandIDs.copyHere, 'here', {
      label: trans.__('Copy Here…'),
      caption: trans.__('Copy to the folder of this Jupyter server'),
      what: trans.__(
        'Names, versions, tags, notes and metadata come along, but not with whom the run is shared, nor who did what with it. What the team has stays.'
      ),
      button: trans.__('Copy Here')
    });
  }
};

/** The store that was shown last is shown after a reload, too. */
function rememberPlace(cellkeep: ICellkeep, state: IStateDB): void {
  const fail = (error: unknown) =>
    console.warn('Cellkeep: could not keep which store is shown.', error);
  state.fetch(KEY).then(place => {
    if (place === 'here') {
      cellkeep.show(place);
    }
  }, fail);
  cellkeep.placeChanged.connect(() => {
    state.save(KEY, cellkeep.place ?? 'team').catch(fail);
  });
}
