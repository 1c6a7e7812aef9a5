import { Notification } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import * as React from 'react';

import { type TagsAnswer, TagsQuestion } from '../../ui/dialogs/TagsQuestion';
import { displayName } from '../../ui/format';
import { ask } from '../application/ask';
import { CommandIDs } from '../application/commandIds';
import type { AddCommand } from '../application/commands';
import {
  artifactIds,
  onSelected,
  textsIn
} from '../application/commandTargets';
import type { IServices } from '../application/services';
import { inWords } from '../application/tell';
import { knownTags } from './knownTags';

/** As many artifacts take a moment. */
const MANY = 20;

/** Add the command that changes the tags of all that is selected. */
export function addTagsCommand(add: AddCommand, services: IServices): void {
  const { trans } = services;
  const words = (description: string) => ({
    type: 'array' as const,
    items: { type: 'string' as const },
    description
  });
  const ofSelected = onSelected(services);
  add(CommandIDs.editTags, {
    ...ofSelected,
    label: trans.__('Edit Tags…'),
    caption: trans.__('Add tags to the selected artifacts, or remove them'),
    args: {
      ...ofSelected.args,
      add: words(trans.__('Tags to add; by default they are asked for')),
      remove: words(trans.__('Tags to remove'))
    },
    inPalette: true,
    execute: async given => {
      const ids = artifactIds(given, services);
      const answer = answerOf(given) ?? (await askTags(ids, services));
      if (answer) {
        await changeTags(ids, answer, services);
      }
    }
  });
}

async function askTags(
  ids: readonly string[],
  { cellkeep, trans }: IServices
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
    focus: '.jp-Cellkeep-Chip.jp-Cellkeep-mod-add',
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
  { cellkeep, trans }: IServices
): Promise<void> {
  let done = 0;
  const progress = new Progress(ids.length, trans);
  const words = (message: string): string =>
    ids.length === 1
      ? trans.__('The tags were not changed. %1', message)
      : trans.__(
          'Tags of %1 of %2 artifacts were changed, then: %3',
          done,
          ids.length,
          message
        );
  try {
    for (const id of ids) {
      progress.tell(done);
      await inWords(cellkeep.library.changeTags(id, add, remove), words);
      done += 1;
    }
  } finally {
    progress.end();
  }
}

/** Says how far a long change is; a short one is done before anyone could read it. */
class Progress {
  constructor(
    private readonly _count: number,
    private readonly _trans: IServices['trans']
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
  const answer = {
    add: textsIn(given['add']) ?? [],
    remove: textsIn(given['remove']) ?? []
  };
  return answer.add.length + answer.remove.length > 0 ? answer : undefined;
}
