import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { TextButton } from '../TextButton';

/** Asks for a clean-up of the whole store. */
export function CleanUpButton(props: {
  trans: TranslationBundle;
  onCleanUp: (() => void) | undefined;
}): JSX.Element {
  const { trans, onCleanUp } = props;
  return (
    <TextButton
      title={trans.__(
        'Remove what runs no longer keep, old trash, and files that no artifact uses'
      )}
      onClick={onCleanUp}
    >
      {trans.__('Clean Up Now…')}
    </TextButton>
  );
}
