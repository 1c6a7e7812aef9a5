/** Artifacts that come page by page: what is loaded, and where it goes on. Pure. */
import type { Artifact, ArtifactPage } from '../protocol/generated';

/** The loaded part of a list of artifacts. */
export interface IPages {
  /** In the view's order. */
  readonly artifacts: ReadonlyArray<Artifact>;
  /** Whether `artifacts` is all of them. */
  readonly complete: boolean;
  /** Whether a page is on its way. */
  readonly loading: boolean;
  /** Where the next page starts; undefined before the first and after the last. */
  readonly cursor: string | undefined;
  /** Whether a page was ever loaded. */
  readonly isLoaded: boolean;
}

export const NO_PAGES: IPages = {
  artifacts: [],
  complete: false,
  loading: false,
  cursor: undefined,
  isLoaded: false
};

/** Returns pages with the next one behind them. */
export function nextPage(pages: IPages, page: ArtifactPage): IPages {
  return {
    artifacts: appended(pages.artifacts, page.items),
    complete: page.next_cursor === undefined,
    loading: false,
    cursor: page.next_cursor,
    isLoaded: true
  };
}

/**
 * Returns pages whose beginning was asked for again.
 *
 * What stood behind the last of the new ones is still there, so that nobody who looks at it
 * loses it.
 */
export function begunAgain(pages: IPages, page: ArtifactPage): IPages {
  const last = page.items.at(-1);
  const kept =
    last === undefined || page.next_cursor === undefined
      ? -1
      : pages.artifacts.findIndex(({ id }) => id === last.id);
  if (kept < 0) {
    return nextPage({ ...pages, artifacts: [] }, page);
  }
  return {
    ...pages,
    artifacts: appended(page.items, pages.artifacts.slice(kept + 1)),
    loading: false,
    isLoaded: true,
    ...(kept + 1 === pages.artifacts.length
      ? { complete: false, cursor: page.next_cursor }
      : {})
  };
}

/** Returns artifacts with one replaced by its newer self. */
export function replaced(
  artifacts: ReadonlyArray<Artifact>,
  artifact: Artifact
): ReadonlyArray<Artifact> {
  return artifacts.some(({ id }) => id === artifact.id)
    ? artifacts.map(other => (other.id === artifact.id ? artifact : other))
    : artifacts;
}

/** Returns a page's artifacts behind those that are there, without repeating any. */
export function appended(
  artifacts: ReadonlyArray<Artifact>,
  page: ReadonlyArray<Artifact>
): ReadonlyArray<Artifact> {
  const known = new Set(artifacts.map(({ id }) => id));
  return [...artifacts, ...page.filter(({ id }) => !known.has(id))];
}
