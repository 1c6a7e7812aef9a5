/**
 * Commands that change what a person calls an artifact and says about it.
 */

import type { IEditorServices } from '@jupyterlab/codeeditor';
import type { CommandRegistry } from '@lumino/commands';
import type {
  ReadonlyJSONObject,
  ReadonlyPartialJSONObject
} from '@lumino/coreutils';
import * as React from 'react';

import { asCellkeepError, CellkeepError } from '../../protocol/errors';
import type { Artifact, ArtifactEdit } from '../../protocol/generated';
import { nameProblem } from '../../protocol/names';
import { displayName } from '../../ui/format';
import { TextQuestion } from '../../ui/dialogs/TextQuestion';
import { aliasProblemWords } from '../../ui/words';
import { artifactArgs, artifactIds } from '../artifacts/artifactCommands';
import { ask } from '../application/ask';
import { CommandIDs } from '../application/commandIds';
import { askMetadata, askNotes } from './editText';
import { addTagsCommand } from './tagsCommand';
import { tellFailure } from '../application/tell';
import type { IWorkbench } from '../application/workbench';

/** Add the commands. */
export function addEditCommands(
  commands: CommandRegistry,
  workbench: IWorkbench,
  editors: IEditorServices | null
): void {
  const { cellkeep, trans } = workbench;
  const { library } = cellkeep;
  const isEnabled = (given: ReadonlyPartialJSONObject) =>
    artifactIds(given, workbench).length > 0;
  /** Of several selected ones the last is meant: it is the one whose details are shown. */
  const one = async (
    given: ReadonlyPartialJSONObject,
    action: (artifact: Artifact) => Promise<void>
  ) => {
    const id = artifactIds(given, workbench).at(-1);
    try {
      if (id !== undefined) {
        await action(await cellkeep.catalog.fetch(id));
      }
    } catch (error) {
      tellFailure(asCellkeepError(error), trans);
    }
  };
  const args = (more: ReadonlyJSONObject): ReadonlyJSONObject => {
    const known = artifactArgs(trans)['properties'] as ReadonlyJSONObject;
    return { type: 'object', properties: { ...known, ...more } };
  };
  const edit = async (artifact: Artifact, change: ArtifactEdit) => {
    try {
      await library.edit(artifact.id, change);
    } catch (error) {
      const { code, message, hint, status } = asCellkeepError(error);
      throw new CellkeepError(
        code,
        trans.__('%1 was not changed. %2', displayName(artifact.name), message),
        { hint, status, cause: error }
      );
    }
  };

  commands.addCommand(CommandIDs.renameArtifact, {
    label: trans.__('Rename Artifact…'),
    caption: trans.__('Give every version of it another name'),
    describedBy: {
      args: args({
        name: {
          type: 'string',
          description: trans.__('The new name; by default it is asked for')
        }
      })
    },
    isEnabled,
    execute: given =>
      one(given, async artifact => {
        const name =
          textOf(given, 'name') ?? (await askName(artifact, workbench));
        if (name !== null && name !== artifact.name) {
          await edit(artifact, { name });
        }
      })
  });

  commands.addCommand(CommandIDs.editNotes, {
    label: trans.__('Edit Notes…'),
    describedBy: {
      args: args({
        notes: {
          type: 'string',
          description: trans.__('What to write; by default it is asked for')
        }
      })
    },
    isEnabled,
    execute: given =>
      one(given, async artifact => {
        const notes = textOf(given, 'notes');
        if (notes !== undefined) {
          await edit(artifact, { notes });
        } else {
          await askNotes(artifact, { library, editors, trans });
        }
      })
  });

  commands.addCommand(CommandIDs.editMetadata, {
    label: trans.__('Edit Metadata…'),
    describedBy: { args: artifactArgs(trans) },
    isEnabled,
    execute: given =>
      one(given, artifact => askMetadata(artifact, { library, editors, trans }))
  });

  commands.addCommand(CommandIDs.setAlias, {
    label: trans.__('Set Alias…'),
    caption: trans.__('Call this version the best, or what you like'),
    describedBy: {
      args: args({
        alias: {
          type: 'string',
          description: trans.__('The alias; by default it is asked for')
        },
        remove: {
          type: 'boolean',
          description: trans.__('Take the alias away instead')
        }
      })
    },
    isEnabled,
    execute: given =>
      one(given, async artifact => {
        const alias =
          textOf(given, 'alias') ?? (await askAlias(artifact, workbench));
        if (alias === null) {
          return;
        }
        if (given['remove'] === true) {
          await library.removeAlias(artifact.id, alias);
        } else {
          await library.setAlias(artifact, alias);
        }
      })
  });

  addTagsCommand(commands, workbench);
}

/** A text among a command's arguments; undefined where it is to be asked for. */
function textOf(
  given: ReadonlyPartialJSONObject,
  key: string
): string | undefined {
  const text = given[key];
  return typeof text === 'string' ? text : undefined;
}

function askName(
  artifact: Artifact,
  { trans }: IWorkbench
): Promise<string | null> {
  return ask<string>({
    trans,
    title: trans.__('Rename %1', displayName(artifact.name)),
    okLabel: trans.__('Rename'),
    first: artifact.name,
    focus: 'input',
    body: onAnswer => (
      <TextQuestion
        label={trans.__('Name')}
        text={artifact.name}
        note={trans.__(
          'Every version of it in this run is renamed. Links to the old name stay good.'
        )}
        problem={nameProblem}
        onAnswer={onAnswer}
      />
    )
  });
}

/** Asks for an alias, and says which version each of them is now. */
async function askAlias(
  artifact: Artifact,
  { cellkeep, trans }: IWorkbench
): Promise<string | null> {
  const { aliases, versions } = await cellkeep.api.library.history(artifact.id);
  const taken = aliases
    .map(({ alias, version }) => trans.__('%1: v%2', alias, version))
    .join(', ');
  const newest = versions[0]?.version ?? artifact.version;
  return ask<string>({
    trans,
    title: trans.__(
      'Alias of %1 v%2',
      displayName(artifact.name),
      artifact.version
    ),
    okLabel: trans.__('Set alias'),
    first: null,
    focus: 'input',
    body: onAnswer => (
      <TextQuestion
        label={trans.__('Alias')}
        text=""
        suggestions={[...new Set(['best', ...aliases.map(one => one.alias)])]}
        note={
          taken
            ? trans.__(
                'There are %1; latest: v%2. One that another version has moves here.',
                taken,
                newest
              )
            : trans.__('There is none but latest, which is v%1.', newest)
        }
        problem={text => aliasProblemWords(text, trans)}
        onAnswer={onAnswer}
      />
    )
  });
}
