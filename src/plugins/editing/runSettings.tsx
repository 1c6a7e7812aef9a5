/**
 * What a person decides about a run: name, folder, tags, versions, and how long things are kept.
 */

import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import * as React from 'react';

import type { RunInfo, RunSettings } from '../../protocol/generated';
import { nameProblem } from '../../protocol/names';
import { type RunAnswer, RunQuestion } from '../../ui/dialogs/RunQuestion';
import { displayName } from '../../ui/format';
import { ask } from '../application/ask';
import { CommandIDs } from '../application/commandIds';
import type { AddCommand } from '../application/commands';
import { runOf } from '../application/commandTargets';
import type { IServices } from '../application/services';
import { inWords } from '../application/tell';
import { knownTags } from './knownTags';

const DAY_MS = 24 * 60 * 60 * 1000;
/** What a run does that nobody has decided about. */
const DEFAULT: RunSettings = { versions: 'skip-if-same' };

/** Add the command. */
export function addRunSettings(add: AddCommand, services: IServices): void {
  const { cellkeep, sidebar, trans } = services;
  /** The run of the arguments or of the menu, else that of the selected artifact. */
  const runIdOf = (args: ReadonlyPartialJSONObject) =>
    runOf(args, sidebar)?.id ?? cellkeep.selection.snapshot.artifact?.run_id;
  add(CommandIDs.runSettings, {
    label: trans.__('Run Settings…'),
    caption: trans.__('Name, folder, tags, versions and retention of the run'),
    args: {
      runId: trans.__(
        'Id of the run; by default that of the menu, or of the selected artifact'
      )
    },
    inPalette: true,
    isEnabled: args => runIdOf(args) !== undefined,
    whyNot: trans.__('Choose a run in the sidebar first'),
    execute: async args => {
      const runId = runIdOf(args);
      if (runId !== undefined) {
        const info = await cellkeep.api.run(runId);
        const answer = await askRun(info, services);
        if (answer) {
          await change(info, answer, services);
        }
      }
    }
  });
}

async function askRun(
  { run, settings }: RunInfo,
  { cellkeep, trans }: IServices
): Promise<RunAnswer | null> {
  const first: RunAnswer = {
    name: run.name,
    folder: run.folder,
    tags: run.tags,
    settings: settings ?? DEFAULT
  };
  const known = await knownTags(cellkeep.api);
  const countOlder = async (days: number): Promise<number | null> => {
    const until = new Date(Date.now() - days * DAY_MS).toISOString();
    try {
      const { items } = await cellkeep.api.library.groups('run', {
        run: run.id,
        until
      });
      return items[0]?.artifacts ?? 0;
    } catch (error) {
      console.debug('Cellkeep: could not count what is older.', error);
      return null;
    }
  };
  return ask<RunAnswer>({
    trans,
    title: trans.__('Settings of the run %1', displayName(run.name)),
    okLabel: trans.__('Change'),
    first,
    focus: 'input',
    body: onAnswer => (
      <RunQuestion
        trans={trans}
        run={first}
        knownTags={known}
        nameProblem={nameProblem}
        folderProblem={folder => folderProblem(folder, trans)}
        countOlder={countOlder}
        onAnswer={onAnswer}
      />
    )
  });
}

/** As the kernel helper's `Run(folder=…)` checks it. */
function folderProblem(
  folder: string,
  trans: IServices['trans']
): string | null {
  if (!folder.startsWith('/')) {
    return trans.__("Start it with '/', as in '/papers/2026'.");
  }
  const inside = folder.replace(/^\/+|\/+$/g, '');
  return inside === '' ? null : nameProblem(inside);
}

/** Two requests, for a run and what it does are two things to the server. */
async function change(
  { run, settings = DEFAULT }: RunInfo,
  answer: RunAnswer,
  { cellkeep, trans }: IServices
): Promise<void> {
  const inside = answer.folder.replace(/^\/+|\/+$/g, '');
  const changed = {
    ...run,
    name: answer.name,
    folder: inside === '' ? '/' : `/${inside}`,
    tags: [...answer.tags]
  };
  const isOther = JSON.stringify(changed) !== JSON.stringify(run);
  if (isOther) {
    await inWords(cellkeep.api.putRun(changed), message =>
      trans.__('The run was not changed. %1', message)
    );
  }
  const isSame =
    answer.settings.versions === settings.versions &&
    answer.settings.keep_days === settings.keep_days &&
    answer.settings.keep_last === settings.keep_last;
  if (!isSame) {
    const made = cellkeep.library.putRunSettings(run.id, answer.settings);
    await inWords(made, message =>
      isOther
        ? trans.__(
            'Name, folder and tags of the run were changed, but not its versions and retention. %1',
            message
          )
        : trans.__(
            'The versions and retention of the run were not changed. %1',
            message
          )
    );
  }
}
