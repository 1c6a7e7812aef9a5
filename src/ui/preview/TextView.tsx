import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { number } from '../format';
import type { TextContent } from '../previewContent';

/** More than this makes the page slow, and nobody reads it in a preview. */
const MOST_CHARACTERS = 200_000;

/** Text as it is. */
export function TextView(props: {
  content: TextContent;
  trans: TranslationBundle;
}): JSX.Element {
  const { content, trans } = props;
  const cut = content.text.length > MOST_CHARACTERS;
  const text = cut ? content.text.slice(0, MOST_CHARACTERS) : content.text;
  if (text === '') {
    return <p className="ck-Preview-message">{trans.__('It is empty.')}</p>;
  }
  return (
    <>
      <pre
        className="ck-TextView"
        tabIndex={0}
        role="region"
        aria-label={trans.__('Text')}
      >
        {text}
      </pre>
      {(cut || content.truncated) && (
        <p className="ck-Preview-caption">
          <span>{trans.__('first %1 characters', number(text.length))}</span>
        </p>
      )}
    </>
  );
}
