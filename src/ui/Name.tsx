import * as React from 'react';

import { displayName } from './format';

/**
 * A name that someone chose: it cannot turn the direction of the text around it, or hide anything.
 *
 * Of a path the folders give way first: a thousand files of one folder differ at the end.
 */
export function Name(props: { value: string }): JSX.Element {
  const name = displayName(props.value);
  const end = name.lastIndexOf('/') + 1;
  if (end === 0) {
    return <bdi>{name}</bdi>;
  }
  return (
    <bdi className="jp-Cellkeep-Path">
      <span className="jp-Cellkeep-Path-folder">{name.slice(0, end)}</span>
      <span className="jp-Cellkeep-Path-file">{name.slice(end)}</span>
    </bdi>
  );
}
