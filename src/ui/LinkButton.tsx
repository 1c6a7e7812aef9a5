import * as React from 'react';

import type { WordsProps } from './TextButton';

/** A button that looks like a link; nothing where there is nothing that it does. */
export function LinkButton(props: WordsProps): JSX.Element | null {
  return props.onClick ? (
    <button type="button" className="jp-Cellkeep-Link" {...props} />
  ) : null;
}
