/**
 * Dialogs with a body of our own: what is not an answer yet cannot be accepted, by Enter neither.
 */

import { Dialog, ReactWidget, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import {
  TextQuestion,
  type TextQuestionProps
} from '../../ui/dialogs/TextQuestion';

/** What is asked. */
export interface IQuestion<T> {
  readonly trans: TranslationBundle;
  readonly title: string;
  /** The button that accepts. */
  readonly okLabel: string;
  /** The answer where nobody changes anything; null where that is none. */
  readonly first: T | null;
  /** @param onAnswer - Told of each change; null while there is no answer. */
  readonly body: (onAnswer: (answer: T | null) => void) => JSX.Element;
  /** What the keyboard is in at first. */
  readonly focus: string;
}

/** Ask; null where the person thought better of it. */
export async function ask<T>(question: IQuestion<T>): Promise<T | null> {
  const { focus, okLabel, title, trans } = question;
  const body = new Body(question);
  const dialog = new AnswerDialog<T | null>({
    title,
    body,
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: okLabel })
    ],
    focusNodeSelector: focus
  });
  body.onAnswer = answer => dialog.setAnswered(answer !== null);
  dialog.setAnswered(question.first !== null);
  const { button, value } = await dialog.launch();
  return button.accept ? value : null;
}

/** Ask for a line of text; the one that is given is an answer already. */
export function askText({
  okLabel,
  title,
  trans,
  ...line
}: Pick<IQuestion<string>, 'okLabel' | 'title' | 'trans'> &
  Omit<TextQuestionProps, 'onAnswer'>): Promise<string | null> {
  return ask<string>({
    trans,
    title,
    okLabel,
    first: line.text || null,
    focus: 'input',
    body: onAnswer => <TextQuestion {...line} onAnswer={onAnswer} />
  });
}

/** What is to be done only where a person agrees. */
export interface IConfirmation {
  readonly title: string;
  readonly body: string;
  /** The button that agrees. */
  readonly label: string;
  /** Whether nothing is lost by it. */
  readonly isHarmless?: boolean;
}

/** Ask whether to do what cannot be taken back easily. */
export async function confirm(
  trans: TranslationBundle,
  { title, body, label, isHarmless = false }: IConfirmation
): Promise<boolean> {
  const { button } = await showDialog({
    title,
    body,
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      isHarmless ? Dialog.okButton({ label }) : Dialog.warnButton({ label })
    ]
  });
  return button.accept;
}

class Body<T> extends ReactWidget implements Dialog.IBodyWidget<T | null> {
  constructor(private readonly _question: IQuestion<T>) {
    super();
    this._answer = _question.first;
  }

  onAnswer: (answer: T | null) => void = () => undefined;

  getValue(): T | null {
    return this._answer;
  }

  protected override render(): JSX.Element {
    return this._question.body(answer => {
      this._answer = answer;
      this.onAnswer(answer);
    });
  }
  private _answer: T | null;
}

const FOCUSABLE =
  ':is(input, select, textarea, button, a[href], [contenteditable], [tabindex]):not(:disabled, [tabindex="-1"])';

class AnswerDialog<T> extends Dialog<T> {
  setAnswered(isAnswered: boolean): void {
    this._isAnswered = isAnswered;
    this._showAnswered();
  }

  override resolve(index?: number): void {
    // The first button cancels.
    if (this._isAnswered || index === 0) {
      super.resolve(index);
    }
  }

  override handleEvent(event: Event): void {
    if (event instanceof KeyboardEvent && isOfField(event)) {
      return;
    }
    if (event instanceof KeyboardEvent && event.key === 'Tab') {
      this._stayInside(event);
      return;
    }
    super.handleEvent(event);
    if (event.type === 'input') {
      // It looks only for fields that are invalid to the browser.
      this._showAnswered();
    }
  }

  /** From the last place to the first and back: JupyterLab knows no field that React draws later. */
  private _stayInside(event: KeyboardEvent): void {
    const places = [
      ...this.node.querySelectorAll<HTMLElement>(FOCUSABLE)
    ].filter(place => place.checkVisibility());
    const ends = [places[0], places.at(-1)];
    const [from, to] = event.shiftKey ? ends : ends.reverse();
    if (document.activeElement === from) {
      event.preventDefault();
      to?.focus();
    }
  }

  private _showAnswered(): void {
    const accept = this.node.querySelector<HTMLButtonElement>(
      'button.jp-mod-accept'
    );
    if (accept) {
      accept.disabled = !this._isAnswered;
    }
  }

  private _isAnswered = true;
}

/** In an editor Enter is a new line; in the field of a list it is one more, and Escape closes the field. */
function isOfField({ key, target }: KeyboardEvent): boolean {
  const places: Readonly<Record<string, string>> = {
    Enter: '.cm-editor, .jp-Cellkeep-Chips, .jp-Cellkeep-Share-adder, textarea',
    Escape: '.jp-Cellkeep-Chips-adder'
  };
  const place = places[key];
  return (
    place !== undefined &&
    target instanceof Element &&
    target.closest(place) !== null
  );
}
