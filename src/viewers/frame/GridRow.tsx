import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { IconButton } from '../../ui/IconButton';

/** Whether a row is picked, and what picking it is called. */
export interface IPick {
  readonly isPicked: boolean;
  readonly label: string;
}

/** Whether the rows that belong below a row are left out, and what changing that is called. */
export interface IFold {
  readonly isFolded: boolean;
  readonly label: string;
}

/** A row of a grid: its label, with a box where it can be picked, then its cells. */
export function GridRow(props: {
  row: number;
  style: React.CSSProperties;
  label: string;
  labelWidth: number;
  /** Absent where the row cannot be picked. */
  pick: IPick | undefined;
  onPick: () => void;
  /** Absent where nothing belongs below the row. */
  fold: IFold | undefined;
  onFold: () => void;
  onLabel: (extend: boolean) => void;
  onOpen: () => void;
  children: React.ReactNode;
}): JSX.Element {
  const { fold, pick, row } = props;
  return (
    <div
      className="jp-Cellkeep-Grid-row"
      role="row"
      aria-rowindex={row + 2}
      aria-selected={pick?.isPicked}
      style={props.style}
      onDoubleClick={props.onOpen}
    >
      <span
        className="jp-Cellkeep-Grid-label"
        role="rowheader"
        aria-colindex={1}
        style={{ width: props.labelWidth }}
        onMouseDown={event => props.onLabel(event.shiftKey)}
      >
        {pick && (
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={pick.label}
            checked={pick.isPicked}
            onChange={props.onPick}
            onMouseDown={event => event.stopPropagation()}
            onDoubleClick={event => event.stopPropagation()}
          />
        )}
        {fold && (
          <IconButton
            icon={fold.isFolded ? caretRightIcon : caretDownIcon}
            label={fold.label}
            tabIndex={-1}
            onClick={props.onFold}
          />
        )}
        {props.label}
      </span>
      {props.children}
    </div>
  );
}
