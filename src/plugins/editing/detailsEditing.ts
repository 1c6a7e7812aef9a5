/**
 * What a person changes in the details: callbacks that ask the server, and what they show.
 */

import type { CommandRegistry } from '@lumino/commands';
import * as React from 'react';

import type { HistoryModel, IHistorySnapshot } from '../../model/history';
import { asCellkeepError, CellkeepError } from '../../protocol/errors';
import type { Artifact } from '../../protocol/generated';
import type {
  AliasOutcome,
  Editing,
  HistoryView,
  Outcome
} from '../../ui/details/editing';
import { CommandIDs } from '../application/commandIds';
import { knownTags } from './knownTags';
import { tellFailure } from '../application/tell';
import { useSnapshot } from '../application/useSnapshot';
import type { IWorkbench } from '../application/workbench';

/** What the details need to be edited. */
export interface IEditingParts {
  readonly workbench: IWorkbench;
  readonly commands: CommandRegistry;
  readonly history: HistoryModel;
  /** Shows another version in the same place. */
  readonly onShow: (version: Artifact) => void;
}

/** The callbacks of `Details` for one artifact. */
export function useEditing(artifact: Artifact, parts: IEditingParts): Editing {
  const { commands, history, onShow, workbench } = parts;
  const { cellkeep, drafts, trans } = workbench;
  const { api, library } = cellkeep;
  const [tags, setTags] = React.useState<readonly string[]>([]);
  const shown = useSnapshot(history);
  React.useEffect(() => history.show(artifact), [history, artifact]);
  const run = (command: string, args: object = {}) =>
    void commands.execute(command, { artifactId: artifact.id, ...args });
  return {
    history: historyView(shown),
    knownTags: tags,
    notesDraft: drafts.get(artifact.id) ?? null,
    onNotesDraft: draft => {
      if (draft === null) {
        drafts.delete(artifact.id);
      } else {
        drafts.set(artifact.id, draft);
      }
    },
    onSuggestTags: () => void knownTags(api).then(setTags),
    onRename: name => outcome(library.edit(artifact.id, { name })),
    onAddTag: tag => outcome(library.changeTags(artifact.id, [tag], [])),
    onRemoveTag: tag => outcome(library.changeTags(artifact.id, [], [tag])),
    onNotes: notes => outcome(library.edit(artifact.id, { notes })),
    onAddAlias: alias => aliasOutcome(library.setAlias(artifact, alias)),
    onMoveAliasBack: (alias, to) => outcome(library.setAlias(to, alias)),
    onRemoveAlias: alias => outcome(library.removeAlias(artifact.id, alias)),
    onEditMetadata: () => run(CommandIDs.editMetadata),
    onHistoryOpen: open => history.setOpen(open),
    onHistoryRetry: () => history.retry(),
    onShowVersion: onShow,
    onCompareVersions: versions =>
      run(CommandIDs.compare, {
        artifactId: undefined,
        artifactIds: versions.map(({ id }) => id)
      }),
    onCopyLink: ({ id }) => run(CommandIDs.copyLink, { artifactId: id }),
    onUnseenFailure: ({ code, message, ...rest }) =>
      tellFailure(
        new CellkeepError(
          code,
          trans.__('%1 was not changed. %2', artifact.name, message),
          rest
        ),
        trans
      )
  };
}

function historyView(shown: IHistorySnapshot): HistoryView {
  const { error, isOpen, latest, versions } = shown;
  return {
    open: isOpen,
    latest: latest ?? null,
    // What was loaded before stays in view where it could not be loaded again.
    versions: versions
      ? { status: 'ready', value: versions }
      : error
        ? { status: 'error', error: error.info() }
        : { status: 'loading' }
  };
}

async function outcome(change: Promise<unknown>): Promise<Outcome> {
  try {
    await change;
    return null;
  } catch (error) {
    return asCellkeepError(error).info();
  }
}

async function aliasOutcome(
  change: Promise<Artifact | undefined>
): Promise<AliasOutcome> {
  try {
    return { error: null, from: await change };
  } catch (error) {
    return { error: asCellkeepError(error).info() };
  }
}
