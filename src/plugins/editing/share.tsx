/**
 * Who may see and change a run, where a service tells persons apart.
 */

import { Clipboard, Notification } from '@jupyterlab/apputils';
import * as React from 'react';

import type { RunInfo, RunShares, Share } from '../../protocol/generated';
import { runLink } from '../../protocol/links';
import { ShareQuestion } from '../../ui/dialogs/ShareQuestion';
import { displayName } from '../../ui/format';
import { ask } from '../application/ask';
import { CommandIDs } from '../application/commandIds';
import type { AddCommand } from '../application/commands';
import { anyRunArgs, anyRunOf } from '../application/commandTargets';
import { addressOf } from '../application/linkAddress';
import type { IServices } from '../application/services';
import { inWords } from '../application/tell';

/** Add the command. A store of one person has nobody to share with, and does not show it. */
export function addShare(add: AddCommand, services: IServices): void {
  const { cellkeep, trans } = services;
  add(CommandIDs.shareRun, {
    // A menu shows no captions, and so the reason is said here.
    label: args => {
      const { level, owner } = anyRunOf(args, services) ?? {};
      return owner !== undefined && !maySay(level)
        ? trans.__('Share… (ask %1)', displayName(owner))
        : trans.__('Share…');
    },
    caption: trans.__('Say who may see or change the run'),
    args: anyRunArgs(trans),
    inPalette: true,
    isVisible: () =>
      cellkeep.catalog.snapshot.storeStatus?.person !== undefined,
    isEnabled: args => {
      const its = anyRunOf(args, services);
      return its !== undefined && maySay(its.level);
    },
    whyNot: args => {
      const its = anyRunOf(args, services);
      const owner = its?.owner;
      return its === undefined
        ? trans.__('Choose a run in the sidebar first')
        : owner === undefined
          ? trans.__('You may not share this run')
          : trans.__(
              'You may not share this run: ask %1, whose it is',
              displayName(owner)
            );
    },
    execute: async args => {
      const runId = anyRunOf(args, services)?.id;
      if (runId !== undefined) {
        const { run } = await cellkeep.api.run(runId);
        const before = await cellkeep.api.library.shares(runId);
        const wanted = await askShares(run, before, services);
        if (wanted) {
          const made = cellkeep.api.library.putShares(runId, [...wanted]);
          await inWords(made, message =>
            trans.__('The run is shared as it was before. %1', message)
          );
        }
      }
    }
  });
}

/** Whether one's right on a run is enough to share it; of an unknown one the server says. */
function maySay(level: RunInfo['level']): boolean {
  return level !== 'view' && level !== 'add';
}

async function askShares(
  run: RunInfo['run'],
  { owner, shares }: RunShares,
  { cellkeep, trans }: IServices
): Promise<readonly Share[] | null> {
  const address = addressOf(runLink(await cellkeep.library.storeId(), run.id));
  const suggest = async (word: string, signal: AbortSignal) =>
    (await cellkeep.api.library.contacts(word, signal)).items;
  return ask<readonly Share[]>({
    trans,
    title: trans.__('Share the run %1', displayName(run.name)),
    okLabel: trans.__('Share'),
    first: shares,
    focus: 'input',
    body: onAnswer => (
      <ShareQuestion
        trans={trans}
        owner={owner}
        isMine={owner === cellkeep.catalog.snapshot.storeStatus?.person}
        shares={shares}
        address={address}
        suggest={suggest}
        onCopy={() => {
          Clipboard.copyToSystem(address);
          Notification.success(trans.__('The link was copied.'), {
            autoClose: 3000
          });
        }}
        onAnswer={onAnswer}
      />
    )
  });
}
