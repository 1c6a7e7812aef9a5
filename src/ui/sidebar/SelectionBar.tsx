import * as React from 'react';
import {
  closeIcon,
  deleteIcon,
  downloadIcon,
  ellipsesIcon
} from '@jupyterlab/ui-components';

import type { Artifact } from '../../protocol/generated';
import { bytes, number } from '../format';
import { IconButton, IconButtons } from '../IconButton';
import { compareIcon } from '../icons';
import type { SelectionProps, Translated } from '../props';

interface SelectionBarProps extends Translated {
  /** What is selected. */
  artifacts: readonly Artifact[];
  selection: SelectionProps;
  onClear: () => void;
}

/** How much is selected, and what can be done with all of it. */
export function SelectionBar(props: SelectionBarProps): JSX.Element {
  const { artifacts, selection, trans } = props;
  const size = artifacts.reduce((sum, one) => sum + one.size, 0);
  return (
    <div
      className="jp-Cellkeep-SelectionBar"
      role="group"
      aria-label={trans.__('Selected artifacts')}
    >
      <span className="jp-Cellkeep-SelectionBar-words" role="status">
        {trans.__('%1 selected · %2', number(artifacts.length), bytes(size))}
      </span>
      <IconButtons
        of={artifacts}
        buttons={[
          [compareIcon, trans.__('Compare selected'), selection.onCompare],
          [downloadIcon, trans.__('Download selected'), selection.onDownload],
          [deleteIcon, trans.__('Delete selected'), selection.onDelete]
        ]}
      />
      <IconButton
        icon={ellipsesIcon}
        label={trans.__('More for selected')}
        opensMenu
        onClick={event => selection.onMenu(event.currentTarget)}
      />
      <IconButton
        icon={closeIcon}
        label={trans.__('Clear selection')}
        onClick={props.onClear}
      />
    </div>
  );
}
