import type { Artifact, VersionRule } from '../../protocol/generated';

/** What a name stands for before something is saved under it. */
export interface NameHeld {
  /** The latest of its versions; null where the name is new. */
  latest: Pick<Artifact, 'version' | 'kind' | 'summary'> | null;
  /** What the run does with a name that is saved again. */
  rule: VersionRule;
}
