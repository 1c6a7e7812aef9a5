/** What runs have in common and where they differ. Pure. */
import type { Artifact, Provenance, RunInfo } from '../../protocol/generated';

/** A run, and the latest version of each name in it. */
export interface IRunContent {
  readonly info: RunInfo;
  readonly artifacts: ReadonlyArray<Artifact>;
  /** Whether there are more names than were asked for. */
  readonly more: boolean;
}

/** A name, and what it is in each run. */
export interface INameRow {
  readonly name: string;
  /** One for each run, in their order; undefined where a run has not got the name. */
  readonly artifacts: ReadonlyArray<Artifact | undefined>;
  /** Whether all runs have it with the same bytes. */
  readonly isSame: boolean;
}

/** Something known of runs, as text, one for each run. */
export interface IFactRow {
  readonly label: string;
  readonly values: ReadonlyArray<string>;
  readonly isSame: boolean;
}

/** Values of a run's metadata that are compared. */
const MOST_VALUES = 1000;

/** Returns every name of the runs: first what differs, then what is the same, by name. */
export function nameRows(runs: ReadonlyArray<IRunContent>): INameRow[] {
  const byName = new Map<string, (Artifact | undefined)[]>();
  runs.forEach(({ artifacts }, index) => {
    for (const artifact of artifacts) {
      const row =
        byName.get(artifact.name) ??
        Array<Artifact | undefined>(runs.length).fill(undefined);
      row[index] = artifact;
      byName.set(artifact.name, row);
    }
  });
  return [...byName]
    .map(([name, artifacts]) => ({
      name,
      artifacts,
      isSame: allSame(artifacts.map(artifact => artifact?.sha256))
    }))
    .sort(
      (one, other) =>
        Number(one.isSame) - Number(other.isSame) ||
        one.name.localeCompare(other.name)
    );
}

/** Returns what is known of runs by label; values inside of `metadata` have a label of their own. */
export function factRows(
  runs: ReadonlyArray<IRunContent>,
  facts: ReadonlyArray<readonly [string, (content: IRunContent) => string]>,
  metadataLabel: (path: string) => string
): IFactRow[] {
  const rows = facts.map(([label, read]) => factRow(label, runs.map(read)));
  const metadata = runs.map(content => valuesOf(content).values);
  const paths = [...new Set(metadata.flatMap(map => [...map.keys()]))].sort();
  return [
    ...rows,
    ...paths.map(path =>
      factRow(
        metadataLabel(path),
        metadata.map(map => map.get(path) ?? '')
      )
    )
  ];
}

/** Whether the metadata of one of the runs has more values than are compared. */
export function haveMoreValues(runs: ReadonlyArray<IRunContent>): boolean {
  return runs.some(content => valuesOf(content).more);
}

/** Where the artifact that was saved last in a run came from. */
export function originOf({ artifacts }: IRunContent): Provenance | undefined {
  const last = artifacts.reduce<Artifact | undefined>(
    (best, artifact) => (best && best.seq > artifact.seq ? best : artifact),
    undefined
  );
  return last?.provenance;
}

function valuesOf({ info }: IRunContent): {
  values: ReadonlyMap<string, string>;
  more: boolean;
} {
  const values = new Map<string, string>();
  for (const [path, text] of leaves(info.run.metadata)) {
    if (values.size === MOST_VALUES) {
      return { values, more: true };
    }
    values.set(path, text);
  }
  return { values, more: false };
}

function factRow(label: string, values: ReadonlyArray<string>): IFactRow {
  return { label, values, isSame: allSame(values) };
}

function allSame(values: ReadonlyArray<string | undefined>): boolean {
  return values.every(value => value !== undefined && value === values[0]);
}

/** The values of nested JSON by their paths, such as `optimiser.lr`; lists stay whole. */
function* leaves(value: unknown, path = ''): Generator<[string, string]> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [key, item] of Object.entries(value)) {
      yield* leaves(item, path ? `${path}.${key}` : key);
    }
  } else if (path) {
    yield [
      path,
      typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
    ];
  }
}
