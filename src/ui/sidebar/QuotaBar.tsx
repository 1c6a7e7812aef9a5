import * as React from 'react';

import type { StoreStatus } from '../../protocol/generated';
import type { Translated } from '../props';
import { quotaNotice } from '../team/words';

/** Says that a person's runs hold nearly as much as they may, and what to do. */
export function QuotaBar(
  props: Translated & { status: StoreStatus }
): JSX.Element | null {
  const { status, trans } = props;
  const notice = quotaNotice(status, trans);
  return notice === undefined ? null : (
    <div
      className="jp-Cellkeep-SpoolBar"
      role="status"
      title={trans.__(
        'What brings more bytes than your quota has room for is refused and waits. Delete what you no longer need and empty the trash, or ask who looks after the service for more.'
      )}
    >
      <span className="jp-Cellkeep-SpoolBar-message">{notice}</span>
    </div>
  );
}
