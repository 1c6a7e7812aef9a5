import * as React from 'react';

import type { ErrorInfo } from '../../protocol/generated';
import { displayName } from '../format';

/** Why a change was not made, beside the field in which it still stands. */
export function Failure(props: {
  error: ErrorInfo | null;
}): JSX.Element | null {
  const { error } = props;
  if (!error) {
    return null;
  }
  const said = [error.message, error.hint].filter(Boolean).join(' ');
  return (
    <p className="jp-Cellkeep-Edit-problem" role="alert">
      {displayName(said)}
    </p>
  );
}
