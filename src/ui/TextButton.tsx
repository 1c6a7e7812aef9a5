import * as React from 'react';

/** A framed button with words in it; nothing where there is nothing that it does. */
export function TextButton(
  props: Omit<
    React.ButtonHTMLAttributes<HTMLButtonElement>,
    'type' | 'className'
  >
): JSX.Element | null {
  return props.onClick ? (
    <button
      type="button"
      className="jp-Cellkeep-TextButton jp-Cellkeep-mod-framed"
      {...props}
    />
  ) : null;
}
