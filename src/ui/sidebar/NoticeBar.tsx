import * as React from 'react';
import { closeIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';

import { IconButton } from '../IconButton';
import type { Notice } from '../props';

/** One quiet line at the foot of the list, such as what was deleted and the way back. */
export function NoticeBar(props: {
  notice: Notice;
  trans: TranslationBundle;
}): JSX.Element {
  const { notice, trans } = props;
  return (
    <div className="jp-Cellkeep-NoticeBar" role="status">
      <span className="jp-Cellkeep-NoticeBar-message">{notice.message}</span>
      {notice.actionLabel && notice.onAction && (
        <button
          type="button"
          className="jp-Cellkeep-TextButton"
          onClick={notice.onAction}
        >
          {notice.actionLabel}
        </button>
      )}
      <IconButton
        icon={closeIcon}
        label={trans.__('Dismiss')}
        onClick={notice.onDismiss}
      />
    </div>
  );
}
