import { Notification } from '@jupyterlab/apputils';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import * as React from 'react';

import { asCellkeepError, CellkeepError } from '../../protocol/errors';
import { type TagsAnswer, TagsQuestion } from '../../ui/dialogs/TagsQuestion';
import { displayName } from '../../ui/format';
import { artifactArgs, artifactIds } from '../artifacts/artifactCommands';
import { ask } from '../application/ask';
import { CommandIDs } from '../application/commandIds';
import { knownTags } from './knownTags';
import { tellFailure } from '../application/tell';
import type { IWorkbench } from '../application/workbench';

/** As many artifacts take a moment. */
const MANY = 20;

/** Add the command that changes the tags of all that is selected. */
export function addTagsCommand(
  commands: CommandRegistry,
  workbench: IWorkbench
): void {
  const { trans } = workbench;
  const words = (description: string) => ({
    type: 'array' as const,
    items: { type: 'string' as const },
    description
  });
  const { properties } = artifactArgs(trans) as { properties: object };
  commands.addCommand(CommandIDs.editTags, {
    label: trans.__('Edit Tags…'),
    caption: trans.__('Add or remove tags of all that is selected'),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          ...properties,
          add: words(trans.__('Tags to add; by default they are asked for')),
          remove: words(trans.__('Tags to take away'))
        }
      }
    },
    isEnabled: given => artifactIds(given, workbench).length > 0,
    execute: async given => {
      try {
        const ids = artifactIds(given, workbench);
        const answer = answerOf(given) ?? (await askTags(ids, workbench));
        if (answer) {
          await changeTags(ids, answer, workbench);
        }
      } catch (error) {
        tellFailure(asCellkeepError(error), trans);
      }
    }
  });
}

async function askTags(
  ids: readonly string[],
  { cellkeep, trans }: IWorkbench
): Promise<TagsAnswer | null> {
  const [known, artifacts] = await Promise.all([
    knownTags(cellkeep.api),
    Promise.all(ids.map(id => cellkeep.catalog.fetch(id)))
  ]);
  const present = new Map<string, number>();
  for (const tag of artifacts.flatMap(({ tags }) => tags ?? [])) {
    present.set(tag, (present.get(tag) ?? 0) + 1);
  }
  const [only] = artifacts;
  return ask<TagsAnswer>({
    trans,
    title:
      artifacts.length === 1 && only
        ? trans.__('Tags of %1 v%2', displayName(only.name), only.version)
        : trans._n(
            'Tags of %1 artifact',
            'Tags of %1 artifacts',
            artifacts.length
          ),
    okLabel: trans.__('Change'),
    first: null,
    focus: '.ck-Chip.ck-mod-add',
    body: onAnswer => (
      <TagsQuestion
        trans={trans}
        count={artifacts.length}
        present={present}
        suggestions={known}
        onAnswer={onAnswer}
      />
    )
  });
}

/** One after the other; where one fails, it is said how many were changed before. */
async function changeTags(
  ids: readonly string[],
  { add, remove }: TagsAnswer,
  { cellkeep, trans }: IWorkbench
): Promise<void> {
  let done = 0;
  const progress = new Progress(ids.length, trans);
  for (const id of ids) {
    progress.tell(done);
    try {
      await cellkeep.library.changeTags(id, add, remove);
    } catch (error) {
      const { code, message, hint, status } = asCellkeepError(error);
      const said =
        ids.length === 1
          ? trans.__('The tags were not changed. %1', message)
          : trans.__(
              'Tags of %1 of %2 artifacts were changed, then: %3',
              done,
              ids.length,
              message
            );
      progress.end();
      throw new CellkeepError(code, said, { hint, status, cause: error });
    }
    done += 1;
  }
  progress.end();
}

/** Says how far a long change is; a short one is done before anyone could read it. */
class Progress {
  constructor(
    private readonly _count: number,
    private readonly _trans: IWorkbench['trans']
  ) {}

  tell(done: number): void {
    const percent = Math.floor((100 * done) / this._count);
    if (this._count < MANY || percent === this._percent) {
      return;
    }
    this._percent = percent;
    const message = this._trans.__(
      'Cellkeep: tags of %1 of %2 artifacts are changed',
      done,
      this._count
    );
    const progress = done / this._count;
    if (this._id === undefined) {
      this._id = Notification.emit(message, 'in-progress', { progress });
    } else {
      Notification.update({ id: this._id, message, progress });
    }
  }

  end(): void {
    // Without an id all there are would go.
    if (this._id !== undefined) {
      Notification.dismiss(this._id);
    }
  }

  private _id: string | undefined;
  private _percent: number | undefined;
}

function answerOf(given: ReadonlyPartialJSONObject): TagsAnswer | undefined {
  const words = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter(one => typeof one === 'string') : [];
  const answer = { add: words(given['add']), remove: words(given['remove']) };
  return answer.add.length + answer.remove.length > 0 ? answer : undefined;
}
