import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { number } from '../format';

/** Limits of the protocol. */
export const MOST_DAYS = 36_500;
export const MOST_VERSIONS = 1_000_000;
/** What a number is where a limit is turned on. */
const USUAL_DAYS = '30';
const USUAL_VERSIONS = '5';

interface RunLimitsProps {
  trans: TranslationBundle;
  /** What the fields say; null where a limit is off. */
  days: string | null;
  last: string | null;
  onDays: (text: string | null) => void;
  onLast: (text: string | null) => void;
  /** How many of the run's artifacts are older than so many days; null where nobody can tell. */
  countOlder: (days: number) => Promise<number | null>;
}

/** How long a run keeps things, and what that means for what is there. */
export function RunLimits(props: RunLimitsProps): JSX.Element {
  const { days, last, trans } = props;
  const keepDays = numberIn(days, MOST_DAYS);
  const keepLast = numberIn(last, MOST_VERSIONS);
  return (
    <fieldset>
      <legend>{trans.__('How long things are kept')}</legend>
      <Limit
        before={trans.__('Keep for')}
        after={trans.__('days')}
        label={trans.__('Days')}
        text={days}
        usual={USUAL_DAYS}
        most={MOST_DAYS}
        isGood={!Number.isNaN(keepDays)}
        onChange={props.onDays}
      />
      <Limit
        before={trans.__('Keep the last')}
        after={trans.__('versions of a name')}
        label={trans.__('Versions')}
        text={last}
        usual={USUAL_VERSIONS}
        most={MOST_VERSIONS}
        isGood={!Number.isNaN(keepLast)}
        onChange={props.onLast}
      />
      <Consequence
        trans={trans}
        days={keepDays}
        last={keepLast}
        countOlder={props.countOlder}
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
        'Of each name the newest version stays, and the others go.',
        'Of each name the newest %1 versions stay, and those before them go.',
        last
      )
  ].filter(one => typeof one === 'string');
  return (
    <p className="ck-Edit-hint ck-mod-long" role="status">
      {days === undefined && last === undefined
        ? trans.__('Everything is kept until somebody deletes it.')
        : [
            ...says,
            trans.__(
              'What has an alias is always kept. What goes is put into the trash at the next clean-up, from where it can be brought back.'
            )
          ].join(' ')}
    </p>
  );
}

/** A limit that is on or off, with its number. */
function Limit(props: {
  before: string;
  after: string;
  label: string;
  text: string | null;
  usual: string;
  most: number;
  isGood: boolean;
  onChange: (text: string | null) => void;
}): JSX.Element {
  const { onChange, text, usual } = props;
  return (
    <div className="ck-Question-limit">
      <label>
        <input
          type="checkbox"
          checked={text !== null}
          onChange={event => onChange(event.target.checked ? usual : null)}
        />
        {props.before}
      </label>
      <input
        type="number"
        className="jp-mod-styled"
        aria-label={props.label}
        aria-invalid={!props.isGood}
        title={`1 – ${number(props.most)}`}
        min={1}
        max={props.most}
        step={1}
        disabled={text === null}
        value={text ?? ''}
        onChange={event => onChange(event.target.value)}
      />
      {props.after}
    </div>
  );
}

/** A limit as its field says it. */
export function textOf(limit: number | undefined): string | null {
  return limit === undefined ? null : String(limit);
}

/** The number that a field says; undefined where it is off, NaN where it says none. */
export function numberIn(
  text: string | null,
  most: number
): number | undefined {
  if (text === null) {
    return undefined;
  }
  const value = /^\d+$/.test(text.trim()) ? Number(text) : NaN;
  return value >= 1 && value <= most ? value : NaN;
}
