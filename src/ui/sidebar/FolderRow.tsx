import * as React from 'react';
import { folderIcon } from '@jupyterlab/ui-components';

import { number } from '../format';
import { Name } from '../Name';

/** The header of names that begin alike. */
export function FolderRow(props: {
  label: string;
  names: number;
}): JSX.Element {
  return (
    <>
      <folderIcon.react tag="span" className="jp-Cellkeep-Row-icon" />
      <span className="jp-Cellkeep-Row-title">
        <Name value={props.label} />
      </span>
      <span className="jp-Cellkeep-Row-about" />
      <span className="jp-Cellkeep-Row-count">{number(props.names)}</span>
    </>
  );
}
