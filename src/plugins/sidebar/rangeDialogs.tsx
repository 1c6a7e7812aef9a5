/**
 * Dialogs that ask from what to what: sizes and days.
 */

import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

import type { ICatalogFilter } from '../../model/view';
import { isDay } from '../application/viewValues';

const MB = 1_000_000;

/** Asks for sizes in MB; null where the person thought better of it. */
export async function askSizes(
  { sizeMin, sizeMax }: ICatalogFilter,
  trans: TranslationBundle
): Promise<Pick<ICatalogFilter, 'sizeMin' | 'sizeMax'> | null> {
  const answer = await ask(trans.__('Filter by size'), trans, [
    {
      label: trans.__('At least, in MB'),
      type: 'number',
      value: megabytes(sizeMin)
    },
    {
      label: trans.__('At most, in MB'),
      type: 'number',
      value: megabytes(sizeMax)
    }
  ]);
  return (
    answer && {
      sizeMin: bytesOf(answer[0]),
      sizeMax: bytesOf(answer[1])
    }
  );
}

/** Asks for days; null where the person thought better of it. */
export async function askDays(
  { date }: ICatalogFilter,
  trans: TranslationBundle
): Promise<Pick<ICatalogFilter, 'date'> | null> {
  const given = date && !('lastDays' in date) ? date : {};
  const answer = await ask(trans.__('Filter by date'), trans, [
    { label: trans.__('From'), type: 'date', value: given.from ?? '' },
    { label: trans.__('To'), type: 'date', value: given.to ?? '' }
  ]);
  if (!answer) {
    return null;
  }
  const [from, to] = answer.map(day => (isDay(day) ? day : undefined));
  return { date: from || to ? { from, to } : undefined };
}

interface IField {
  readonly label: string;
  readonly type: 'number' | 'date';
  readonly value: string;
}

async function ask(
  title: string,
  trans: TranslationBundle,
  fields: readonly IField[]
): Promise<string[] | null> {
  const body = new RangeBody(fields);
  const { button, value } = await showDialog({
    title,
    body,
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: trans.__('Filter') })
    ],
    focusNodeSelector: 'input'
  });
  return button.accept ? value : null;
}

/** Two fields, one under the other. */
class RangeBody extends Widget implements Dialog.IBodyWidget<string[]> {
  constructor(fields: readonly IField[]) {
    super();
    this.addClass('jp-Cellkeep-RangeDialog');
    this._inputs = fields.map(field => {
      const label = document.createElement('label');
      label.textContent = field.label;
      const input = document.createElement('input');
      input.className = 'jp-mod-styled';
      input.type = field.type;
      input.value = field.value;
      if (field.type === 'number') {
        input.min = '0';
        input.step = 'any';
      }
      label.append(input);
      this.node.append(label);
      return input;
    });
  }

  getValue(): string[] {
    return this._inputs.map(({ value }) => value);
  }

  private readonly _inputs: readonly HTMLInputElement[];
}

function megabytes(size: number | undefined): string {
  return size === undefined ? '' : String(size / MB);
}

function bytesOf(text: string | undefined): number | undefined {
  const value = Number(text);
  return text?.trim() && value >= 0 && Number.isFinite(value)
    ? Math.min(Math.round(value * MB), Number.MAX_SAFE_INTEGER)
    : undefined;
}
