import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Artifact, RunInfo } from '../../protocol/generated';
import { absoluteTime, bytes, displayName } from '../../ui/format';
import { Grid, placeLabel, type IGridColumn } from '../frame/Grid';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { useCall } from '../frame/useCall';
import { FactTable } from './FactTable';
import { factRows, nameRows, type INameRow, type IRunContent } from './runs';

/** What runs are compared with. */
export interface IRunsViewProps {
  /** Asks for the runs and the latest version of each of their names. */
  load: (
    signal: AbortSignal,
    progress: (done: number, total: number) => void
  ) => Promise<readonly IRunContent[]>;
  /** Compares the artifacts of one name; of one artifact, opens it. */
  onOpen: (artifacts: readonly Artifact[]) => void;
}

/** What runs have in common, and where they differ: what is known of them, and each name in them. */
export function RunsView({ load, onOpen }: IRunsViewProps): JSX.Element {
  const { trans } = useServices();
  const [runs, retry] = useCall(
    ({ signal, progress }) => load(signal, progress),
    [load]
  );
  return (
    <div className="jp-Cellkeep-Viewer-main jp-Cellkeep-Compare jp-Cellkeep-mod-runs">
      <Awaited state={runs} label={trans.__('Comparing runs:')} onRetry={retry}>
        {value => (
          <>
            <Facts runs={value.map(({ info }) => info)} />
            <Names runs={value} onOpen={onOpen} />
          </>
        )}
      </Awaited>
    </div>
  );
}

function Facts({ runs }: { runs: readonly RunInfo[] }): JSX.Element {
  const { trans } = useServices();
  const rows = React.useMemo(
    () => factRows(runs, FACTS(trans), path => trans.__('Metadata · %1', path)),
    [runs, trans]
  );
  return (
    <FactTable
      title={trans.__('Details')}
      columns={runs.map(({ run }) => run.name)}
      rows={rows}
    />
  );
}

const FACTS = (
  trans: TranslationBundle
): ReadonlyArray<readonly [string, (info: RunInfo) => string]> => [
  [trans.__('Folder'), ({ run }) => run.folder],
  [trans.__('Notebook'), ({ run }) => run.notebook ?? ''],
  [trans.__('Tags'), ({ run }) => run.tags.join(', ')],
  [trans.__('Created'), ({ run }) => absoluteTime(run.created_at)],
  [trans.__('Last saved'), ({ updated_at }) => absoluteTime(updated_at)],
  [trans.__('Artifacts'), ({ artifacts }) => String(artifacts)],
  [trans.__('Size'), info => bytes(info.bytes)]
];

function Names(props: {
  runs: readonly IRunContent[];
  onOpen: IRunsViewProps['onOpen'];
}): JSX.Element {
  const { runs } = props;
  const { trans } = useServices();
  const [showsAll, setShowsAll] = React.useState(false);
  const all = React.useMemo(() => nameRows(runs), [runs]);
  const differing = React.useMemo(
    () => all.filter(({ isSame }) => !isSame),
    [all]
  );
  const rows = showsAll ? all : differing;
  const columns = React.useMemo<IGridColumn[]>(
    () => [
      { name: trans.__('Name'), width: 220 },
      ...runs.map(({ info }) => ({ name: info.run.name, width: 280 }))
    ],
    [runs, trans]
  );
  const ignore = React.useCallback(() => undefined, []);
  return (
    <section aria-label={trans.__('Contents')}>
      <h3 className="jp-Cellkeep-Viewer-heading">{trans.__('Contents')}</h3>
      <p className="jp-Cellkeep-Viewer-foot" role="status">
        <span>
          {trans.__('%1 of %2 names differ', differing.length, all.length)}
        </span>
        <button
          type="button"
          className="jp-Cellkeep-Link"
          onClick={() => setShowsAll(!showsAll)}
        >
          {showsAll ? trans.__('Differences only') : trans.__('Everything')}
        </button>
        <span>
          {trans.__(
            'Enter or a double click compares the two latest versions.'
          )}
        </span>
      </p>
      {runs.some(({ more }) => more) && (
        <p className="jp-Cellkeep-Viewer-note" role="alert">
          {trans.__('A run has more names than are compared here.')}
        </p>
      )}
      <Grid
        label={trans.__('Names and what they are in each run')}
        rows={rows.length}
        columns={columns}
        rowLabel={placeLabel}
        onVisible={ignore}
        cell={(row, column) => cellOf(rows[row], column, trans)}
        cellClass={(row, column) =>
          rows[row]?.isSame === false && column > 0
            ? 'jp-Cellkeep-mod-changed'
            : ''
        }
        onOpen={row => {
          const found = rows[row]?.artifacts.filter(one => one !== undefined);
          if (found?.length) {
            props.onOpen(found);
          }
        }}
      />
    </section>
  );
}

function cellOf(
  row: INameRow | undefined,
  column: number,
  trans: TranslationBundle
): string {
  if (!row || column === 0) {
    return row?.name ?? '';
  }
  const artifact = row.artifacts[column - 1];
  if (!artifact) {
    return trans.__('missing');
  }
  const { summary, version, size } = artifact;
  const parts = [trans.__('v%1', version), summary, bytes(size)];
  return displayName(parts.filter(Boolean).join(' · '));
}
