import * as React from 'react';

import type { StoreStatus } from '../../protocol/generated';
import type { Translated } from '../props';

/** Says that the store can be read and not written: a mounted archive, or a colleague's. */
export function ReadOnlyBar(
  props: Translated & { status: StoreStatus }
): JSX.Element | null {
  const { status, trans } = props;
  if (!status.read_only) {
    return null;
  }
  return (
    <div
      className="jp-Cellkeep-SpoolBar"
      role="status"
      title={trans.__(
        'This server may not write to %1. What kernels save waits on this machine.',
        status.location
      )}
    >
      <span className="jp-Cellkeep-SpoolBar-message">
        {trans.__('Read-only store')}
      </span>
    </div>
  );
}
