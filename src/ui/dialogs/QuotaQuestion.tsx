import * as React from 'react';

import type { Quota } from '../../protocol/generated';
import { displayName } from '../format';
import type { Translated } from '../props';
import { KindChoice } from './KindChoice';

const UNITS = { MB: 1e6, GB: 1e9, TB: 1e12 } as const;
type Unit = keyof typeof UNITS;
const MOST = Number.MAX_SAFE_INTEGER;

export interface QuotaQuestionProps extends Translated {
  /** Of whom; without a name it is asked for. */
  readonly quota: Partial<Quota>;
  /** Called with every change; null while it is no quota. */
  readonly onAnswer: (quota: Quota | null) => void;
}

/** How many bytes the runs of a person, or of each member of a group, may hold. */
export function QuotaQuestion(props: QuotaQuestionProps): JSX.Element {
  const { onAnswer, quota, trans } = props;
  const [kind, setKind] = React.useState(quota.kind ?? 'person');
  const [name, setName] = React.useState(quota.name ?? '');
  const [isSet, setIsSet] = React.useState(
    quota.name === undefined || quota.limit_bytes !== undefined
  );
  const [unit, setUnit] = React.useState<Unit>(unitOf(quota.limit_bytes));
  const [amount, setAmount] = React.useState(
    quota.limit_bytes === undefined
      ? '10'
      : String(quota.limit_bytes / UNITS[unit])
  );
  const size = Math.round(Number(amount) * UNITS[unit]);
  const isSize = amount.trim() !== '' && size >= 0 && size <= MOST;
  React.useEffect(() => {
    const its = { kind, name: name.trim() };
    onAnswer(
      its.name === '' || (isSet && !isSize)
        ? null
        : isSet
          ? { ...its, limit_bytes: size }
          : its
    );
  }, [isSet, isSize, kind, name, onAnswer, size]);
  return (
    <div className="jp-Cellkeep-Question jp-Cellkeep-Quota">
      {quota.name === undefined && (
        <div className="jp-Cellkeep-Question-limit">
          <KindChoice trans={trans} kind={kind} onChange={setKind} />
          <input
            className="jp-mod-styled"
            aria-label={trans.__('Name')}
            maxLength={255}
            spellCheck={false}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </div>
      )}
      <div className="jp-Cellkeep-Question-limit">
        <label>
          <input
            type="checkbox"
            checked={isSet}
            onChange={({ target }) => setIsSet(target.checked)}
          />
          {kind === 'group'
            ? trans.__('Each member may hold')
            : quota.name === undefined
              ? trans.__('May hold')
              : trans.__('%1 may hold', displayName(quota.name))}
        </label>
        <input
          type="number"
          className="jp-mod-styled"
          aria-label={trans.__('Amount')}
          aria-invalid={isSet && !isSize}
          min={0}
          step="any"
          disabled={!isSet}
          value={amount}
          onChange={({ target }) => setAmount(target.value)}
        />
        <select
          className="jp-mod-styled"
          aria-label={trans.__('Unit')}
          disabled={!isSet}
          value={unit}
          onChange={({ target }) => setUnit(asUnit(target.value))}
        >
          {Object.keys(UNITS).map(one => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </div>
      <p className="jp-Cellkeep-Edit-hint">
        {isSet
          ? trans.__(
              'Nothing is deleted. What would pass it is refused and waits where it was saved.'
            )
          : trans.__('What holds for everybody, or for a group, holds again.')}
      </p>
    </div>
  );
}

function unitOf(size: number | undefined): Unit {
  return size === undefined || (size >= UNITS.GB && size < UNITS.TB)
    ? 'GB'
    : size < UNITS.GB
      ? 'MB'
      : 'TB';
}

function asUnit(text: string): Unit {
  return text === 'MB' || text === 'TB' ? text : 'GB';
}
