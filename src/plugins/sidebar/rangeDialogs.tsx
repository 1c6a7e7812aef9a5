/**
 * Dialogs that ask from what to what: sizes and days.
 */

import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ICatalogFilter } from '../../model/view';
import { ask } from '../application/ask';
import { isDay } from '../application/viewValues';

const MB = 1_000_000;

/** Asks for sizes in MB; null where the person thought better of it. */
export async function askSizes(
  { sizeMin, sizeMax }: ICatalogFilter,
  trans: TranslationBundle
): Promise<Pick<ICatalogFilter, 'sizeMin' | 'sizeMax'> | null> {
  const answer = await askRange(trans.__('Filter by size'), trans, [
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
  const answer = await askRange(trans.__('Filter by date'), trans, [
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

function askRange(
  title: string,
  trans: TranslationBundle,
  fields: readonly IField[]
): Promise<readonly string[] | null> {
  return ask<readonly string[]>({
    trans,
    title,
    okLabel: trans.__('Filter'),
    first: fields.map(({ value }) => value),
    focus: 'input',
    body: onAnswer => <Fields fields={fields} onAnswer={onAnswer} />
  });
}

/** Two fields, one under the other. */
function Fields(props: {
  fields: readonly IField[];
  onAnswer: (values: readonly string[]) => void;
}): JSX.Element {
  const { fields, onAnswer } = props;
  const values = React.useRef(fields.map(({ value }) => value));
  return (
    <div className="jp-Cellkeep-RangeDialog">
      {fields.map(({ label, type, value }, index) => (
        <label key={label}>
          {label}
          <input
            className="jp-mod-styled"
            type={type}
            min={type === 'number' ? 0 : undefined}
            step={type === 'number' ? 'any' : undefined}
            defaultValue={value}
            onChange={event => {
              values.current[index] = event.target.value;
              onAnswer([...values.current]);
            }}
          />
        </label>
      ))}
    </div>
  );
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
