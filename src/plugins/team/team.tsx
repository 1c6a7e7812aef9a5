/**
 * What a service has beyond a person's own store: who did what, who holds how much, and quotas.
 */

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { type MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { historyIcon, usersIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { Quota, UnfinishedUpload } from '../../protocol/generated';
import { ICellkeep } from '../../tokens';
import { QuotaQuestion } from '../../ui/dialogs/QuotaQuestion';
import { bytes, displayName } from '../../ui/format';
import { ask, confirm } from '../application/ask';
import { CommandIDs } from '../application/commandIds';
import { ICommands } from '../application/commands';
import { anyRunArgs, anyRunOf } from '../application/commandTargets';
import { ISidebarState, type SidebarState } from '../application/sidebarState';
import { asTab, openTab } from '../application/tabs';
import { inWords, tellIfFails } from '../application/tell';
import { ActivityDocument, type IActivityOf } from './activityDocument';
import { TeamDocument } from './teamDocument';

/** Commands of who owns a run, and of who looks after a service. A person's own store shows none. */
export const teamPlugin: JupyterFrontEndPlugin<void> = {
  id: 'cellkeep:team',
  description:
    'Shows who did what, and who holds how much, in a service for several people.',
  autoStart: true,
  requires: [ICellkeep, ISidebarState, ICommands],
  activate: (
    app: JupyterFrontEnd,
    cellkeep: ICellkeep,
    sidebar: SidebarState,
    ours: ICommands
  ) => {
    const { add, trans } = ours;
    const { commands } = app;
    const { team } = cellkeep.api;
    const services = { cellkeep, sidebar, trans };
    const status = () => cellkeep.catalog.snapshot.storeStatus;
    const isAdmin = (): boolean => status()?.admin === true;
    const teams = new WidgetTracker<MainAreaWidget<TeamDocument>>({
      namespace: 'cellkeep-team'
    });
    const activities = new WidgetTracker<MainAreaWidget<ActivityDocument>>({
      namespace: 'cellkeep-activity'
    });

    const showActivity = (run: IActivityOf | undefined): void =>
      openTab(
        app,
        activities,
        ({ content }) => content.run?.id === run?.id,
        () => {
          const content = new ActivityDocument(team, run, trans);
          const widget = asTab(content, `cellkeep-activity-${run?.id ?? ''}`);
          widget.title.label = run
            ? trans.__('Activity: %1', displayName(run.name))
            : trans.__('Activity of the Team');
          widget.title.icon = historyIcon;
          return widget;
        }
      );

    const askQuota = async (quota: Partial<Quota>): Promise<boolean> => {
      const wanted = await ask<Quota>({
        trans,
        title:
          quota.name === undefined
            ? trans.__('Set a quota')
            : trans.__('Quota of %1', displayName(quota.name)),
        okLabel: trans.__('Set'),
        first: null,
        focus: 'input',
        body: onAnswer => (
          <QuotaQuestion trans={trans} quota={quota} onAnswer={onAnswer} />
        )
      });
      if (wanted) {
        await inWords(team.putQuota(wanted), message =>
          trans.__('The quota is as it was before. %1', message)
        );
      }
      return wanted !== null;
    };

    const endUpload = async (upload: UnfinishedUpload): Promise<void> => {
      const size = bytes(upload.bytes);
      const isSure = await confirm(trans, {
        title:
          upload.owner === undefined
            ? trans.__('End the upload of %1?', size)
            : trans.__(
                'End the upload of %1 by %2?',
                size,
                displayName(upload.owner)
              ),
        body: trans.__(
          'The bytes that have come are removed. What is stored stays, and so does what is being uploaded, where it is: whoever still sends it begins again. By itself an upload ends a day after its last bytes.'
        ),
        label: trans.__('End Upload')
      });
      if (isSure) {
        await inWords(team.endUpload(upload.upload_id), message =>
          trans.__('The upload was not ended. %1', message)
        );
      }
    };

    add(CommandIDs.teamStorage, {
      label: trans.__('Storage of the Team'),
      caption: trans.__(
        'Show who holds how much, set quotas, and see what takes room'
      ),
      icon: usersIcon,
      inPalette: true,
      isVisible: isAdmin,
      isEnabled: isAdmin,
      execute: () =>
        openTab(
          app,
          teams,
          () => true,
          () => {
            const content = new TeamDocument({
              api: team,
              trans,
              askQuota: async quota =>
                (await tellIfFails(trans, () => askQuota(quota))) ?? false,
              endUpload: async upload =>
                void (await tellIfFails(trans, () => endUpload(upload))),
              cleanUp: commands.hasCommand(CommandIDs.cleanUp)
                ? () => commands.execute(CommandIDs.cleanUp)
                : undefined,
              showActivity: () => showActivity(undefined)
            });
            const widget = asTab(content, 'cellkeep-team');
            widget.title.label = trans.__('Team');
            widget.title.icon = usersIcon;
            return widget;
          }
        )
    });

    add(CommandIDs.teamActivity, {
      label: trans.__('Activity of the Team'),
      caption: trans.__('Show who did what with which run'),
      icon: historyIcon,
      inPalette: true,
      isVisible: isAdmin,
      isEnabled: isAdmin,
      execute: () => showActivity(undefined)
    });

    add(CommandIDs.runActivity, {
      label: trans.__('Activity…'),
      caption: trans.__('Show who saved, read, shared and deleted what'),
      args: anyRunArgs(trans),
      inPalette: true,
      isVisible: () => status()?.person !== undefined,
      isEnabled: args => {
        const its = anyRunOf(args, services);
        return (
          its !== undefined &&
          (isAdmin() || its.level === undefined || its.level === 'own')
        );
      },
      whyNot: args =>
        anyRunOf(args, services) === undefined
          ? trans.__('Choose a run in the sidebar first')
          : trans.__('Only the owner of a run sees what was done with it'),
      execute: async args => {
        const its = anyRunOf(args, services);
        if (its) {
          const { run } = await cellkeep.api.run(its.id);
          showActivity(run);
        }
      }
    });
  }
};
