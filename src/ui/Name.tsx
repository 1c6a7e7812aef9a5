import * as React from 'react';

import { displayName } from './format';

/** A name that someone chose: it cannot turn the direction of the text around it, or hide anything. */
export function Name(props: { value: string }): JSX.Element {
  return <bdi>{displayName(props.value)}</bdi>;
}
