import * as React from 'react';

import { Name } from '../Name';
import type { Translated } from '../props';

/** Whose something is, where it may be nobody's. */
export function Owner({
  name,
  trans
}: Translated & { name: string | undefined }): JSX.Element {
  return name === undefined ? <>{trans.__('nobody')}</> : <Name value={name} />;
}
