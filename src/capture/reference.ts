/**
 * A small output that stands for a kept one: what an off-loaded output leaves in the notebook.
 */

import type * as nbformat from '@jupyterlab/nbformat';

import { toBase64 } from '../protocol/bytes';
import type { Artifact } from '../protocol/generated';
import { representations } from './bundle';

/** Media type of the reference. Viewers that do not know it show the picture beside it. */
export const REFERENCE = 'application/vnd.cellkeep.artifact+json';

/** What a reference says of its artifact. */
export interface IReference {
  readonly id: string;
  readonly run_id: string;
  readonly name: string;
  readonly version: number;
  readonly sha256: string;
  /** Media type of the artifact's bytes. */
  readonly type: string;
  readonly kind: string;
  readonly size: number;
  readonly summary: string;
}

/**
 * The output that takes the place of a kept one.
 *
 * It has no `text/html`: nbconvert and GitHub would show that instead of the picture.
 *
 * @param picture - A PNG of what the output looks like.
 * @param words - What readers see where there are no pictures.
 */
export function referenceOutput(
  artifact: Artifact,
  picture: Uint8Array | null,
  words: string
): nbformat.IDisplayData {
  const { id, run_id, name, version, sha256, kind, size } = artifact;
  const reference: IReference = {
    id,
    run_id,
    name,
    version,
    sha256,
    type: artifact.media_type,
    kind,
    size,
    summary: artifact.summary ?? ''
  };
  return {
    output_type: 'display_data',
    data: {
      [REFERENCE]: { ...reference },
      ...(picture && { 'image/png': toBase64(picture) }),
      'text/plain': words
    },
    metadata: {}
  };
}

/** Whether an output stands for one in the store. */
export function isReference(output: nbformat.IOutput): boolean {
  return REFERENCE in representations(output);
}

/** A reference out of a notebook that anybody may have written; undefined where it is none. */
export function readReference(value: unknown): IReference | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const given = value as Readonly<Record<string, unknown>>;
  const text = (key: string) => {
    const found = given[key];
    return typeof found === 'string' ? found.slice(0, 1024) : '';
  };
  const count = (key: string) => {
    const found = given[key];
    return typeof found === 'number' && Number.isSafeInteger(found) ? found : 0;
  };
  const reference: IReference = {
    id: text('id'),
    run_id: text('run_id'),
    name: text('name'),
    version: count('version'),
    sha256: text('sha256'),
    type: text('type'),
    kind: text('kind'),
    size: count('size'),
    summary: text('summary')
  };
  const isGood =
    /^[0-9a-f]{32}$/.test(reference.id) &&
    /^[0-9a-f]{64}$/.test(reference.sha256) &&
    reference.name !== '';
  return isGood ? reference : undefined;
}
