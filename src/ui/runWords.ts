/** How runs are told apart where several have one name. */
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Run } from '../protocol/generated';
import { absoluteTime, displayName, runTime } from './format';

/** What is known of a run where it is named. */
export type NamedRun = Pick<Run, 'id' | 'name' | 'created_at' | 'notebook'>;

/** A run as it is named in menus and questions: its name, when it began, and the notebook it is of. */
export function runWords(run: NamedRun): string {
  const { created_at: createdAt, name, notebook } = run;
  const isSaid = notebook === undefined || notebook === name;
  return [name, absoluteTime(createdAt), isSaid ? '' : notebook]
    .filter(Boolean)
    .map(displayName)
    .join(' · ');
}

/** The runs that share their name with another one, by that name. */
export function namesakes<T extends NamedRun>(
  runs: Iterable<T>
): ReadonlyMap<string, readonly T[]> {
  const byName = new Map<string, T[]>();
  for (const run of runs) {
    const known = byName.get(run.name);
    if (known) {
      known.push(run);
    } else {
      byName.set(run.name, [run]);
    }
  }
  return new Map([...byName].filter(([, { length }]) => length > 1));
}

/**
 * What stands beside a run's name: when it began, and among others of its name as much more as it
 * takes to tell them apart, such as the seconds or the path of the notebook.
 */
export function besideRun(
  run: NamedRun,
  others: readonly NamedRun[],
  now: Date,
  trans: TranslationBundle
): string {
  const time = runTime(run.created_at, now, trans);
  const rest = others.filter(({ id }) => id !== run.id);
  const isSameTime = rest.some(
    other => runTime(other.created_at, now, trans) === time
  );
  const isOtherPlace = rest.some(({ notebook }) => notebook !== run.notebook);
  return [
    isSameTime ? runTime(run.created_at, now, trans, true) : time,
    isOtherPlace && (run.notebook ?? trans.__('no notebook'))
  ]
    .filter(part => part !== false)
    .map(displayName)
    .join(' · ');
}

/** What runs are called beside each other: those that share a name with what tells them apart. */
export function runTitles(
  runs: readonly NamedRun[],
  now: Date,
  trans: TranslationBundle
): string[] {
  const shared = namesakes(runs);
  return runs.map(run => {
    const others = shared.get(run.name);
    const name = displayName(run.name);
    return others ? `${name} · ${besideRun(run, others, now, trans)}` : name;
  });
}
