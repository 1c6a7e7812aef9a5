import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { MIMEBUNDLE } from '../../capture/bundle';
import type { Category } from '../../protocol/generated';
import { nameProblem } from '../../protocol/names';
import { SaveDialog } from '../../ui/drop/SaveDialog';
import type { SaveDialogProps, SaveRequest } from '../../ui/drop/props';
import { ask } from '../application/ask';

/** What the dialog begins with. */
export interface ISaveQuestion {
  readonly trans: TranslationBundle;
  /** What will be saved, such as 'output of cell [7]'. */
  readonly subject: string;
  readonly name: string;
  readonly category: Category;
  readonly runName: string;
  /** What more than the display can be saved; null: nothing. */
  readonly more: string | null;
  /** Of which form the display is. */
  readonly display: string;
  /** Looks what a name stands for. */
  readonly look: NonNullable<SaveDialogProps['look']>;
}

/**
 * Ask for the name and the category of what is to be saved.
 *
 * @returns Null where the person thought better of it.
 */
export function askHowToSave(
  question: ISaveQuestion
): Promise<SaveRequest | null> {
  const { trans, name, category, more } = question;
  return ask<SaveRequest>({
    trans,
    title: trans.__('Save as artifact'),
    okLabel: trans.__('Save'),
    first: { name, category, ...(more && { what: 'object' }) },
    focus: 'input',
    body: onAnswer => (
      <SaveDialog
        {...question}
        kind="output"
        mediaType={MIMEBUNDLE}
        nameProblem={nameProblem}
        onChange={onAnswer}
      />
    )
  });
}
