/**
 * The mark by which an output says that the object it shows is still alive in the kernel.
 */

import type * as nbformat from '@jupyterlab/nbformat';

/** An object that the kernel's helper can still reach. */
export interface ILiveObject {
  /** By which the helper knows it. */
  readonly id: string;
  /** A kind of `schema/types.json`, such as `table`. */
  readonly kind: string;
  /** Such as `1,000,000 × 8`. */
  readonly summary: string;
  /** The variable, title or expression by which a person knows it; absent where there is none. */
  readonly name?: string;
}

/** Why the kernel keeps no object behind an output; undefined where it says nothing. */
export function whyRefused(
  output: Readonly<Record<string, unknown>> | nbformat.IOutput
): string | undefined {
  const { refused } = markOf(output) ?? {};
  return typeof refused === 'string' ? refused.slice(0, 500) : undefined;
}

/** The live object behind an output; undefined where there is none, or its mark makes no sense. */
export function liveObjectOf(
  output: Readonly<Record<string, unknown>> | nbformat.IOutput
): ILiveObject | undefined {
  const mark = markOf(output);
  if (typeof mark?.object !== 'string' || !/^[0-9a-f]{32}$/.test(mark.object)) {
    return undefined;
  }
  const { kind, summary, name } = mark;
  return {
    id: mark.object,
    kind: typeof kind === 'string' ? kind : 'output',
    // Anybody may have written the notebook.
    summary: typeof summary === 'string' ? summary.slice(0, 80) : '',
    ...(typeof name === 'string' && name ? { name } : {})
  };
}

/** Anybody may have written the notebook. */
function markOf(
  output: Readonly<Record<string, unknown>> | nbformat.IOutput
): Partial<Record<string, unknown>> | null | undefined {
  const metadata = output['metadata'] as { cellkeep?: unknown } | undefined;
  return metadata?.cellkeep as
    Partial<Record<string, unknown>> | null | undefined;
}
