import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Artifact } from '../../protocol/generated';
import { absoluteTime, bytes, displayName } from '../../ui/format';
import { runTitles } from '../../ui/runWords';
import { Grid, placeLabel, type IGridColumn } from '../frame/Grid';
import { useServices } from '../frame/services';
import { Awaited } from '../frame/States';
import { useCall } from '../frame/useCall';
import { useKept } from '../frame/keptState';
import { CodeDifference } from './CodeDifference';
import { FactTable } from './FactTable';
import { NameDifference } from './NameDifference';
import {
  factRows,
  haveMoreValues,
  nameRows,
  originOf,
  type INameRow,
  type IRunContent
} from './runs';

/** What runs are compared with. */
export interface IRunsViewProps {
  /** Asks for the runs and the latest version of each of their names. */
  load: (
    signal: AbortSignal,
    progress: (done: number, total: number) => void
  ) => Promise<readonly IRunContent[]>;
  /** Asks for all versions of an artifact's name in its run, the latest first. */
  versions: (
    artifact: Artifact,
    signal: AbortSignal
  ) => Promise<readonly Artifact[]>;
  /** Compares artifacts in a tab of their own; opens a single one. */
  onOpen: (artifacts: readonly Artifact[]) => void;
}

/** What any number of runs have in common, and where they differ from one of them, the base. */
export function RunsView(props: IRunsViewProps): JSX.Element {
  const { load } = props;
  const { trans } = useServices();
  const [runs, retry] = useCall(
    ({ signal, progress }) => load(signal, progress),
    [load]
  );
  return (
    <div className="jp-Cellkeep-Viewer-main jp-Cellkeep-Compare jp-Cellkeep-mod-runs">
      <Awaited state={runs} label={trans.__('Comparing runs:')} onRetry={retry}>
        {value => <Runs {...props} runs={value} />}
      </Awaited>
    </div>
  );
}

function Runs(
  props: Omit<IRunsViewProps, 'load'> & { runs: readonly IRunContent[] }
): JSX.Element {
  const { runs } = props;
  const { trans } = useServices();
  const [chosen, setBase] = useKept<number>('base', 0);
  const base = Math.min(chosen, runs.length - 1);
  const [onlyDifferences, setOnlyDifferences] = useKept<boolean>(
    'differences',
    true
  );
  const [name, setName] = useKept<string>('name', '');
  const titles = React.useMemo(
    () =>
      runTitles(
        runs.map(({ info }) => info.run),
        new Date(),
        trans
      ),
    [runs, trans]
  );
  const names = React.useMemo(() => nameRows(runs), [runs]);
  const row = names.find(one => one.name === name);
  const beside = { runs, titles, base, showsAll: !onlyDifferences };
  return (
    <>
      <div
        className="jp-Cellkeep-Viewer-bar"
        role="group"
        aria-label={trans.__('What is compared')}
      >
        <label>
          {trans.__('Base')}{' '}
          <select
            value={base}
            onChange={event => setBase(Number(event.target.value))}
          >
            {titles.map((title, index) => (
              <option key={index} value={index}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label>
          <input
            type="checkbox"
            checked={onlyDifferences}
            onChange={event => setOnlyDifferences(event.target.checked)}
          />{' '}
          {trans.__('Only differences')}
        </label>
      </div>
      <Facts {...beside} />
      <Names {...beside} names={names} onName={setName} />
      {row && (
        <NameDifference
          key={row.name}
          row={row}
          titles={titles}
          base={base}
          versions={props.versions}
          onOpen={props.onOpen}
        />
      )}
      <CodeDifference {...beside} />
    </>
  );
}

interface IBeside {
  runs: readonly IRunContent[];
  titles: readonly string[];
  base: number;
  showsAll: boolean;
}

function Facts({ base, runs, showsAll, titles }: IBeside): JSX.Element {
  const { trans } = useServices();
  const rows = React.useMemo(
    () => factRows(runs, FACTS(trans), path => trans.__('Metadata · %1', path)),
    [runs, trans]
  );
  const haveMore = React.useMemo(() => haveMoreValues(runs), [runs]);
  return (
    <>
      <FactTable
        title={trans.__('Details')}
        columns={titles}
        rows={rows}
        base={base}
        showsAll={showsAll}
      />
      {haveMore && (
        <p className="jp-Cellkeep-Viewer-note" role="alert">
          {trans.__('A run has more metadata than is compared here.')}
        </p>
      )}
    </>
  );
}

const FACTS = (
  trans: TranslationBundle
): ReadonlyArray<readonly [string, (content: IRunContent) => string]> => [
  [trans.__('Folder'), ({ info }) => info.run.folder],
  [trans.__('Notebook'), ({ info }) => info.run.notebook ?? ''],
  [trans.__('Tags'), ({ info }) => info.run.tags.join(', ')],
  [trans.__('Created'), ({ info }) => absoluteTime(info.run.created_at)],
  [trans.__('Last saved'), ({ info }) => absoluteTime(info.updated_at)],
  [trans.__('Artifacts'), ({ info }) => String(info.artifacts)],
  [trans.__('Size'), ({ info }) => bytes(info.bytes)],
  [trans.__('Git commit'), content => originOf(content)?.git_commit ?? ''],
  [trans.__('Script'), content => originOf(content)?.script ?? ''],
  [
    trans.__('Arguments'),
    content => originOf(content)?.arguments?.join(' ') ?? ''
  ]
];

function Names(
  props: IBeside & {
    names: readonly INameRow[];
    onName: (name: string) => void;
  }
): JSX.Element {
  const { base, names, onName, runs, showsAll, titles } = props;
  const { trans } = useServices();
  const differing = React.useMemo(
    () => names.filter(({ isSame }) => !isSame),
    [names]
  );
  const rows = showsAll ? names : differing;
  const columns = React.useMemo<IGridColumn[]>(
    () => [
      { name: trans.__('Name'), width: 220 },
      ...titles.map(name => ({ name, width: 260 }))
    ],
    [titles, trans]
  );
  return (
    <section aria-label={trans.__('Contents')}>
      <h3 className="jp-Cellkeep-Viewer-heading">{trans.__('Contents')}</h3>
      <p className="jp-Cellkeep-Viewer-foot" role="status">
        <span>
          {trans.__('%1 of %2 names differ', differing.length, names.length)}
        </span>
        <span>
          {trans.__(
            'Enter or a double click shows a name below: its versions, and what differs in them.'
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
        empty={trans.__('All names are the same in all of these runs.')}
        columns={columns}
        pinned={1}
        rowLabel={placeLabel}
        cell={(row, column) => cellOf(rows[row], column, trans)}
        cellClass={(row, column) => {
          const artifacts = rows[row]?.artifacts ?? [];
          return column > 0 &&
            artifacts[column - 1]?.sha256 !== artifacts[base]?.sha256
            ? 'jp-Cellkeep-mod-changed'
            : '';
        }}
        onOpen={row => {
          const name = rows[row]?.name;
          if (name !== undefined) {
            onName(name);
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
