import * as React from 'react';

import { number } from '../../ui/format';
import { LinkButton } from '../../ui/LinkButton';
import { useServices } from '../frame/services';
import { Busy, Problem } from '../frame/States';
import type { Progress } from '../frame/useCall';
import type { IFound } from './engine';
import type { IQuery } from './query';

/** What a query found, in words that say what is not shown. */
export function Narrowed(props: {
  state: Progress<IFound>;
  rows: number;
  query: IQuery;
  onClear: () => void;
  onRetry: () => void;
}): JSX.Element {
  const { state, rows, query, onClear, onRetry } = props;
  const { trans } = useServices();
  if (state.status === 'busy') {
    return (
      <Busy
        state={state}
        label={trans.__('Looking through the rows:')}
        onStop={onClear}
      />
    );
  }
  if (state.status === 'failed') {
    return <Problem error={state.error} onRetry={onRetry} />;
  }
  const { matched } = state.value;
  const kept = state.value.rows.length;
  return (
    <p className="jp-Cellkeep-Viewer-note" role="status">
      {query.filters.length > 0 && (
        <span>
          {trans.__('%1 of %2 rows match.', number(matched), number(rows))}
        </span>
      )}{' '}
      {kept < matched && (
        <span>
          {query.sort
            ? trans.__(
                'The first %1 in this order are shown; all rows were compared.',
                number(kept)
              )
            : trans.__('The first %1 of them are shown.', number(kept))}
        </span>
      )}{' '}
      <LinkButton onClick={onClear}>
        {trans.__('Clear sorting and filters')}
      </LinkButton>
    </p>
  );
}
