/** The store's runs as groups of their artifacts, the one with the newest news first. Pure. */
import type { Artifact, RunInfo } from '../protocol/generated';
import {
  changeGroup,
  grown,
  withoutArtifacts,
  type GroupList,
  type IGroupEntry
} from './groupList';
import { NO_PAGES } from './pages';

/** Returns a run as a group, with what is loaded of it; a new one is closed. */
export function groupOfRun(info: RunInfo, known?: IGroupEntry): IGroupEntry {
  return {
    ...(known ?? {
      ...NO_PAGES,
      expanded: false,
      complete: info.artifacts === 0
    }),
    key: info.run.id,
    label: info.run.name,
    count: info.artifacts,
    bytes: info.bytes,
    lastSeq: 0,
    run: info
  };
}

/** Returns the list with a run's facts put in, in their place; without the run where all of it is deleted. */
export function withRun(list: GroupList, info: RunInfo): GroupList {
  const known = list.find(({ key }) => key === info.run.id);
  const others = list.filter(other => other !== known);
  return info.emptied ? others : sorted([...others, groupOfRun(info, known)]);
}

/** Returns the list with new artifacts of a run: its counts grow, and they go to their places. */
export function withArtifacts(
  list: GroupList,
  runId: string,
  stored: ReadonlyMap<string, Artifact>
): GroupList {
  const changed = changeGroup(list, runId, entry => {
    const { artifacts, isLoaded } = entry;
    const known = new Set(artifacts.map(({ id }) => id));
    const added = [...stored.values()].filter(({ id }) => !known.has(id));
    const size = added.reduce((sum, one) => sum + one.size, 0);
    const kept = artifacts.map(one => stored.get(one.id) ?? one);
    const { run, ...numbers } = grown(entry, added.length, size);
    return {
      // A run that was never opened loads its artifacts when it is.
      artifacts: isLoaded ? inserted(kept, added) : kept,
      ...numbers,
      run: run && {
        ...run,
        updated_at: added.reduce(
          (latest, { stored_at }) => later(latest, stored_at),
          run.updated_at
        )
      }
    };
  });
  return sorted(changed);
}

/** Returns the list without artifacts; a run whose last artifact goes is no longer listed. */
export function withoutRunArtifacts(
  list: GroupList,
  artifactIds: ReadonlySet<string>
): GroupList {
  const known = new Set(list);
  return withoutArtifacts(list, artifactIds).filter(
    entry => entry.count !== 0 || known.has(entry)
  );
}

function sorted(list: GroupList): GroupList {
  return [...list].sort((left, right) =>
    compare(right.run?.updated_at ?? '', left.run?.updated_at ?? '')
  );
}

/** In one walk: thousands may come in a second. */
function inserted(
  artifacts: ReadonlyArray<Artifact>,
  added: ReadonlyArray<Artifact>
): ReadonlyArray<Artifact> {
  const waiting = [...added].sort((left, right) => left.seq - right.seq);
  const all: Artifact[] = [];
  for (const artifact of artifacts) {
    while ((waiting.at(-1)?.seq ?? -1) > artifact.seq) {
      all.push(waiting.pop()!);
    }
    all.push(artifact);
  }
  return [...all, ...waiting.reverse()];
}

function later(left: string, right: string): string {
  return compare(left, right) < 0 ? right : left;
}

/** Timestamps of the protocol are ordered as text. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
