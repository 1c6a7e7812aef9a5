import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { number } from '../format';

/** Stands for saves that have no rows of their own. */
export function WaitingRow(props: {
  count: number;
  trans: TranslationBundle;
}): JSX.Element {
  return (
    <span className="jp-Cellkeep-Row-about">
      {waitingWords(props.count, props.trans)}
    </span>
  );
}

/** "1,992 more". */
export function waitingWords(count: number, trans: TranslationBundle): string {
  return trans.__('%1 more', number(count));
}
