import { Token } from '@lumino/coreutils';
import type * as React from 'react';

import type { Artifact } from '../../protocol/generated';

/** Draws artifacts in a small frame; only for the plugins of this extension. */
export interface IPreviews {
  /** @param outputLimitBytes - Larger outputs are not loaded; by default 64 MiB. */
  draw(artifact: Artifact, outputLimitBytes?: number): React.ReactElement;
}

export const IPreviews = new Token<IPreviews>(
  'cellkeep:IPreviews',
  'Draws artifacts in a small frame.'
);
