/**
 * Commands that change what a person calls an artifact and says about it.
 */

import type { IEditorServices } from '@jupyterlab/codeeditor';

import type { Artifact, ArtifactEdit } from '../../protocol/generated';
import { nameProblem } from '../../protocol/names';
import { displayName } from '../../ui/format';
import { aliasProblemWords } from '../../ui/words';
import { askText } from '../application/ask';
import { CommandIDs } from '../application/commandIds';
import type { AddCommand } from '../application/commands';
import {
  artifactArgs,
  textOf,
  withArtifact
} from '../application/commandTargets';
import type { IServices } from '../application/services';
import { inWords } from '../application/tell';
import { askMetadata, askNotes } from './editText';

/** Add the commands. */
export function addEditCommands(
  add: AddCommand,
  services: IServices,
  editors: IEditorServices | null
): void {
  const { cellkeep, trans } = services;
  const { library } = cellkeep;
  const known = artifactArgs(trans);
  const edit = (artifact: Artifact, change: ArtifactEdit) =>
    inWords(library.edit(artifact.id, change), message =>
      trans.__('%1 was not changed. %2', displayName(artifact.name), message)
    );

  add(CommandIDs.renameArtifact, {
    ...withArtifact(services, async (artifact, args) => {
      const name = textOf(args, 'name') ?? (await askName(artifact, services));
      if (name !== null && name !== artifact.name) {
        await edit(artifact, { name });
      }
    }),
    label: trans.__('Rename Artifact…'),
    caption: trans.__('Rename every version of it'),
    args: {
      ...known,
      name: trans.__('The new name; by default it is asked for')
    },
    inPalette: true
  });

  add(CommandIDs.editNotes, {
    ...withArtifact(services, async (artifact, args) => {
      const notes = textOf(args, 'notes');
      if (notes !== undefined) {
        await edit(artifact, { notes });
      } else {
        await askNotes(artifact, { library, editors, trans });
      }
    }),
    label: trans.__('Edit Notes…'),
    args: {
      ...known,
      notes: trans.__('What to write; by default it is asked for')
    },
    inPalette: true
  });

  add(CommandIDs.editMetadata, {
    ...withArtifact(services, artifact =>
      askMetadata(artifact, { library, editors, trans })
    ),
    label: trans.__('Edit Metadata…'),
    inPalette: true
  });

  add(CommandIDs.setAlias, {
    ...withArtifact(services, async (artifact, args) => {
      const alias =
        textOf(args, 'alias') ?? (await askAlias(artifact, services));
      if (alias === null) {
        return;
      }
      if (args['remove'] === true) {
        await library.removeAlias(artifact.id, alias);
      } else {
        await library.setAlias(artifact, alias);
      }
    }),
    label: trans.__('Set Alias…'),
    caption: trans.__('Give this version a name of your choice, such as best'),
    args: {
      ...known,
      alias: trans.__('The alias; by default it is asked for'),
      remove: {
        type: 'boolean',
        description: trans.__('Remove the alias instead')
      }
    },
    inPalette: true
  });
}

function askName(
  artifact: Artifact,
  { trans }: IServices
): Promise<string | null> {
  return askText({
    trans,
    title: trans.__('Rename %1', displayName(artifact.name)),
    okLabel: trans.__('Rename'),
    label: trans.__('Name'),
    text: artifact.name,
    note: trans.__(
      'All versions in this run are renamed. Links to the old name keep working.'
    ),
    problem: nameProblem
  });
}

/** Asks for an alias, and says which version each of them is now. */
async function askAlias(
  artifact: Artifact,
  { cellkeep, trans }: IServices
): Promise<string | null> {
  const { aliases, versions } = await cellkeep.api.library.history(
    artifact.id,
    { limit: 1 }
  );
  const taken = aliases
    .map(({ alias, version }) => trans.__('%1: v%2', alias, version))
    .join(', ');
  const newest = versions[0]?.version ?? artifact.version;
  return askText({
    trans,
    title: trans.__(
      'Alias of %1 v%2',
      displayName(artifact.name),
      artifact.version
    ),
    okLabel: trans.__('Set alias'),
    label: trans.__('Alias'),
    text: '',
    suggestions: [...new Set(['best', ...aliases.map(one => one.alias)])],
    note: taken
      ? trans.__(
          'In use: %1; latest is v%2. An alias of another version moves to this one.',
          taken,
          newest
        )
      : trans.__('No aliases yet, except latest, which is v%1.', newest),
    problem: text => aliasProblemWords(text, trans)
  });
}
