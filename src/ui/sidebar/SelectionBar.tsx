import * as React from 'react';
import {
  closeIcon,
  deleteIcon,
  downloadIcon,
  ellipsesIcon
} from '@jupyterlab/ui-components';

import type { Artifact } from '../../protocol/generated';
import { bound } from '../bound';
import { bytes, number } from '../format';
import { IconButton } from '../IconButton';
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
      <IconButton
        icon={compareIcon}
        label={trans.__('Compare selected')}
        onClick={bound(selection.onCompare, artifacts)}
      />
      <IconButton
        icon={downloadIcon}
        label={trans.__('Download selected')}
        onClick={bound(selection.onDownload, artifacts)}
      />
      <IconButton
        icon={deleteIcon}
        label={trans.__('Delete selected')}
        onClick={bound(selection.onDelete, artifacts)}
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
