/**
 * What a person changes in the details: callbacks that ask the server, and what they show.
 */

import type { CommandRegistry } from '@lumino/commands';
import * as React from 'react';

import type { HistoryModel, IHistorySnapshot } from '../../model/history';
import { asCellkeepError, CellkeepError } from '../../protocol/errors';
import type { Artifact, ErrorInfo } from '../../protocol/generated';
import type {
  AliasOutcome,
  Editing,
  HistoryView,
  Outcome,
  Versions
} from '../../ui/details/editing';
import { CommandIDs } from '../application/commandIds';
import { actionOf, onArtifact, onArtifacts } from '../application/commands';
import type { IServices } from '../application/services';
import { tellFailure } from '../application/tell';
import { useSnapshot } from '../application/useSnapshot';
import { knownTags } from './knownTags';

/** What the details need to be edited. */
export interface IEditingParts {
  readonly services: IServices;
  readonly commands: CommandRegistry;
  readonly history: HistoryModel;
  /** Shows another version in the same place. */
  readonly onShow: (version: Artifact) => void;
}

/** What `Details` offers for one artifact; no changes where the plugin for them is disabled. */
export function useEditing(
  artifact: Artifact,
  parts: IEditingParts
): { versions: Versions; editing: Editing | undefined } {
  const { commands, history, onShow, services } = parts;
  const { cellkeep, sidebar, trans } = services;
  const { drafts } = sidebar;
  const { api, library } = cellkeep;
  const [tags, setTags] = React.useState<readonly string[]>([]);
  const shown = useSnapshot(history);
  React.useEffect(() => history.show(artifact), [history, artifact]);
  const versions: Versions = {
    history: historyView(shown),
    onHistoryOpen: open => history.setOpen(open),
    onHistoryRetry: () => history.retry(),
    onHistoryMore: () => void history.more(),
    onShowVersion: onShow,
    onCompareVersions: actionOf(commands, CommandIDs.compare, onArtifacts),
    onCopyLink: actionOf(commands, CommandIDs.copyLink, onArtifact)
  };
  const editMetadata = actionOf(commands, CommandIDs.editMetadata, onArtifact);
  const editing =
    editMetadata &&
    ({
      ...versions,
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
      onEditMetadata: () => editMetadata(artifact),
      onUnseenFailure: ({ code, message, ...rest }: ErrorInfo) =>
        tellFailure(
          new CellkeepError(
            code,
            trans.__('%1 was not changed. %2', artifact.name, message),
            rest
          ),
          trans
        )
    } satisfies Editing);
  return { versions, editing };
}

function historyView(shown: IHistorySnapshot): HistoryView {
  const { error, hasMore, isOpen, latest, versions } = shown;
  return {
    open: isOpen,
    latest: latest?.version ?? null,
    hasMore,
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
