import * as React from 'react';

import { displayName, shortFloat } from '../../ui/format';
import { useServices } from './services';

/** A cell longer than this would only be cut by its column. */
const CELL_CHARACTERS = 120;

/** One cell; it is drawn anew only where something of it changed. */
export const GridCell = React.memo(function GridCell(props: {
  id: string;
  /** Null where it is missing, undefined while it is on its way. */
  value: string | null | undefined;
  isNumber: boolean;
  isFloat: boolean;
  isCursor: boolean;
  isSelected: boolean;
  isPinned: boolean;
  className: string;
  row: number;
  column: number;
  left: number;
  width: number;
  /** The mouse is pressed on it, or comes over it while it is pressed. */
  onPoint: (row: number, column: number, extend: boolean) => void;
}): JSX.Element {
  const { column, onPoint, row, value } = props;
  const { trans } = useServices();
  const shown = value && props.isFloat ? shortFloat(value) : value;
  const classes = ['jp-Cellkeep-Grid-cell', props.className];
  const marks: readonly [boolean, string][] = [
    [props.isNumber, 'number'],
    [props.isCursor, 'cursor'],
    [props.isSelected, 'selected'],
    [props.isPinned, 'pinned'],
    [value === null, 'missing']
  ];
  for (const [isSo, mark] of marks) {
    if (isSo) {
      classes.push(`jp-Cellkeep-mod-${mark}`);
    }
  }
  const isLong = (shown?.length ?? 0) > CELL_CHARACTERS;
  const text =
    shown === null
      ? trans.__('null')
      : displayName((shown ?? '').slice(0, CELL_CHARACTERS));
  return (
    <span
      id={props.id}
      className={classes.join(' ')}
      role="gridcell"
      aria-colindex={column + 2}
      aria-selected={props.isSelected}
      aria-busy={value === undefined}
      style={{ left: props.left, width: props.width }}
      title={value ? displayName(value.slice(0, 2000)) : undefined}
      onMouseDown={event => {
        if (event.button === 0) {
          onPoint(row, column, event.shiftKey);
        }
      }}
      onMouseEnter={event => {
        if (event.buttons === 1) {
          onPoint(row, column, true);
        }
      }}
    >
      <bdi>{value === undefined ? '…' : text}</bdi>
      {isLong && '…'}
    </span>
  );
});
