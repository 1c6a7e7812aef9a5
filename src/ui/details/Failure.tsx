import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { ErrorInfo } from '../../protocol/generated';
import { displayName } from '../format';

/** Why a change was not made, beside the field in which it still stands. */
export function Failure(props: {
  error: ErrorInfo | null;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { error, trans } = props;
  if (!error) {
    return null;
  }
  const said = [error.message, error.hint].filter(Boolean).join(' ');
  return (
    <p className="ck-Edit-problem" role="alert">
      {trans.__('Not changed. %1', displayName(said))}
    </p>
  );
}
