import * as React from 'react';

import type { IconButtonProps } from './props';

/** A small button with an icon; its label is its accessible name and its tooltip. */
export function IconButton(props: IconButtonProps): JSX.Element | null {
  const { onClick } = props;
  if (!onClick) {
    return null;
  }
  return (
    <button
      type="button"
      className={`jp-Cellkeep-IconButton ${props.className ?? ''}`}
      aria-label={props.label}
      title={props.label}
      aria-haspopup={props.opensMenu ? 'menu' : undefined}
      disabled={props.disabled}
      tabIndex={props.tabIndex}
      onClick={event => {
        // The row around it has a click of its own.
        event.stopPropagation();
        onClick(event);
      }}
      onDoubleClick={event => event.stopPropagation()}
    >
      <props.icon.react tag={null} />
    </button>
  );
}
