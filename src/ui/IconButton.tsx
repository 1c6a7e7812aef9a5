import * as React from 'react';

import type { LabIcon } from '@jupyterlab/ui-components';

import { bound } from './bound';
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

/** Buttons that do something with one thing; those that nothing does anything for are left out. */
export function IconButtons<T>(props: {
  of: T;
  buttons: readonly (readonly [
    icon: LabIcon,
    label: string,
    act: ((of: T) => void) | undefined
  ])[];
  tabIndex?: number;
}): JSX.Element {
  return (
    <>
      {props.buttons.map(([icon, label, act]) => (
        <IconButton
          key={label}
          tabIndex={props.tabIndex}
          icon={icon}
          label={label}
          onClick={bound(act, props.of)}
        />
      ))}
    </>
  );
}
