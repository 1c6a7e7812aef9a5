/**
 * Dialogs in which notes and metadata are written. What cannot be stored stands there again.
 */

import type { IEditorServices } from '@jupyterlab/codeeditor';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ILibrary } from '../../model/library';
import { asCellkeepError } from '../../protocol/errors';
import type {
  Artifact,
  ArtifactEdit,
  ErrorInfo
} from '../../protocol/generated';
import { LIMITS } from '../../protocol/limits.generated';
import { EditorQuestion } from '../../ui/dialogs/EditorQuestion';
import { displayName, number } from '../../ui/format';
import { ask } from '../application/ask';
import { metadataText, readMetadata } from './metadataText';

/** What the dialogs need. */
export interface ITextParts {
  readonly library: ILibrary;
  readonly editors: IEditorServices | null;
  readonly trans: TranslationBundle;
}

/** Ask for the notes of an artifact, and store them. */
export function askNotes(artifact: Artifact, parts: ITextParts): Promise<void> {
  const { trans } = parts;
  return askUntilStored(artifact, parts, {
    title: trans.__('Notes on %1', displayName(artifact.name)),
    label: trans.__('Notes'),
    mimeType: 'text/plain',
    text: artifact.notes ?? '',
    problem: text =>
      text.length > LIMITS.notes_characters &&
      [...text].length > LIMITS.notes_characters
        ? trans.__(
            'Notes have at most %1 characters.',
            number(LIMITS.notes_characters)
          )
        : null,
    edit: notes => ({ notes })
  });
}

/** Ask for the metadata of an artifact, and store it. */
export function askMetadata(
  artifact: Artifact,
  parts: ITextParts
): Promise<void> {
  const { trans } = parts;
  return askUntilStored(artifact, parts, {
    title: trans.__('Metadata of %1', displayName(artifact.name)),
    label: trans.__('Metadata'),
    mimeType: 'application/json',
    text: metadataText(artifact.metadata),
    note: trans.__(
      'Changes here do not affect whether the next save counts as unchanged.'
    ),
    problem: text => {
      const read = readMetadata(text, trans);
      return 'problem' in read ? read.problem : null;
    },
    edit: text => {
      const read = readMetadata(text, trans);
      return 'problem' in read ? {} : { metadata: read.metadata };
    }
  });
}

interface ITextQuestion {
  readonly title: string;
  readonly label: string;
  readonly mimeType: string;
  readonly text: string;
  readonly note?: string;
  readonly problem: (text: string) => string | null;
  readonly edit: (text: string) => ArtifactEdit;
}

async function askUntilStored(
  artifact: Artifact,
  { library, editors, trans }: ITextParts,
  question: ITextQuestion
): Promise<void> {
  let { text } = question;
  let error: ErrorInfo | null = null;
  for (;;) {
    const [shownText, shownError]: [string, ErrorInfo | null] = [text, error];
    const answer = await ask<string>({
      trans,
      title: question.title,
      okLabel: trans.__('Save'),
      first: question.problem(text) === null ? text : null,
      focus: '.cm-content, textarea',
      body: onAnswer => (
        <EditorQuestion
          {...question}
          text={shownText}
          editors={editors}
          error={shownError}
          onAnswer={onAnswer}
        />
      )
    });
    if (answer === null || (answer === question.text && !error)) {
      return;
    }
    try {
      await library.edit(artifact.id, question.edit(answer));
      return;
    } catch (thrown) {
      const info = asCellkeepError(thrown).info();
      error = { ...info, message: trans.__('Not changed. %1', info.message) };
      text = answer;
    }
  }
}
