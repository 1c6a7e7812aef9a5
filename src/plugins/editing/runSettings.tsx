/**
 * What a person decides about a run: name, folder, tags, versions, and how long things are kept.
 */

import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import * as React from 'react';

import { asCellkeepError, CellkeepError } from '../../protocol/errors';
import type { RunInfo, RunSettings } from '../../protocol/generated';
import { nameProblem } from '../../protocol/names';
import { type RunAnswer, RunQuestion } from '../../ui/dialogs/RunQuestion';
import { displayName } from '../../ui/format';
import { ask } from '../application/ask';
import { CommandIDs } from '../application/commandIds';
import { knownTags } from './knownTags';
import { tellFailure } from '../application/tell';
import type { IWorkbench } from '../application/workbench';

const DAY_MS = 24 * 60 * 60 * 1000;
/** What a run does that nobody has decided about. */
const DEFAULT: RunSettings = { versions: 'skip-if-same' };

/** Add the command. */
export function addRunSettings(
  commands: CommandRegistry,
  workbench: IWorkbench
): void {
  const { cellkeep, trans } = workbench;
  commands.addCommand(CommandIDs.runSettings, {
    label: trans.__('Run Settings…'),
    caption: trans.__(
      'Name, folder and tags of the run, what a name saved again becomes, and how long things are kept'
    ),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          runId: {
            type: 'string',
            description: trans.__(
              'Id of the run; by default that of the menu, or of the selected artifact'
            )
          }
        }
      }
    },
    isEnabled: given => runOf(given, workbench) !== undefined,
    execute: async given => {
      const runId = runOf(given, workbench);
      try {
        if (runId !== undefined) {
          const info = await cellkeep.api.run(runId);
          const answer = await askRun(info, workbench);
          if (answer) {
            await change(info, answer, workbench);
          }
        }
      } catch (error) {
        tellFailure(asCellkeepError(error), trans);
      }
    }
  });
}

function runOf(
  given: ReadonlyPartialJSONObject,
  { cellkeep, sidebar }: IWorkbench
): string | undefined {
  if (typeof given['runId'] === 'string') {
    return given['runId'];
  }
  const { target } = sidebar;
  return target?.type === 'run'
    ? target.run.run.id
    : cellkeep.selection.snapshot.artifact?.run_id;
}

async function askRun(
  { run, settings }: RunInfo,
  { cellkeep, trans }: IWorkbench
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
  trans: IWorkbench['trans']
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
  { cellkeep, trans }: IWorkbench
): Promise<void> {
  const inside = answer.folder.replace(/^\/+|\/+$/g, '');
  const changed = {
    ...run,
    name: answer.name,
    folder: inside === '' ? '/' : `/${inside}`,
    tags: [...answer.tags]
  };
  const isOther = JSON.stringify(changed) !== JSON.stringify(run);
  try {
    if (isOther) {
      await cellkeep.api.putRun(changed);
    }
  } catch (error) {
    throw said(error, message =>
      trans.__('The run was not changed. %1', message)
    );
  }
  const isSame =
    answer.settings.versions === settings.versions &&
    answer.settings.keep_days === settings.keep_days &&
    answer.settings.keep_last === settings.keep_last;
  try {
    if (!isSame) {
      await cellkeep.library.putRunSettings(run.id, answer.settings);
    }
  } catch (error) {
    throw said(error, message =>
      isOther
        ? trans.__(
            'Name, folder and tags of the run were changed, but not what it keeps. %1',
            message
          )
        : trans.__('What the run keeps was not changed. %1', message)
    );
  }
}

function said(
  error: unknown,
  words: (message: string) => string
): CellkeepError {
  const { code, message, hint, status } = asCellkeepError(error);
  return new CellkeepError(code, words(message), {
    hint,
    status,
    cause: error
  });
}
