import * as React from 'react';

import { useServices } from '../frame/services';
import { TextButton } from '../../ui/TextButton';

/** Stands for what would take a browser long, says what it is, and lets a person have it all the same. */
export function TooMuch(props: {
  words: string;
  /** What the button says; by default "Show anyway". */
  button?: string;
  onShow: () => void;
}): JSX.Element {
  const { trans } = useServices();
  return (
    <div className="jp-Cellkeep-Preview-message">
      <p>{props.words}</p>
      <TextButton onClick={props.onShow}>
        {props.button ?? trans.__('Show anyway')}
      </TextButton>
    </div>
  );
}
