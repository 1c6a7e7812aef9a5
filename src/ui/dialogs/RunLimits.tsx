import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { RunSettings } from '../../protocol/generated';
import { number } from '../format';

type LimitKey = 'keep_days' | 'keep_last';
/** What the fields say; null where a limit is off. */
export type LimitTexts = Readonly<Record<LimitKey, string | null>>;

/** Limits of the protocol. */
const MOST = { keep_days: 36_500, keep_last: 1_000_000 };
/** What a number is where a limit is turned on. */
const USUAL = { keep_days: '30', keep_last: '5' };

interface RunLimitsProps {
  trans: TranslationBundle;
  limits: LimitTexts;
  onChange: (limits: LimitTexts) => void;
  /** How many of the run's artifacts are older than so many days; null where nobody can tell. */
  countOlder: (days: number) => Promise<number | null>;
}

/** How long a run keeps things, and what that means for what is there. */
export function RunLimits(props: RunLimitsProps): JSX.Element {
  const { countOlder, limits, onChange, trans } = props;
  const fields = [
    ['keep_days', trans.__('Keep for'), trans.__('Days'), trans.__('days')],
    [
      'keep_last',
      trans.__('Keep the last'),
      trans.__('Versions'),
      trans.__('versions of a name')
    ]
  ] as const;
  return (
    <fieldset>
      <legend>{trans.__('Retention')}</legend>
      {fields.map(([key, before, label, after]) => {
        const change = (text: string | null): void =>
          onChange({ ...limits, [key]: text });
        return (
          <div className="jp-Cellkeep-Question-limit" key={key}>
            <label>
              <input
                type="checkbox"
                checked={limits[key] !== null}
                onChange={({ target }) =>
                  change(target.checked ? USUAL[key] : null)
                }
              />
              {before}
            </label>
            <input
              type="number"
              className="jp-mod-styled"
              aria-label={label}
              aria-invalid={Number.isNaN(limitIn(limits, key))}
              title={`1 – ${number(MOST[key])}`}
              min={1}
              max={MOST[key]}
              step={1}
              disabled={limits[key] === null}
              value={limits[key] ?? ''}
              onChange={event => change(event.target.value)}
            />
            {after}
          </div>
        );
      })}
      <Consequence
        trans={trans}
        days={limitIn(limits, 'keep_days')}
        last={limitIn(limits, 'keep_last')}
        countOlder={countOlder}
      />
    </fieldset>
  );
}

/** What happens to what is there, in words. */
function Consequence(props: {
  trans: TranslationBundle;
  days: number | undefined;
  last: number | undefined;
  countOlder: RunLimitsProps['countOlder'];
}): JSX.Element {
  const { countOlder, days, last, trans } = props;
  const [older, setOlder] = React.useState<number | null>(null);
  React.useEffect(() => {
    let isCurrent = true;
    setOlder(null);
    if (days !== undefined && !Number.isNaN(days)) {
      void countOlder(days).then(count => isCurrent && setOlder(count));
    }
    return () => {
      isCurrent = false;
    };
  }, [days, countOlder]);
  const says = [
    days !== undefined &&
      older !== null &&
      trans._n(
        '%1 artifact is older than that now.',
        '%1 artifacts are older than that now.',
        older
      ),
    last !== undefined &&
      !Number.isNaN(last) &&
      trans._n(
        'The newest version of each name is kept, and the others are removed.',
        'The newest %1 versions of each name are kept, and older ones are removed.',
        last
      )
  ].filter(one => typeof one === 'string');
  return (
    <p className="jp-Cellkeep-Edit-hint jp-Cellkeep-mod-long" role="status">
      {days === undefined && last === undefined
        ? trans.__('Everything is kept until someone deletes it.')
        : [
            ...says,
            trans.__(
              'Versions with an alias are always kept. What is removed goes to the trash at the next clean-up and can be restored from there.'
            )
          ].join(' ')}
    </p>
  );
}

/** The limits as their fields say them. */
export function limitTexts(settings: RunSettings): LimitTexts {
  const { keep_days: days, keep_last: last } = settings;
  return {
    keep_days: days === undefined ? null : String(days),
    keep_last: last === undefined ? null : String(last)
  };
}

/** The number that a field says; undefined where it is off, NaN where it says none. */
export function limitIn(limits: LimitTexts, key: LimitKey): number | undefined {
  const text = limits[key];
  if (text === null) {
    return undefined;
  }
  const value = /^\d+$/.test(text.trim()) ? Number(text) : NaN;
  return value >= 1 && value <= MOST[key] ? value : NaN;
}
