import * as React from 'react';
import { errorIcon } from '@jupyterlab/ui-components';

import { fractionOf, number, percent } from './format';
import { cellkeepIcon } from './icons';
import type { StatusItemProps } from './props';

/** The item of the status bar: what is being saved, or that something failed. Nothing while all is well. */
export function StatusItem(props: StatusItemProps): JSX.Element | null {
  const { active, failed, paused = 0, trans } = props;
  if (active === 0 && failed === 0) {
    return null;
  }
  const words: string[] = [];
  if (active > 0 && active === paused) {
    words.push(trans._n('%1 paused', '%1 paused', paused));
  } else if (active > 0) {
    words.push(
      trans._n(
        '%2 saving, %3',
        '%2 saving, %3',
        active,
        number(active),
        percent(fractionOf(props.sent, props.size))
      )
    );
  }
  if (failed > 0) {
    words.push(trans._n('%1 failed', '%1 failed', failed));
  }
  const Mark = failed > 0 ? errorIcon.react : cellkeepIcon.react;
  const className = `jp-Cellkeep-StatusItem ${failed > 0 ? 'jp-Cellkeep-mod-failed' : ''}`;
  const content = (
    <>
      <Mark tag="span" className="jp-Cellkeep-StatusItem-icon" />
      <span>{trans.__('Cellkeep: %1', words.join(', '))}</span>
    </>
  );
  return props.onClick ? (
    <button
      type="button"
      className={className}
      title={trans.__('Show Cellkeep')}
      onClick={props.onClick}
    >
      {content}
    </button>
  ) : (
    <span className={className}>{content}</span>
  );
}
