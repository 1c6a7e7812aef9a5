import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ITableColumn } from '../../codecs/table';
import { displayName } from '../../ui/format';
import { useServices } from '../frame/services';
import type { Comparison, IFilter } from './query';

const TEXT = ['contains', 'equals', 'differs', 'oneOf'] as const;
const RANGES = ['atLeast', 'atMost', 'greater', 'less', 'between'] as const;
const PRESENCE = ['missing', 'present'] as const;

/** What a column can be asked by its kind of values; the first is what is asked most. */
export function comparisonsOf(
  column: Pick<ITableColumn, 'dtype' | 'role'> | undefined
): readonly [Comparison, ...Comparison[]] {
  if (isBoolean(column)) {
    return ['equals', 'differs', ...PRESENCE];
  }
  return column === undefined || column.role === 'text'
    ? [...TEXT, ...RANGES, ...PRESENCE]
    : [...RANGES, 'equals', 'differs', 'oneOf', ...PRESENCE, 'contains'];
}

/** As Arrow, Parquet and pandas name the type; what is shown of it is `true` and `false`. */
function isBoolean(column: Pick<ITableColumn, 'dtype'> | undefined): boolean {
  return /^bool/i.test(column?.dtype ?? '');
}

/** The conditions that rows have to meet, and a way to add one. */
export function Filters(props: {
  columns: readonly ITableColumn[];
  filters: readonly IFilter[];
  onChange: (filters: readonly IFilter[]) => void;
}): JSX.Element {
  const { columns, filters, onChange } = props;
  const { trans } = useServices();
  const [column, setColumn] = React.useState(0);
  const [chosen, setChosen] = React.useState<Comparison>();
  const [written, setValue] = React.useState('');
  const [upTo, setUpTo] = React.useState('');
  const comparisons = comparisonsOf(columns[column]);
  // What the column is may be known only after its record's words were shown.
  const comparison =
    chosen && comparisons.includes(chosen) ? chosen : comparisons[0];
  const truths = isBoolean(columns[column]) && ['true', 'false'];
  const value = truths && !truths.includes(written) ? 'true' : written;
  const isRange = comparison === 'between';
  const needsValue = comparison !== 'missing' && comparison !== 'present';
  return (
    <form
      className="jp-Cellkeep-Filters-form"
      aria-label={trans.__('Filter rows')}
      onSubmit={event => {
        event.preventDefault();
        onChange([
          ...filters,
          {
            column,
            comparison,
            value: needsValue ? value : '',
            ...(isRange && { upTo })
          }
        ]);
        setValue('');
        setUpTo('');
      }}
    >
      <select
        aria-label={trans.__('Column')}
        value={column}
        onChange={event => {
          setColumn(Number(event.target.value));
          setChosen(undefined);
        }}
      >
        {columns.map(({ name }, index) => (
          <option key={index} value={index}>
            {displayName(name)}
          </option>
        ))}
      </select>
      <select
        aria-label={trans.__('Comparison')}
        value={comparison}
        onChange={event => setChosen(event.target.value as Comparison)}
      >
        {comparisons.map(each => (
          <option key={each} value={each}>
            {comparisonWord(each, trans)}
          </option>
        ))}
      </select>
      {needsValue && truths && (
        <select
          aria-label={trans.__('Value')}
          value={value}
          onChange={event => setValue(event.target.value)}
        >
          {truths.map(each => (
            <option key={each}>{each}</option>
          ))}
        </select>
      )}
      {needsValue && !truths && (
        <input
          type="text"
          aria-label={trans.__('Value')}
          placeholder={
            comparison === 'oneOf' ? trans.__('one, two, "three, four"') : ''
          }
          value={value}
          onChange={event => setValue(event.target.value)}
        />
      )}
      {isRange && (
        <input
          type="text"
          aria-label={trans.__('Up to')}
          placeholder={trans.__('up to')}
          value={upTo}
          onChange={event => setUpTo(event.target.value)}
        />
      )}
      <button
        type="submit"
        className="jp-Cellkeep-TextButton jp-Cellkeep-mod-framed"
        disabled={
          columns.length === 0 ||
          (needsValue && value === '') ||
          (isRange && upTo === '')
        }
      >
        {trans.__('Filter')}
      </button>
      {filters.map((filter, index) => (
        <button
          key={index}
          type="button"
          className="jp-Cellkeep-Filters-chip"
          title={trans.__('Remove this condition')}
          onClick={() =>
            onChange(filters.filter((_, other) => other !== index))
          }
        >
          <bdi>{displayName(columns[filter.column]?.name ?? '')}</bdi>{' '}
          {comparisonWord(filter.comparison, trans)}{' '}
          <bdi>{displayName(filter.value)}</bdi>
          {filter.upTo !== undefined && (
            <>
              {' – '}
              <bdi>{displayName(filter.upTo)}</bdi>
            </>
          )}{' '}
          <span aria-hidden="true">✕</span>
        </button>
      ))}
    </form>
  );
}

function comparisonWord(
  comparison: Comparison,
  trans: TranslationBundle
): string {
  const words: Readonly<Record<Comparison, () => string>> = {
    contains: () => trans.__('contains'),
    equals: () => trans.__('is'),
    differs: () => trans.__('is not'),
    oneOf: () => trans.__('is one of'),
    less: () => '<',
    atMost: () => '≤',
    greater: () => '>',
    atLeast: () => '≥',
    between: () => trans.__('is between'),
    missing: () => trans.__('is missing'),
    present: () => trans.__('is present')
  };
  return words[comparison]();
}
