/**
 * What `Details` needs so that a person can see other versions and change what it shows: data in,
 * callbacks out.
 */
import type { Artifact, ErrorInfo } from '../../protocol/generated';
import type { Loadable } from '../props';

/** What became of a change: null where it was made, else why not; then nothing was changed. */
export type Outcome = ErrorInfo | null;

/** What became of a new alias. */
export type AliasOutcome =
  | { error: ErrorInfo }
  /** `from` is the version that had it until now, if another one did. */
  | { error: null; from?: Artifact };

/** What is shown of the versions of the artifact's name. */
export interface HistoryView {
  open: boolean;
  /** Number of the newest version; null until it is known. */
  latest: number | null;
  /** The newest first; there once it is open. */
  versions: Loadable<readonly Artifact[]>;
  /** Whether there are older ones. */
  hasMore: boolean;
}

/** The versions of the name, and what can be done with them. */
export interface Versions {
  history: HistoryView;
  onHistoryOpen: (open: boolean) => void;
  onHistoryRetry: () => void;
  onHistoryMore: () => void;
  onShowVersion: (version: Artifact) => void;
  onCompareVersions?: (versions: readonly Artifact[]) => void;
  onCopyLink?: (version: Artifact) => void;
}

export interface Editing extends Versions {
  /** Tags that others have, to choose from; asked for by `onSuggestTags`. */
  knownTags: readonly string[];
  /** Notes that were written and not stored, such as while the server was away; null: none. */
  notesDraft: string | null;

  onNotesDraft: (draft: string | null) => void;
  onSuggestTags: () => void;
  /** A new name for every version. */
  onRename: (name: string) => Promise<Outcome>;
  onAddTag: (tag: string) => Promise<Outcome>;
  onRemoveTag: (tag: string) => Promise<Outcome>;
  onNotes: (notes: string) => Promise<Outcome>;
  onAddAlias: (alias: string) => Promise<AliasOutcome>;
  /** Give an alias back to a version that had it. */
  onMoveAliasBack: (alias: string, to: Artifact) => Promise<Outcome>;
  onRemoveAlias: (alias: string) => Promise<Outcome>;
  /** Open the editor of the metadata. */
  onEditMetadata: () => void;
  /** A change failed whose place is no longer on the screen. */
  onUnseenFailure: (error: ErrorInfo) => void;
}
