import * as React from 'react';

import { number } from '../../ui/format';
import { LinkButton } from '../../ui/LinkButton';
import { useServices } from '../frame/services';
import { Busy, Problem } from '../frame/States';
import { useTask, type Progress } from '../frame/useCall';
import type { Remote } from '../work/client';
import type { EngineOf } from '../work/engines';
import type { ITableFacts } from './engine';

/** Under a table: how much there is, and ways to take it along. */
export function TableFoot(props: {
  /** Undefined while it is being opened. */
  table: Remote<EngineOf<'table'>> | undefined;
  /** Of the artifact, for the files that are exported. */
  name: string;
  facts: ITableFacts;
  rows: number;
  counted: Progress<number>;
  /** Whether the rows shown are what a query found. */
  isNarrowed: boolean;
  /** What was copied last, in words. */
  copied: string;
  compact: boolean;
}): JSX.Element {
  const { compact, copied, counted, facts, isNarrowed, rows, table } = props;
  const { download, trans } = useServices();
  const exported = useTask<void>();
  const onExport = (kind: 'csv' | 'parquet'): void =>
    exported.start(async call => {
      if (!table) {
        return;
      }
      const { file } = await table[kind](call, isNarrowed);
      const base = props.name.split('/').at(-1) ?? props.name;
      download(
        file,
        `${base.replace(/\.(csv|tsv|arrow|parquet|feather)$/i, '')}.${kind}`
      );
    });
  return (
    <div className="jp-Cellkeep-Viewer-foot">
      <span>
        {facts.isCounted || counted.status === 'ready'
          ? trans._n('%2 row', '%2 rows', rows, number(rows))
          : trans.__('%1 rows or more', number(rows))}
      </span>
      <span>
        {facts.columns.length < facts.columnCount
          ? trans.__(
              'first %1 of %2 columns',
              number(facts.columns.length),
              number(facts.columnCount)
            )
          : trans._n(
              '%2 column',
              '%2 columns',
              facts.columnCount,
              number(facts.columnCount)
            )}
      </span>
      {!compact && table && !facts.isCounted && counted.status === 'busy' && (
        <Busy state={counted} label={trans.__('Counting rows:')} />
      )}
      {compact || !table ? null : exported.state?.status === 'busy' ? (
        <Busy
          state={exported.state}
          label={trans.__('Writing rows:')}
          onStop={exported.stop}
        />
      ) : (
        <>
          <LinkButton
            title={trans.__(
              'The rows shown, at most a million. What a spreadsheet would run as a formula gets an apostrophe before it.'
            )}
            onClick={() => onExport('csv')}
          >
            {trans.__('Export CSV')}
          </LinkButton>
          <LinkButton
            title={trans.__(
              'The rows shown, with their types. What Parquet has no type for is written as the text that is shown.'
            )}
            onClick={() => onExport('parquet')}
          >
            {trans.__('Export Parquet')}
          </LinkButton>
        </>
      )}
      <span role="status">{copied}</span>
      {exported.state?.status === 'failed' && (
        <Problem error={exported.state.error} />
      )}
    </div>
  );
}
