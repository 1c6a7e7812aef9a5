/** What is known of the code that a run's artifacts came from. Pure. */
import type { Artifact, Provenance } from '../../protocol/generated';

/** As notebooks are written in plain files. */
const CELL_MARK = '# %%';

/**
 * Returns the cells that artifacts were saved from, each once and as it was executed last, in the
 * order in which they ran; empty where no source is known.
 */
export function codeOf(artifacts: readonly Artifact[]): string {
  const cells = new Map<string, Provenance>();
  for (const { provenance } of artifacts) {
    const { cell_id: id, execution_count: count = 0, source } = provenance;
    const key = id ?? source;
    const known = key === undefined ? undefined : cells.get(key);
    if (
      key !== undefined &&
      source !== undefined &&
      (known === undefined || count >= (known.execution_count ?? 0))
    ) {
      cells.set(key, provenance);
    }
  }
  return [...cells.values()]
    .sort(
      (one, other) => (one.execution_count ?? 0) - (other.execution_count ?? 0)
    )
    .map(({ source = '' }) => `${CELL_MARK}\n${source.trimEnd()}\n`)
    .join('\n');
}
