/**
 * What of a thing makes another one its next version. Python has the same rule
 * (`cellkeep/context/names_held.py`); `schema/vectors/likeness.json` holds both to it.
 */

import type { Preview } from '../protocol/generated';

/** Of tables some column that both have, of arrays as many dimensions. */
export interface ILikeness {
  /** A kind of `schema/types.json`. */
  readonly kind: string;
  readonly columns?: readonly string[];
  readonly dimensions?: number;
}

/** The likeness of what a preview shows. */
export function likenessOf(kind: string, preview?: Preview): ILikeness {
  switch (preview?.type) {
    case 'table':
      return { kind, columns: preview.columns.map(({ name }) => name) };
    case 'array':
      return { kind, dimensions: preview.shape.length };
    default:
      return { kind };
  }
}

/** Whether what comes is a version of what was there. What nobody knows is no difference. */
export function takes(before: ILikeness, now: ILikeness): boolean {
  if (before.kind !== now.kind) {
    return false;
  }
  if (before.dimensions !== undefined && now.dimensions !== undefined) {
    return before.dimensions === now.dimensions;
  }
  const { columns = [] } = before;
  return (
    columns.length === 0 ||
    !now.columns?.length ||
    now.columns.some(name => columns.includes(name))
  );
}
