import * as React from 'react';

/** A button that looks like a link; nothing where there is nothing that it does. */
export function LinkButton(
  props: Omit<
    React.ButtonHTMLAttributes<HTMLButtonElement>,
    'type' | 'className'
  >
): JSX.Element | null {
  return props.onClick ? (
    <button type="button" className="jp-Cellkeep-Link" {...props} />
  ) : null;
}
