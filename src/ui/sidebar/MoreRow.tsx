import * as React from 'react';
import { errorIcon, refreshIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { ErrorInfo } from '../../protocol/generated';
import { IconButton } from '../IconButton';

/** Stands at the end of what is loaded: more is on its way, or why it is not. */
export function MoreRow(props: {
  error: ErrorInfo | null;
  trans: TranslationBundle;
  tabIndex: 0 | -1;
  onRetry: () => void;
}): JSX.Element {
  const { error, trans } = props;
  if (!error) {
    return (
      <span className="jp-Cellkeep-Row-about">{trans.__('Loading more…')}</span>
    );
  }
  return (
    <>
      <errorIcon.react
        tag="span"
        className="jp-Cellkeep-Row-icon jp-Cellkeep-mod-failed"
      />
      <span className="jp-Cellkeep-Row-about jp-Cellkeep-Row-reason">
        {error.message}
      </span>
      <span className="jp-Cellkeep-Row-actions">
        <IconButton
          icon={refreshIcon}
          label={trans.__('Load more again')}
          tabIndex={props.tabIndex}
          onClick={props.onRetry}
        />
      </span>
    </>
  );
}
