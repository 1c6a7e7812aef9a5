import * as React from 'react';
import { lockIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';

import { bytes } from '../format';
import type { PickleContent } from '../previewContent';

/** A pickle can run anything when it is loaded, so nothing here ever does. */
export function PickleView(props: {
  content: PickleContent;
  trans: TranslationBundle;
}): JSX.Element {
  const { content, trans } = props;
  return (
    <div className="ck-Preview-message">
      <p>
        <lockIcon.react tag="span" className="ck-Preview-icon" />
        {trans.__(
          'A pickle of %1. It is never loaded here.',
          bytes(content.size)
        )}
      </p>
      <p>
        {trans.__(
          'Loading a pickle runs code that is in it. Load it only if you trust who made it, with allow_pickle=True.'
        )}
      </p>
    </div>
  );
}
