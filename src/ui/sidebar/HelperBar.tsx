import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { HelperState } from '../props';
import { helperWords } from '../words';

/** Says that the kernel a person works with lacks the helper, and what to do. */
export function HelperBar(props: {
  state: HelperState | undefined;
  trans: TranslationBundle;
}): JSX.Element | null {
  const words = helperWords(props.state, props.trans);
  return words ? (
    <div className="jp-Cellkeep-HelperBar" role="status">
      <span>{words.message}</span>
      <code>{words.code}</code>
    </div>
  ) : null;
}
