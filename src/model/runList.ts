/** The loaded part of the store's runs, as one immutable list. Pure: a list in, a list out. */
import type { Artifact, RunInfo } from '../protocol/generated';
import { NO_PAGES, replaced, type IPages } from './pages';
import type { IGroupSnapshot } from './types';

/** A run of the list, with the loaded part of its artifacts. */
export interface IRunEntry extends IPages {
  readonly info: RunInfo;
  readonly expanded: boolean;
}

/** Runs, newest first. */
export type RunList = ReadonlyArray<IRunEntry>;

/** Returns the list with a run's facts put in, in their place; without the run where all of it is deleted. */
export function withRun(list: RunList, info: RunInfo): RunList {
  const known = list.find(({ info: { run } }) => run.id === info.run.id);
  const others = list.filter(other => other !== known);
  if (info.emptied) {
    return others;
  }
  return sorted([...others, known ? { ...known, info } : newEntry(info)]);
}

/** Returns the list with one run changed; the same list where it is not there. */
export function changeRun(
  list: RunList,
  runId: string,
  change: (entry: IRunEntry) => Partial<IRunEntry>
): RunList {
  return list.map(entry =>
    entry.info.run.id === runId ? { ...entry, ...change(entry) } : entry
  );
}

/** Returns the list with a new artifact: the run's counts grow, and it goes to its place. */
export function withArtifact(list: RunList, artifact: Artifact): RunList {
  const changed = changeRun(list, artifact.run_id, entry => {
    const { info, artifacts, isLoaded } = entry;
    if (artifacts.some(({ id }) => id === artifact.id)) {
      return { artifacts: replaced(artifacts, artifact) };
    }
    return {
      // A run that was never opened loads its artifacts when it is.
      artifacts: isLoaded ? inserted(artifacts, artifact) : artifacts,
      info: {
        ...info,
        artifacts: info.artifacts + 1,
        bytes: info.bytes + artifact.size,
        updated_at: later(info.updated_at, artifact.stored_at)
      }
    };
  });
  return sorted(changed);
}

/**
 * Returns the list without artifacts, as far as they are loaded; the server counts the others.
 *
 * A run whose last artifact goes is not listed any more.
 */
export function withoutArtifacts(
  list: RunList,
  artifactIds: ReadonlySet<string>
): RunList {
  return list.flatMap(entry => {
    const { info } = entry;
    const gone = entry.artifacts.filter(({ id }) => artifactIds.has(id));
    if (gone.length === 0) {
      return [entry];
    }
    if (gone.length >= info.artifacts) {
      return [];
    }
    const bytes = gone.reduce((sum, { size }) => sum + size, 0);
    const left: IRunEntry = {
      ...entry,
      artifacts: entry.artifacts.filter(({ id }) => !artifactIds.has(id)),
      info: {
        ...info,
        artifacts: info.artifacts - gone.length,
        bytes: Math.max(0, info.bytes - bytes)
      }
    };
    return [left];
  });
}

/** Returns a new run of the list, closed. */
export function newEntry(info: RunInfo): IRunEntry {
  return {
    ...NO_PAGES,
    info,
    expanded: false,
    complete: info.artifacts === 0
  };
}

/** Returns a run as the list shows it. */
export function groupOfRun(entry: IRunEntry): IGroupSnapshot {
  const { info, expanded, artifacts, complete, loading } = entry;
  return {
    key: info.run.id,
    label: info.run.name,
    count: info.artifacts,
    bytes: info.bytes,
    run: info,
    expanded,
    artifacts,
    complete,
    loading
  };
}

/** Returns runs, the one with the newest news first. */
export function sorted(list: RunList): RunList {
  return [...list].sort((left, right) =>
    compare(right.info.updated_at, left.info.updated_at)
  );
}

function inserted(
  artifacts: ReadonlyArray<Artifact>,
  artifact: Artifact
): ReadonlyArray<Artifact> {
  const index = artifacts.findIndex(({ seq }) => seq < artifact.seq);
  const at = index < 0 ? artifacts.length : index;
  return [...artifacts.slice(0, at), artifact, ...artifacts.slice(at)];
}

function later(left: string, right: string): string {
  return compare(left, right) < 0 ? right : left;
}

/** Timestamps of the protocol are ordered as text. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
