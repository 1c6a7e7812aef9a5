import * as React from 'react';
import {
  closeIcon,
  deleteIcon,
  downloadIcon,
  ellipsesIcon
} from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Artifact } from '../../protocol/generated';
import { bytes, number } from '../format';
import { IconButton } from '../IconButton';
import { compareIcon } from '../icons';

export interface SelectionBarProps {
  /** What is selected. */
  artifacts: readonly Artifact[];
  trans: TranslationBundle;
  onDownload: (artifacts: readonly Artifact[]) => void;
  onDelete: (artifacts: readonly Artifact[]) => void;
  onCompare: (artifacts: readonly Artifact[]) => void;
  onMenu: (anchor: HTMLElement) => void;
  onClear: () => void;
}

/** How much is selected, and what can be done with all of it. */
export function SelectionBar(props: SelectionBarProps): JSX.Element {
  const { artifacts, trans } = props;
  const size = artifacts.reduce((sum, one) => sum + one.size, 0);
  return (
    <div
      className="ck-SelectionBar"
      role="group"
      aria-label={trans.__('Selected artifacts')}
    >
      <span className="ck-SelectionBar-words" role="status">
        {trans.__('%1 selected · %2', number(artifacts.length), bytes(size))}
      </span>
      <IconButton
        icon={compareIcon}
        label={trans.__('Compare selected')}
        onClick={() => props.onCompare(artifacts)}
      />
      <IconButton
        icon={downloadIcon}
        label={trans.__('Download selected')}
        onClick={() => props.onDownload(artifacts)}
      />
      <IconButton
        icon={deleteIcon}
        label={trans.__('Delete selected')}
        onClick={() => props.onDelete(artifacts)}
      />
      <IconButton
        icon={ellipsesIcon}
        label={trans.__('More for selected')}
        opensMenu
        onClick={event => props.onMenu(event.currentTarget)}
      />
      <IconButton
        icon={closeIcon}
        label={trans.__('Select nothing')}
        onClick={props.onClear}
      />
    </div>
  );
}
