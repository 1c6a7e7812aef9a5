import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { MIMEBUNDLE } from '../../capture/bundle';
import type { Category } from '../../protocol/generated';
import { nameProblem } from '../../protocol/names';
import type { SaveRequest } from '../../ui/props';
import { SaveDialog } from '../../ui/drop/SaveDialog';

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
}

/** The dialog's body. */
class SaveDialogBody
  extends ReactWidget
  implements Dialog.IBodyWidget<SaveRequest | null>
{
  constructor(question: ISaveQuestion) {
    super();
    this._question = question;
    const { name, category, more } = question;
    this._answer = more
      ? { name, category, what: 'object' }
      : { name, category };
  }

  /** Told of each change; null while there is no name that an artifact can have. */
  onChange: (answer: SaveRequest | null) => void = () => undefined;
  onSubmit: () => void = () => undefined;

  getValue(): SaveRequest | null {
    return this._answer;
  }

  protected override render(): JSX.Element {
    const { trans, subject, name, category, runName } = this._question;
    return (
      <SaveDialog
        trans={trans}
        subject={subject}
        name={name}
        category={category}
        kind="output"
        mediaType={MIMEBUNDLE}
        runName={runName}
        more={this._question.more}
        nameProblem={nameProblem}
        onChange={answer => {
          this._answer = answer;
          this.onChange(answer);
        }}
        onSubmit={answer => {
          this._answer = answer;
          this.onSubmit();
        }}
      />
    );
  }

  private readonly _question: ISaveQuestion;
  private _answer: SaveRequest | null;
}

/**
 * Ask for the name and the category of what is to be saved.
 *
 * @returns Null where the person thought better of it.
 */
export async function askHowToSave(
  question: ISaveQuestion
): Promise<SaveRequest | null> {
  const { trans } = question;
  const body = new SaveDialogBody(question);
  const dialog = new Dialog<SaveRequest | null>({
    title: trans.__('Save as artifact'),
    body,
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: trans.__('Save') })
    ],
    focusNodeSelector: 'input'
  });
  body.onChange = answer => {
    const accept = dialog.node.querySelector<HTMLButtonElement>(
      'button.jp-mod-accept'
    );
    if (accept) {
      accept.disabled = answer === null;
    }
  };
  body.onSubmit = () => dialog.resolve(1);
  const result = await dialog.launch();
  return result.button.accept ? result.value : null;
}
