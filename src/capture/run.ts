/**
 * Which run a save goes to.
 */

import type { Run } from '../protocol/generated';

/** Where a save comes from. */
export interface IRunOrigin {
  /** Path of the notebook. */
  readonly notebook?: string;
  /** The Jupyter kernel's id, a UUID with or without dashes. */
  readonly kernelId?: string;
}

/**
 * The run of a kernel: the same one that the kernel's helper saves to by default.
 *
 * Helper and front end never have to agree on it: its id is the kernel's, written as the
 * protocol writes ids.
 *
 * @returns Undefined where there is no kernel, or one whose id is not a UUID.
 */
export function runOfKernel(
  origin: IRunOrigin,
  now = new Date()
): Run | undefined {
  const id = origin.kernelId?.replace(/-/g, '').toLowerCase() ?? '';
  if (!/^[0-9a-f]{32}$/.test(id)) {
    return undefined;
  }
  const run: Run = {
    id,
    name: origin.notebook?.split('/').at(-1) || `kernel ${id.slice(0, 8)}`,
    folder: '/',
    tags: [],
    metadata: {},
    created_at: now.toISOString(),
    kernel_id: origin.kernelId
  };
  if (origin.notebook) {
    run.notebook = origin.notebook;
  }
  return run;
}
