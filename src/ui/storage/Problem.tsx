import * as React from 'react';

import type { ErrorInfo } from '../../protocol/generated';
import type { Translated } from '../props';
import { TextButton } from '../TextButton';

/** Why something of the store could not be read, and a way to ask again. */
export function Problem(
  props: Translated & { error: ErrorInfo; onRetry: () => void }
): JSX.Element {
  const { error, onRetry, trans } = props;
  return (
    <div className="jp-Cellkeep-Storage-problem" role="alert">
      <span>
        {error.message} {error.hint}
      </span>
      <TextButton onClick={onRetry}>{trans.__('Try again')}</TextButton>
    </div>
  );
}
